"""The database counts claims exactly as the plainest Python does."""

from datetime import date, timedelta

import msgspec
import pytest
from tests.support.claim_log import UPLOAD, claim_stream, context_of
from tests.support.counted_claims import counted
from tests.support.counted_waits import Row
from tests.support.detection import Bench
from tests.support.seeded_rows import seeded_facts, seeded_rows

from upstream.application.seed import Plan
from upstream.domain.claims.events import ClaimOutcomeChanged
from upstream.domain.drift.counts import Question
from upstream.projections.drift.cells import NEEDS, counts
from upstream.projections.moments import AtPosition

UNTIL = date(2026, 3, 31)


def _question(until: date, weeks: int = 34, reference_weeks: int = 8) -> Question:
    return Question(
        tables=("decisions", "reasons", "codes", "waiting"),
        until=until,
        weeks=weeks,
        reference_weeks=reference_weeks,
    )


@pytest.mark.feature("DR-6")
@pytest.mark.parametrize(
    ("until", "weeks", "reference_weeks"),
    [
        (UNTIL, 34, 8),
        (UNTIL - timedelta(days=45), 34, 8),
        (UNTIL, 10, 2),
        (UNTIL + timedelta(days=250), 34, 8),
    ],
)
def test_every_number_of_every_table_is_the_same(
    bench: Bench, demo: Plan, until: date, weeks: int, reference_weeks: int
) -> None:
    question = _question(until, weeks, reference_weeks)
    expected = counted(seeded_rows(demo), question)
    with bench.views.at(bench.customer_id, needs=NEEDS) as view:
        found = counts(view, question)
    assert found.decisions == expected.decisions
    assert found.reasons == expected.reasons
    assert found.codes == expected.codes
    assert found.waiting == expected.waiting
    assert found.days == expected.days


def test_only_what_is_asked_for_is_counted(bench: Bench) -> None:
    question = msgspec.structs.replace(_question(UNTIL), tables=("codes",))
    with bench.views.at(bench.customer_id, needs=NEEDS) as view:
        found = counts(view, question)
    assert found.codes
    assert [*found.decisions, *found.reasons, *found.waiting, *found.days] == []


@pytest.mark.feature("RD-3")
def test_what_was_not_known_yet_is_not_counted(bench: Bench, demo: Plan) -> None:
    """A position in the middle of the file: the claims recorded up to there, and no others."""
    known = bench.log.head(bench.customer_id) // 2
    rows = list(seeded_rows(demo))[:known]
    until = UNTIL - timedelta(days=100)
    with bench.views.at(bench.customer_id, needs=NEEDS, as_of=AtPosition(known)) as view:
        assert counts(view, _question(until)) == counted(rows, _question(until))


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
        denied.denial_reason,
    )
    place = rows.index(row)
    now = [
        *rows[:place],
        row._replace(outcome="PAID", allowed_cents=9_900, denial_reason=None),
        *rows[place + 1 :],
    ]
    with bench.views.at(bench.customer_id, needs=NEEDS) as view:
        assert counts(view, _question(UNTIL)) == counted(now, _question(UNTIL))
    with bench.views.at(bench.customer_id, needs=NEEDS, as_of=AtPosition(before)) as view:
        assert counts(view, _question(UNTIL)) == counted(rows, _question(UNTIL))
