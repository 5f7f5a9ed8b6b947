"""A backfill is requested once, ends once, and knows its weeks."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upstream.domain.drift.backfill import (
    BackfillCancelled,
    BackfillCompleted,
    BackfillFailed,
    BackfillRequested,
    CancelBackfill,
    CompleteBackfill,
    FailBackfill,
    RequestBackfill,
    decider,
    untils,
)
from upstream.domain.drift.refusals import BackfillInvalid, BackfillUnknown

MONDAY, LATER = date(2026, 1, 5), date(2026, 3, 30)
ASK = RequestBackfill(products=("driftwatch",), first_until=MONDAY, last_until=LATER)
ASKED = BackfillRequested(products=("driftwatch",), first_until=MONDAY, last_until=LATER)
UNDERWAY = decider.fold([ASKED])

pytestmark = pytest.mark.feature("DR-9")


def test_it_is_asked_for_once() -> None:
    assert decider.decide(ASK, decider.initial) == (ASKED,)
    assert decider.decide(ASK, UNDERWAY) == ()


def test_what_holds_no_week_or_no_product_is_refused() -> None:
    for wrong, field in (
        (RequestBackfill(products=(), first_until=MONDAY, last_until=LATER), "products"),
        (RequestBackfill(products=("x",), first_until=LATER, last_until=MONDAY), "to"),
    ):
        with pytest.raises(BackfillInvalid) as refused:
            decider.decide(wrong, decider.initial)
        assert refused.value.facts == {"field": field}


@pytest.mark.parametrize(
    ("command", "outcome"),
    [
        (CompleteBackfill(runs=3, skipped=1), BackfillCompleted(runs=3, skipped=1)),
        (CancelBackfill(), BackfillCancelled()),
        (FailBackfill(code="drift.given_up"), BackfillFailed(code="drift.given_up")),
    ],
)
def test_it_ends_once(
    command: CompleteBackfill | CancelBackfill | FailBackfill,
    outcome: BackfillCompleted | BackfillCancelled | BackfillFailed,
) -> None:
    assert decider.decide(command, UNDERWAY) == (outcome,)
    assert decider.decide(command, decider.fold([ASKED, outcome])) == ()
    with pytest.raises(BackfillUnknown):
        decider.decide(command, decider.initial)


@given(st.dates(), st.integers(0, 1_000))
def test_its_weeks_are_whole_and_stay_in_the_stretch(first: date, days: int) -> None:
    last = date.fromordinal(min(first.toordinal() + days, date.max.toordinal()))
    found = untils(first, last)

    assert found[0] == first
    assert found[-1] <= last
    assert (last - found[-1]).days < 7
    assert {(after - before).days for before, after in pairwise(found)} <= {7}
