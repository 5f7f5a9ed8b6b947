"""Waits worked out by hand, and what no order of rows and no silence may change."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upstream.domain.figures.waits import Percentile, Waits, percentile

pytestmark = pytest.mark.feature("RD-5")


def waits(decided: list[int], left: list[int] | None = None) -> Waits:
    """Claims watched from their first day: ages at decision, and of those that still wait."""
    found = Waits({}, {}, {})
    for ages, part in ((decided, found.decided), (left or [], found.left)):
        for age in ages:
            assert isinstance(part, dict)
            assert isinstance(found.begun, dict)
            part[age] = part.get(age, 0) + 1
            found.begun[0] = found.begun.get(0, 0) + 1
    return found


def days_of(found: Percentile | None) -> int:
    assert found is not None
    return found.days


def test_without_waiting_claims_it_is_the_plain_median() -> None:
    decided = [5] * 30 + [9] * 30 + [20] * 30

    assert days_of(percentile(waits(decided), 0.5)) == 9
    assert days_of(percentile(waits(decided), 0.9)) == 20


def test_claims_that_wait_count_as_long_as_they_waited() -> None:
    """40 of 100 are decided on day 5, 60 wait from day 1 to 30: the half is never reached."""
    assert percentile(waits([5] * 40, [30] * 60), 0.5) is None
    assert days_of(percentile(waits([5] * 40 + [31] * 30, [30] * 30), 0.5)) == 31


def test_a_claim_is_watched_only_from_the_age_at_which_the_range_began() -> None:
    """Ten old claims that come into sight at 60 days change nothing about the first 59."""
    plain = waits([10] * 50 + [12] * 50)
    seen_late = Waits({**plain.begun, 60: 10}, {**plain.decided, 61: 10}, plain.left)

    assert percentile(seen_late, 0.5) == percentile(plain, 0.5)


def test_a_payer_that_stops_deciding_looks_slower_and_not_faster() -> None:
    before = waits([8] * 20 + [10] * 60 + [14] * 20)
    stopped = waits([8] * 20 + [10] * 20, [9] * 10 + [20] * 50)

    slower = percentile(stopped, 0.5)
    assert slower is None or slower.days > days_of(percentile(before, 0.5))


def test_few_decisions_say_nothing() -> None:
    assert percentile(waits([3] * 9), 0.5) is None


@given(
    st.lists(st.integers(0, 90), min_size=10, max_size=80),
    st.lists(st.integers(0, 90), max_size=80),
    st.randoms(use_true_random=False),
)
def test_the_interval_holds_the_point_and_rows_have_no_order(
    decided: list[int], left: list[int], shuffling: random.Random
) -> None:
    found = percentile(waits(decided, left), 0.5)
    shuffling.shuffle(decided)
    shuffling.shuffle(left)

    assert percentile(waits(decided, left), 0.5) == found
    if found is not None:
        assert found.low <= found.days
        assert found.high is None or found.days <= found.high
        assert found.days in decided
