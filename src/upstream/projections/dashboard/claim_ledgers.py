"""How many claims, decided how and worth how much: by payer and month, by CPT group, by days."""

from collections.abc import Iterable, Iterator

from upstream.domain.claims.facts import ClaimFacts
from upstream.domain.claims.moves import KnownOf, move_of
from upstream.projections.claims.claim_versions import CLAIM_TAGS
from upstream.projections.ledger import Cell, Cells, Ledger
from upstream.projections.projection import Batch, Change, Fact, Projection

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


def _known(fact: Fact) -> Iterator[tuple[int, KnownOf]]:
    """What one event adds to the totals and what it takes back."""
    before, after = move_of(fact.event())
    if before is not None and before.counts:
        yield -1, before
    if after is not None and after.counts:
        yield 1, after


def _signed(fact: Fact) -> Iterator[tuple[int, ClaimFacts]]:
    return ((sign, known.facts) for sign, known in _known(fact))


def _count(cells: Cells, cell: Cell, sign: int, facts: ClaimFacts) -> None:
    measures = cells.get(cell)
    if measures is None:
        measures = cells[cell] = [0] * len(MEASURES)
    measures[_PLACE[facts.outcome]] += sign
    billed = facts.billed_cents or 0
    measures[_BILLED] += sign * billed
    measures[_ALLOWED] += sign * (facts.allowed_cents or 0)
    if facts.outcome == "DENIED":
        measures[_DENIED] += sign * billed


def fold_payer_months(cells: Cells, facts: Iterable[Fact]) -> None:
    """By payer and month of the decision; of the submission where no decision date is known."""
    for fact in facts:
        for sign, known in _signed(fact):
            month = (known.decided_on or known.submitted_on).replace(day=1)
            _count(cells, (known.payer, month), sign, known)


def fold_cpts(cells: Cells, facts: Iterable[Fact]) -> None:
    """By code, beside the group we ship for it: a customer may have groups of its own."""
    for fact in facts:
        for sign, known in _signed(fact):
            _count(cells, (known.cpt_group, known.cpt), sign, known)


def fold_decision_days(cells: Cells, facts: Iterable[Fact]) -> None:
    """Days from submission to decision, for claims whose decision date is known."""
    for fact in facts:
        for sign, known in _signed(fact):
            if known.decided_on is not None:
                days = min((known.decided_on - known.submitted_on).days, DAYS_MAX)
                cells.setdefault((known.payer, days), [0])[0] += sign


def fold_first_decisions(cells: Cells, facts: Iterable[Fact]) -> None:
    """By payer and month of the first decision, whatever was decided later."""
    for fact in facts:
        for sign, (known, first) in _known(fact):
            if first is not None:
                month = (first.decided_on or known.submitted_on).replace(day=1)
                measures = cells.setdefault((known.payer, month), [0, 0])
                measures[first.outcome == "DENIED"] += sign


payer_months = Ledger(
    table="ledger_payer_months",
    cell=(("payer", "text"), ("month", "date")),
    measures=MEASURES,
    tags=CLAIM_TAGS,
    fold=fold_payer_months,
)
cpts = Ledger(
    table="ledger_cpts",
    cell=(("cpt_group", "text"), ("cpt", "text")),
    measures=MEASURES,
    tags=CLAIM_TAGS,
    fold=fold_cpts,
)
decision_days = Ledger(
    table="ledger_decision_days",
    cell=(("payer", "text"), ("days", "bigint")),
    measures=("claims",),
    tags=CLAIM_TAGS,
    fold=fold_decision_days,
)
first_decisions = Ledger(
    table="ledger_first_decisions",
    cell=(("payer", "text"), ("month", "date")),
    measures=("paid", "denied"),
    tags=CLAIM_TAGS,
    fold=fold_first_decisions,
)


def changes(batch: Batch) -> Iterator[Change]:
    for ledger in (payer_months, cpts, decision_days, first_decisions):
        yield from ledger.changes(batch)


claim_ledgers = Projection(
    name="dashboard", version=1, tags=CLAIM_TAGS, changes=changes, span_max=20_000
)
