"""Cells counted from plain rows in the simplest way there is: the oracle of detection's SQL."""

from collections.abc import Iterable
from datetime import date
from math import log
from typing import NamedTuple

from upstream.domain.drift.detection import Block, Cell, Key
from upstream.domain.drift.inference import rounded_quotient
from upstream.domain.drift.windows import WEEK_DAYS, Windows

CLIP_MICRO = 600_000


class Row(NamedTuple):
    """What detection needs to know of one claim."""

    payer: str
    cpt: str
    cpt_group: str
    submitted_on: date
    decided_on: date | None
    outcome: str
    allowed_cents: int | None


def counted_cells(rows: Iterable[Row], windows: Windows) -> list[Cell]:
    inside = [row for row in rows if _is_inside(row, windows)]
    prices = _prices(inside, windows)
    blocks: dict[tuple[str, str, bool, int], list[Row]] = {}
    for row in inside:
        assert row.decided_on
        current = row.decided_on >= windows.current.from_on
        window = windows.current if current else windows.baseline
        week = ((window.to_on - row.decided_on).days - 1) // WEEK_DAYS
        blocks.setdefault((row.payer, row.cpt_group, current, week), []).append(row)
    cells: dict[tuple[str, str], list[Block]] = {}
    for (payer, group, current, week), members in sorted(blocks.items()):
        block = _block(members, prices, current=current, week=week)
        cells.setdefault((payer, group), []).append(block)
    return [
        Cell(key=Key(payer, group), blocks=tuple(weeks))
        for (payer, group), weeks in sorted(cells.items())
    ]


def _is_inside(row: Row, windows: Windows) -> bool:
    return (
        row.outcome in {"PAID", "DENIED"}
        and row.decided_on is not None
        and windows.baseline.from_on <= row.decided_on < windows.current.to_on
    )


def _is_priced(row: Row) -> bool:
    return row.outcome == "PAID" and bool(row.allowed_cents)


def _log_micro(cents: int) -> int:
    return round(log(cents) * 1e6)


def _prices(rows: list[Row], windows: Windows) -> dict[tuple[str, str], tuple[int, int]]:
    """Per payer and code: mean of the logarithms in 1e-6, mean in cents, of the baseline."""
    amounts: dict[tuple[str, str], list[int]] = {}
    for row in rows:
        if _is_priced(row) and row.decided_on and row.decided_on < windows.current.from_on:
            amounts.setdefault((row.payer, row.cpt), []).append(row.allowed_cents or 0)
    return {
        key: (
            rounded_quotient(sum(map(_log_micro, cents)), len(cents)),
            rounded_quotient(sum(cents), len(cents)),
        )
        for key, cents in amounts.items()
    }


def _block(
    rows: list[Row], prices: dict[tuple[str, str], tuple[int, int]], *, current: bool, week: int
) -> Block:
    days: dict[int, int] = {}
    for row in rows:
        assert row.decided_on
        taken = (row.decided_on - row.submitted_on).days
        days[taken] = days.get(taken, 0) + 1
    with_price = [
        (row, prices[row.payer, row.cpt]) for row in rows if (row.payer, row.cpt) in prices
    ]
    paid = [(row.allowed_cents or 0, price) for row, price in with_price if _is_priced(row)]
    ratios = [
        max(-CLIP_MICRO, min(CLIP_MICRO, _log_micro(cents) - log_price))
        for cents, (log_price, _) in paid
    ]
    return Block(
        current=current,
        week=week,
        claims=len(rows),
        denied=sum(row.outcome == "DENIED" for row in rows),
        days=tuple(sorted(days)),
        days_claims=tuple(days[taken] for taken in sorted(days)),
        first_submitted_on=min(row.submitted_on for row in rows),
        priced=len(paid),
        log_ratio_micro=sum(ratios),
        log_ratio_squares=sum(ratio * ratio for ratio in ratios),
        allowed_cents=sum(cents for cents, _ in paid),
        expected_cents=sum(price for _, (_, price) in paid),
        exposed_cents=sum(price for _, (_, price) in with_price),
    )
