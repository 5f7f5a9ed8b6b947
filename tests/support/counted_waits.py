"""Who waits since when, counted from plain rows: the other half of the oracle."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from upstream.domain.drift.counts import DecisionDays, Question, Waiting


class Row(NamedTuple):
    """What detection needs to know of one claim."""

    payer: str
    cpt: str
    cpt_group: str
    submitted_on: date
    decided_on: date | None
    outcome: str
    allowed_cents: int | None
    denial_reason: str | None = None


def week_of(day: date | None, question: Question) -> int:
    assert day is not None
    return ((question.until - day).days - 1) // 7


def _asked(rows: Sequence[Row], question: Question) -> list[tuple[Row, int | None]]:
    """Claims that wait or were answered in sight, with the days before `until` of the answer."""
    found: list[tuple[Row, int | None]] = []
    for row in rows:
        if row.decided_on is None:
            if row.outcome != "OTHER":
                found.append((row, None))
        elif row.decided_on >= question.until:
            found.append((row, None))
        elif row.decided_on >= question.from_on:
            found.append((row, (question.until - row.decided_on).days))
    return found


def waiting_of(rows: Sequence[Row], question: Question) -> list[Waiting]:
    cells: dict[tuple[str, str], Counter[tuple[int, int]]] = defaultdict(Counter)
    for row, days in _asked(rows, question):
        decided = -1 if days is None else (days - 1) // 7
        cells[row.payer, row.cpt_group][week_of(row.submitted_on, question), decided] += 1
    return [
        Waiting(
            payer,
            group,
            [submitted for (submitted, _), _ in sorted(cell.items())],
            [decided for (_, decided), _ in sorted(cell.items())],
            [claims for _, claims in sorted(cell.items())],
        )
        for (payer, group), cell in sorted(cells.items())
    ]


def days_of(rows: Sequence[Row], question: Question) -> list[DecisionDays]:
    payers: dict[str, Counter[int]] = defaultdict(Counter)
    for row, days in _asked(rows, question):
        if days is not None:
            payers[row.payer][days] += 1
    return [
        DecisionDays(payer, sorted(days), [days[day] for day in sorted(days)])
        for payer, days in sorted(payers.items())
    ]
