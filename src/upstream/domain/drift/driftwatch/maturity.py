"""Which baseline weeks may be compared: not those in which the history had only just begun.

A file that starts on some day holds, for the weeks after it, only claims that were decided fast:
the slow ones were submitted before it starts. Compared with such weeks every payer seems to slow
down. So a payer's week counts once it begins later than its earliest known submission plus the
time in which 95 % of its claims are decided.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from upstream.domain.drift.detection import Block, Cell
from upstream.domain.drift.windows import Windows

DECIDED_BY_THEN = 0.95
"""Waiting for the last stragglers would throw good weeks away for a bias nobody could measure."""


def without_young_weeks(cells: Sequence[Cell], windows: Windows) -> list[Cell]:
    """The same cells, their payers' immature baseline weeks left out."""
    by_payer: dict[str, list[Block]] = {}
    for cell in cells:
        by_payer.setdefault(cell.key.payer, []).extend(cell.blocks)
    mature_from = {
        payer: min(block.first_submitted_on for block in blocks)
        + timedelta(days=days_until_decided(blocks))
        for payer, blocks in by_payer.items()
    }
    return [
        Cell(
            key=cell.key,
            blocks=tuple(
                block
                for block in cell.blocks
                if block.current
                or windows.baseline.week_begins_on(block.week) >= mature_from[cell.key.payer]
            ),
        )
        for cell in cells
    ]


def days_until_decided(blocks: Iterable[Block]) -> int:
    """Within so many days `DECIDED_BY_THEN` of the claims were decided."""
    by_days: dict[int, int] = {}
    for block in blocks:
        for days, claims in zip(block.days, block.days_claims, strict=True):
            by_days[days] = by_days.get(days, 0) + claims
    wanted = DECIDED_BY_THEN * sum(by_days.values())
    seen = 0
    for days in sorted(by_days):
        seen += by_days[days]
        if seen >= wanted:
            return days
    return 0
