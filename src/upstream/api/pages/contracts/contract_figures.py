"""What is owed below contracts, in the words and amounts of the pages."""

from collections.abc import Iterable
from datetime import timedelta

from upstream.api.charts import wording
from upstream.api.pages.contracts.contracts_view import (
    LineOwed,
    OwedLine,
    OwedShown,
    RateLine,
    ScheduleLine,
)
from upstream.api.pages.frame.amounts import cents
from upstream.api.pages.frame.moment_shown import MomentShown
from upstream.api.pages.frame.pieces import Named
from upstream.api.pages.rendering import address
from upstream.projections.contracts.list_contracts import ContractRow, RateRow, ScheduleRow
from upstream.projections.contracts.underpaid_lines import UnderpaidLine
from upstream.projections.contracts.underpayments import UnderpaidCell, Underpayments

CELLS_SHOWN = 20


def money(dollars: str) -> str:
    return wording.money(cents(dollars))


def owed_shown(
    found: Underpayments, moment: MomentShown, file_path: str, *, contract_id: str | None = None
) -> OwedShown:
    file_href = address(
        file_path,
        {
            "from": found.since.isoformat(),
            "to": found.until.isoformat(),
            "contract_id": contract_id,
            "as_of": moment.as_of,
            "format": "csv",
        },
    )
    tolerance = found.tolerance
    return OwedShown(
        span=wording.span(found.since, found.until - timedelta(days=1)),
        owed=money(found.owed),
        recoded=money(found.recoded_owed),
        compared=found.lines_compared,
        tolerance=f"{money(tolerance.amount)} or {wording.percent(tolerance.share, 0)}",
        cells=tuple(map(_cell, found.cells[:CELLS_SHOWN])),
        left_out=tuple(
            Named(name=one.said, value=f"{one.lines:,} {_noun(one.lines)}")
            for one in found.left_out
        ),
        file_href=file_href,
    )


def _cell(cell: UnderpaidCell) -> OwedLine:
    return OwedLine(
        payer=cell.payer,
        cpt=cell.cpt,
        lines=f"{cell.lines_underpaid:,} of {cell.lines_compared:,}",
        contracted=money(cell.contracted),
        allowed=money(cell.allowed),
        owed=money(cell.owed),
        recoded=money(cell.recoded_owed) if cell.lines_recoded else None,
    )


def lines_owed(
    lines: Iterable[UnderpaidLine], claims_path: str, moment: MomentShown
) -> tuple[LineOwed, ...]:
    return tuple(
        LineOwed(
            claim=line.claim_ref or str(line.id)[:8],
            href=address(f"{claims_path}/{line.id}", {"as_of": moment.as_of}),
            cpt=" ".join([line.cpt, *line.modifiers]),
            said=f"Paid as {line.paid_as}" if line.paid_as else "Below contract",
            decided_on=line.decided_on,
            contracted=money(line.contracted),
            allowed=money(line.allowed),
            owed=money(line.owed),
        )
        for line in lines
    )


def rate_line(rate: RateRow) -> RateLine:
    percent = rate.percent_of_charge
    return RateLine(
        cpt=rate.cpt,
        modifier=rate.modifier or "any",
        place=rate.place_of_service or "any",
        rate=f"{wording.percent(percent)} of the charge" if percent is not None else _amount(rate),
    )


def _amount(rate: RateRow) -> str:
    return money(rate.amount) if rate.amount is not None else ""


def facts_of(found: ContractRow) -> tuple[Named, ...]:
    facts = [("Payer", found.payer)]
    if found.entered_as != found.payer:
        facts.append(("Entered as", found.entered_as))
    if found.name:
        facts.append(("Contract", found.name))
    limit = "never more than was billed" if found.lesser_of_charges else "whatever was billed"
    return tuple(Named(name=name, value=value) for name, value in [*facts, ("Pays", limit)])


def schedule_line(schedule: ScheduleRow) -> ScheduleLine:
    return ScheduleLine(
        schedule=schedule.schedule,
        period=period(schedule),
        rates=schedule.rates,
        source=schedule.source or "By hand or over the API",
    )


def period(schedule: ScheduleRow) -> str:
    begins = wording.day(schedule.begins)
    if schedule.ends is None:
        return f"From {begins} until further notice"
    return f"{begins} to before {wording.day(schedule.ends)}"


def _noun(count: int) -> str:
    return "line" if count == 1 else "lines"
