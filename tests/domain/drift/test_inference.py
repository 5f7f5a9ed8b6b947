"""Every closed form against the plain definition it stands for."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import comb, exp, lgamma, log, pi
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upstream.domain.drift.inference import (
    benjamini_hochberg,
    chance_of_change,
    half_way,
    mid_p,
    normal_of_t,
    rounded_quotient,
    significant,
    two_sided,
)

PROBABILITIES = st.integers(0, 10_000).map(lambda part: part / 10_000)
SLABS = (0.3, 0.9)


@given(st.floats(-6, 6))
def test_two_sided_is_twice_the_smaller_tail(z: float) -> None:
    assert two_sided(z) == pytest.approx(2 * NormalDist().cdf(-abs(z)), rel=1e-9)


def _tail_of_t(t: float, freedom: float) -> float:
    """Upper tail by Simpson's rule on the density, out to where nothing is left."""
    norm = lgamma((freedom + 1) / 2) - lgamma(freedom / 2) - log(freedom * pi) / 2

    def density(x: float) -> float:
        return exp(norm - (freedom + 1) / 2 * log(1 + x * x / freedom))

    steps, end = 20_000, 200.0
    width = (end - t) / steps
    inner = sum((4 if i % 2 else 2) * density(t + i * width) for i in range(1, steps))
    return width / 3 * (density(t) + inner + density(end))


@pytest.mark.parametrize("freedom", [8, 16, 28, 120])
@pytest.mark.parametrize("t", [0.5, 2.0, 3.5, 6.0])
def test_a_t_becomes_the_z_that_is_as_surprising(t: float, freedom: float) -> None:
    exact = -NormalDist().inv_cdf(_tail_of_t(t, freedom))
    assert normal_of_t(t, freedom) == pytest.approx(exact, abs=0.02)
    assert normal_of_t(-t, freedom) == -normal_of_t(t, freedom)


def _exact_mid_p(now: int, of_now: int, before: int, of_before: int) -> Fraction:
    events, claims = now + before, of_now + of_before
    ways = {
        count: comb(of_now, count) * comb(of_before, events - count)
        for count in range(max(0, events - of_before), min(events, of_now) + 1)
    }
    below = sum(way for count, way in ways.items() if count < now)
    above = sum(way for count, way in ways.items() if count > now)
    tail = Fraction(2 * min(below, above) + ways[now], comb(claims, events))
    return min(Fraction(1), tail)


@given(st.data(), st.integers(1, 60), st.integers(1, 400))
def test_mid_p_is_fishers_test_with_half_of_the_observed_table(
    data: st.DataObject, of_now: int, of_before: int
) -> None:
    now = data.draw(st.integers(0, of_now))
    before = data.draw(st.integers(0, of_before))
    exact = float(_exact_mid_p(now, of_now, before, of_before))
    assert mid_p(now, of_now, before, of_before) == pytest.approx(exact, rel=1e-6, abs=1e-12)


@given(st.lists(PROBABILITIES, max_size=40), st.sampled_from([0.01, 0.05, 0.2]))
def test_q_values_below_a_level_are_what_the_step_up_rule_rejects(
    p_values: list[float], level: float
) -> None:
    tests = len(p_values)
    ordered = sorted(p_values)
    passing = [rank for rank in range(1, tests + 1) if ordered[rank - 1] * tests / rank <= level]
    threshold = ordered[max(passing) - 1] if passing else -1.0
    q_values = benjamini_hochberg(p_values)
    assert [q <= level for q in q_values] == [p <= threshold for p in p_values]


@given(st.floats(0, 6), st.floats(0, 6), st.floats(1e-4, 1))
def test_a_larger_z_makes_a_change_more_likely(one: float, other: float, variance: float) -> None:
    weaker, stronger = sorted((one, other))
    low = chance_of_change(weaker, variance, prior=0.03, slabs=SLABS)
    high = chance_of_change(stronger, variance, prior=0.03, slabs=SLABS)
    assert 0 <= low <= high <= 1


def test_a_quiet_cell_speaks_against_a_change() -> None:
    assert chance_of_change(0.0, 0.01, prior=0.03, slabs=SLABS) < 0.03


def test_an_enormous_z_does_not_overflow() -> None:
    assert chance_of_change(500.0, 0.001, prior=0.03, slabs=SLABS) == pytest.approx(1)


def test_half_way_is_reached_at_the_half() -> None:
    assert half_way(0, 8) == 0
    assert half_way(8, 8) == pytest.approx(0.5)
    assert half_way(16, 8) == pytest.approx(0.75)


@given(st.integers(-(10**12), 10**12), st.integers(1, 10**6))
def test_quotients_are_rounded_half_away_from_zero(part: int, whole: int) -> None:
    quotient = Decimal(part) / Decimal(whole)
    assert rounded_quotient(part, whole) == int(quotient.quantize(Decimal(1), ROUND_HALF_UP))


def test_six_digits_are_kept() -> None:
    assert significant(0.000012345678) == "1.23457e-05"
    assert significant(2.0) == "2"
