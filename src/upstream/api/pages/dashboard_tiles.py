"""The dashboard document's key figures as tiles, and as rows of a comparison."""

from collections.abc import Callable
from typing import Final, Literal, NamedTuple

from upstream.api.charts import wording
from upstream.api.charts.sparkline import sparkline
from upstream.api.charts.wording import MINUS
from upstream.api.pages.amounts import cents
from upstream.api.pages.dashboard_view import FigureRow
from upstream.api.pages.known import Known
from upstream.api.pages.tiles import Change, Direction, Tile

Amount = int | float | None


class Figure(NamedTuple):
    """One figure: how to take it out of the document, how to write it, what more of it means."""

    key: str
    name: str
    definition: str
    take: Callable[[Known], Amount]
    short: Callable[[Amount], str]
    exact: Callable[[Amount], str]
    more_is: Literal["worse", "even"] = "even"


def _count(amount: Amount) -> str:
    return wording.count(None if amount is None else round(amount))


def _money(amount: Amount) -> str:
    return wording.money(None if amount is None else round(amount))


def _money_short(amount: Amount) -> str:
    return wording.money_compact(None if amount is None else round(amount))


FIGURES: Final = (
    Figure(
        "claims",
        "Claims",
        "Every claim known at this moment, decided or not. A row seen again is no second claim.",
        lambda k: k.document.claims_total,
        _count,
        _count,
    ),
    Figure(
        "denial_rate",
        "Denial rate",
        "Denied claims as a share of the claims that were paid or denied.",
        lambda k: k.document.denial_rate,
        wording.percent,
        wording.percent,
        "worse",
    ),
    Figure(
        "days",
        "Median days to decision",
        "Half of the claims with a decision date were decided within so many days of submission.",
        lambda k: k.document.days_to_decision_median,
        wording.days,
        wording.days,
        "worse",
    ),
    Figure(
        "billed",
        "Billed",
        "The billed amounts of all claims together.",
        lambda k: cents(k.document.billed_total),
        _money_short,
        _money,
    ),
    Figure(
        "allowed",
        "Allowed",
        "The amounts the payers allowed, all claims together.",
        lambda k: cents(k.document.allowed_total),
        _money_short,
        _money,
    ),
    Figure(
        "denied",
        "Denied",
        "The billed amounts of the claims that stand denied.",
        lambda k: cents(k.document.denied_total),
        _money_short,
        _money,
        "worse",
    ),
    Figure(
        "at_risk",
        "Dollars at risk",
        "What the open findings would cost if their drift went on as it is.",
        lambda k: k.at_risk_cents,
        _money_short,
        _money,
        "worse",
    ),
    Figure(
        "alerts",
        "Active alerts",
        "Alerts that are open or acknowledged: nobody has resolved them yet.",
        lambda k: k.active_total,
        _count,
        _count,
        "worse",
    ),
)


def tiles_of(now: Known, compared: Known | None, alerts_href: str) -> tuple[Tile, ...]:
    return tuple(
        _tile(figure, now, compared, alerts_href if figure.key == "alerts" else None)
        for figure in FIGURES
    )


def rows_of(before: Known, after: Known) -> tuple[FigureRow, ...]:
    """Only the figures that differ."""
    return tuple(
        FigureRow(
            name=figure.name,
            before=figure.exact(figure.take(before)),
            after=figure.exact(figure.take(after)),
            change=_change(figure, before, after),
        )
        for figure in FIGURES
        if figure.take(before) != figure.take(after)
    )


def _tile(figure: Figure, now: Known, compared: Known | None, href: str | None) -> Tile:
    amount = figure.take(now)
    short, exact = figure.short(amount), figure.exact(amount)
    return Tile(
        key=figure.key,
        name=figure.name,
        value=short,
        definition=figure.definition,
        exact=None if short == exact else exact,
        note=_note(figure.key, now),
        spark=sparkline(_past(figure.key, now)),
        change=None if compared is None else _change(figure, compared, now),
        href=href,
    )


def _note(key: str, now: Known) -> str | None:
    outcomes = now.document.claims_by_outcome
    if key == "claims" and outcomes.pending:
        return f"{wording.count(outcomes.pending)} undecided"
    if key == "denied":
        return f"{wording.count(outcomes.denied)} claim{'' if outcomes.denied == 1 else 's'}"
    if key == "alerts" and now.active_total:
        return ", ".join(f"{many} {label}" for label, many in now.active.items() if many)
    return None


def _past(key: str, now: Known) -> list[float | None]:
    """The last twelve months, for the figures that the document has by month."""
    months = now.document.trend[-12:]
    if key == "claims":
        return [month.claims for month in months]
    if key == "denial_rate":
        return [month.denial_rate for month in months]
    return []


def _change(figure: Figure, before: Known, after: Known) -> Change:
    was, now = figure.take(before), figure.take(after)
    if was is None or now is None:
        return Change(said="not comparable", direction="even")
    return Change(said=_signed(figure, now - was), direction=_direction(figure, now - was))


def _direction(figure: Figure, difference: float) -> Direction:
    if figure.more_is == "even" or difference == 0:
        return "even"
    return "worse" if difference > 0 else "better"


def _signed(figure: Figure, difference: float) -> str:
    if figure.key == "denial_rate":
        return wording.points(difference)
    if difference == 0:
        return "no change"
    return ("+" if difference > 0 else MINUS) + figure.short(abs(difference))
