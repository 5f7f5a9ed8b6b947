"""How many claims, decided how and worth how much: by payer and month, by CPT group, by days."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import TypeAlias

from upstream.domain.claims.events import ClaimRecorded
from upstream.domain.claims.facts import ClaimFacts
from upstream.domain.claims.moves import VOIDED, Deciding, Known, known_of, move_of
from upstream.projections.claims.claim_versions import CLAIM_TAGS, claim_versions
from upstream.projections.ledger import Cells, Ledger, Measures
from upstream.projections.projection import Batch, Change, CommitNote, Fact, Projection

MEASURES = (
    "paid",
    "denied",
    "other",
    "pending",
    "billed_cents",
    "allowed_cents",
    "denied_cents",
)
_PLACE = {"PAID": 0, "DENIED": 1, "OTHER": 2, "PENDING": 3}
_BILLED, _ALLOWED, _DENIED = 4, 5, 6

DAYS_MAX = 1_000
"""Days to decision are counted one by one up to here; whatever took longer counts as this."""


Moved: TypeAlias = tuple[int, ClaimFacts, Deciding | None]
"""What one event adds to the totals (1), or takes back (-1), and what was decided first."""
Counting: TypeAlias = Callable[[Cells, Iterable[Moved]], None]


def moved(facts: Iterable[Fact]) -> list[Moved]:
    found: list[Moved] = []
    for fact in facts:
        event = fact.event()
        before: Known | None = None
        if type(event) is ClaimRecorded:  # nearly all of them
            after: Known | None = known_of(event.facts)
        else:
            before, after = move_of(event)
        if before is not None and before[0].stage != VOIDED:
            found.append((-1, *before))
        if after is not None and after[0].stage != VOIDED:
            found.append((1, *after))
    return found


def _count(measures: Measures, sign: int, facts: ClaimFacts) -> None:
    measures[_PLACE[facts.outcome]] += sign
    billed = facts.billed_cents or 0
    measures[_BILLED] += sign * billed
    measures[_ALLOWED] += sign * (facts.allowed_cents or 0)
    if facts.outcome == "DENIED":
        measures[_DENIED] += sign * billed


def count_payer_months(cells: Cells, moves: Iterable[Moved]) -> None:
    """By payer and month of the decision; of the submission where no decision date is known."""
    by_day: dict[tuple[str, date], Measures] = {}
    for sign, facts, _ in moves:
        key = facts.payer, facts.decided_on or facts.submitted_on
        measures = by_day.get(key)
        if measures is None:
            cell = facts.payer, key[1].replace(day=1)
            measures = by_day[key] = cells.setdefault(cell, [0] * len(MEASURES))
        _count(measures, sign, facts)


def count_cpts(cells: Cells, moves: Iterable[Moved]) -> None:
    """By code, beside the group we ship for it: a customer may have groups of its own."""
    for sign, facts, _ in moves:
        cell = facts.cpt_group, facts.cpt
        measures = cells.get(cell)
        if measures is None:
            measures = cells[cell] = [0] * len(MEASURES)
        _count(measures, sign, facts)


def count_decision_days(cells: Cells, moves: Iterable[Moved]) -> None:
    """Days from submission to decision, for claims whose decision date is known."""
    for sign, facts, _ in moves:
        if facts.decided_on is not None:
            days = min((facts.decided_on - facts.submitted_on).days, DAYS_MAX)
            cells.setdefault((facts.payer, days), [0])[0] += sign


def count_first_decisions(cells: Cells, moves: Iterable[Moved]) -> None:
    """By payer and month of the first decision, whatever was decided later."""
    by_day: dict[tuple[str, date], Measures] = {}
    for sign, facts, first in moves:
        if first is not None:
            key = facts.payer, first.decided_on or facts.submitted_on
            measures = by_day.get(key)
            if measures is None:
                cell = facts.payer, key[1].replace(day=1)
                measures = by_day[key] = cells.setdefault(cell, [0, 0])
            measures[first.outcome == "DENIED"] += sign


def _folding(count: Counting) -> Callable[[Cells, Iterable[Fact]], None]:
    return lambda cells, facts: count(cells, moved(facts))


payer_months = Ledger(
    table="ledger_payer_months",
    cell=(("payer", "text"), ("month", "date")),
    measures=MEASURES,
    tags=CLAIM_TAGS,
    fold=_folding(count_payer_months),
)
cpts = Ledger(
    table="ledger_cpts",
    cell=(("cpt_group", "text"), ("cpt", "text")),
    measures=MEASURES,
    tags=CLAIM_TAGS,
    fold=_folding(count_cpts),
)
decision_days = Ledger(
    table="ledger_decision_days",
    cell=(("payer", "text"), ("days", "bigint")),
    measures=("claims",),
    tags=CLAIM_TAGS,
    fold=_folding(count_decision_days),
)
first_decisions = Ledger(
    table="ledger_first_decisions",
    cell=(("payer", "text"), ("month", "date")),
    measures=("paid", "denied"),
    tags=CLAIM_TAGS,
    fold=_folding(count_first_decisions),
)


_COUNTED: tuple[tuple[Ledger, Counting], ...] = (
    (payer_months, count_payer_months),
    (cpts, count_cpts),
    (decision_days, count_decision_days),
    (first_decisions, count_first_decisions),
)


def changes(batch: Batch) -> Iterator[Change]:
    """What each event moves is found once for all ledgers."""
    moves = [(commit, moved(facts)) for commit, facts in batch.by_commit()]
    for ledger, count in _COUNTED:
        commits: list[tuple[CommitNote, Cells]] = []
        for commit, of_commit in moves:
            cells: Cells = {}
            count(cells, of_commit)
            commits.append((commit, cells))
        yield from ledger.entered(commits)


claim_ledgers = Projection(
    name="dashboard", version=1, tags=CLAIM_TAGS, changes=changes, span_max=claim_versions.span_max
)
