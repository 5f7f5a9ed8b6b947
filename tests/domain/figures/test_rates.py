"""Change told from noise, and small payers drawn towards everybody."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upstream.domain.figures.rates import (
    Swing,
    Tally,
    change,
    factor,
    shrunk,
    swing,
)

pytestmark = pytest.mark.feature("RD-5")

_TALLIES = (
    st.integers(0, 5_000)
    .flatmap(lambda claims: st.tuples(st.just(claims), st.integers(0, claims)))
    .map(lambda pair: Tally(*pair))
)


def test_a_large_change_of_many_claims_is_told_and_a_small_one_is_not() -> None:
    assert change(Tally(1_000, 80), Tally(1_000, 150), 1.0).verdict == "higher"
    assert change(Tally(1_000, 150), Tally(1_000, 80), 1.0).verdict == "lower"
    assert change(Tally(1_000, 80), Tally(1_000, 85), 1.0).verdict == "no clear change"


def test_what_weeks_always_swing_is_no_change() -> None:
    before, now = Tally(1_000, 80), Tally(1_000, 110)

    assert change(before, now, 1.0).verdict == "higher"
    assert change(before, now, 4.0).verdict == "no clear change"


def test_few_claims_never_change() -> None:
    found = change(Tally(29, 0), Tally(2_000, 1_900), 1.0)

    assert found.verdict == "too few claims"
    assert change(Tally(0, 0), Tally(50, 3), 1.0).delta is None


def test_weeks_that_swing_more_than_dice_widen_the_interval() -> None:
    dice = [Tally(100, 10), Tally(100, 11), Tally(100, 9), Tally(100, 10)] * 3
    swinging = [Tally(100, 2), Tally(100, 18), Tally(100, 4), Tally(100, 16)] * 3
    calm = swing(dice)

    assert factor(calm, [calm]) == 1.0
    assert factor(swing(swinging), [swing(swinging)]) > 5
    assert factor(Swing(0.0, 0), [swing(swinging)]) > 5


def test_pearsons_statistic_by_hand() -> None:
    """Rate 0.1; each week of 100 has variance 9: (5^2 + 5^2) / 9."""
    found = swing([Tally(100, 5), Tally(100, 15)])

    assert found.freedom == 1
    assert found.statistic == pytest.approx(50 / 9)


def test_false_changes_are_rare_where_nothing_changes() -> None:
    draw = random.Random("rates")  # noqa: S311  reproducible, guards nothing
    told = 0
    for _ in range(400):
        before, now = (Tally(400, sum(draw.random() < 0.1 for _ in range(400))) for _ in range(2))
        told += change(before, now, 1.0).verdict in {"higher", "lower"}
    assert told <= 400 * 0.08


@given(_TALLIES, _TALLIES, st.floats(1, 20))
def test_the_interval_holds_the_difference(before: Tally, now: Tally, swinging: float) -> None:
    found = change(before, now, swinging)
    if found.delta is not None:
        assert found.low is not None
        assert found.high is not None
        assert -1 <= found.low <= found.delta <= found.high <= 1


@given(st.lists(_TALLIES, min_size=1, max_size=8))
def test_a_shrunk_rate_lies_between_its_own_and_everybodys(tallies: list[Tally]) -> None:
    found = shrunk(tallies, [1.0] * len(tallies))
    claims = sum(one.claims for one in tallies)
    for tally, rate in zip(tallies, found, strict=True):
        if tally.rate is None:
            assert rate is None
            continue
        assert rate is not None
        common = sum(one.denied for one in tallies) / claims
        assert min(tally.rate, common) - 1e-9 <= rate <= max(tally.rate, common) + 1e-9


def test_the_smaller_a_payer_the_more_it_is_drawn() -> None:
    small, large, others = Tally(20, 10), Tally(2_000, 1_000), Tally(5_000, 500)
    drawn_small, drawn_large, _ = shrunk([small, large, others], [1.0] * 3)
    assert drawn_small is not None
    assert drawn_large is not None

    assert drawn_small < drawn_large < 0.5
