"""The database counts cells exactly as the plainest Python does."""

from datetime import date, timedelta

import msgspec
import pytest
from tests.support.claim_log import UPLOAD, claim_stream, context_of
from tests.support.counted_cells import Row, counted_cells
from tests.support.detection import Bench
from tests.support.seeded_rows import seeded_facts, seeded_rows

from upstream.application.seed import Plan
from upstream.domain.claims.events import ClaimOutcomeChanged
from upstream.domain.drift.detection import Key, Question
from upstream.domain.drift.windows import Windows
from upstream.projections.drift.cells import NEEDS, cells
from upstream.projections.moments import AtPosition

UNTIL = date(2026, 3, 31)


def _question(until: date, current_days: int = 14, baseline_days: int = 90) -> Question:
    windows = Windows.ending(until, current_days=current_days, baseline_days=baseline_days)
    return Question(by=("payer", "cpt_group"), windows=windows)


@pytest.mark.feature("DR-6")
@pytest.mark.parametrize(
    ("until", "current_days", "baseline_days"),
    [
        (UNTIL, 14, 90),
        (UNTIL - timedelta(days=45), 14, 90),
        (UNTIL, 10, 31),
        (UNTIL + timedelta(days=200), 14, 90),
    ],
)
def test_every_number_of_every_cell_is_the_same(
    bench: Bench, demo: Plan, until: date, current_days: int, baseline_days: int
) -> None:
    question = _question(until, current_days, baseline_days)
    with bench.views.at(bench.customer_id, needs=NEEDS) as view:
        counted = cells(view, question)
    assert counted == counted_cells(seeded_rows(demo), question.windows)


def test_one_dimension_fewer_is_counted_too(bench: Bench) -> None:
    question = _question(UNTIL)
    by_payer = msgspec.structs.replace(question, by=("payer",))
    with bench.views.at(bench.customer_id, needs=NEEDS) as view:
        fine, coarse = cells(view, question), cells(view, by_payer)
    assert {cell.key.cpt_group for cell in coarse} == {None}
    assert sorted({cell.key.payer for cell in fine}) == [cell.key.payer for cell in coarse]
    totals = [sum(b.claims for cell in found for b in cell.blocks) for found in (fine, coarse)]
    assert totals[0] == totals[1] > 0


@pytest.mark.feature("RD-3")
def test_what_was_not_known_yet_is_not_counted(bench: Bench, demo: Plan) -> None:
    """A position in the middle of the file: the claims recorded up to there, and no others."""
    known = bench.log.head(bench.customer_id) // 2
    rows = list(seeded_rows(demo))[:known]
    until = UNTIL - timedelta(days=100)
    with bench.views.at(bench.customer_id, needs=NEEDS, as_of=AtPosition(known)) as view:
        assert cells(view, _question(until)) == counted_cells(rows, _question(until).windows)


def test_a_payer_that_changed_its_mind_counts_once_as_it_stands(bench: Bench, demo: Plan) -> None:
    denied = next(
        known
        for facts in seeded_facts(demo)
        for known in facts
        if known.outcome == "DENIED" and known.decided_on and known.decided_on > date(2026, 3, 20)
    )
    paid = msgspec.structs.replace(denied, outcome="PAID", allowed_cents=9_900, denial_reason=None)
    before = bench.log.head(bench.customer_id)
    changed = ClaimOutcomeChanged(before=denied, after=paid, upload_id=UPLOAD, line=2)
    stream = claim_stream(bench.customer_id, str(denied.claim_ref), changed, after_version=1)
    bench.log.append(context_of(bench.customer_id), stream)
    bench.catch_up()
    assert denied.decided_on
    rows = list(seeded_rows(demo))
    row = Row(
        denied.payer,
        denied.cpt,
        denied.cpt_group,
        denied.submitted_on,
        denied.decided_on,
        "DENIED",
        None,
    )
    place = rows.index(row)
    now = [*rows[:place], row._replace(outcome="PAID", allowed_cents=9_900), *rows[place + 1 :]]
    windows = _question(UNTIL).windows
    with bench.views.at(bench.customer_id, needs=NEEDS) as view:
        assert cells(view, _question(UNTIL)) == counted_cells(now, windows)
    with bench.views.at(bench.customer_id, needs=NEEDS, as_of=AtPosition(before)) as view:
        assert cells(view, _question(UNTIL)) == counted_cells(rows, windows)
    assert Key(denied.payer, denied.cpt_group) in {c.key for c in counted_cells(now, windows)}
