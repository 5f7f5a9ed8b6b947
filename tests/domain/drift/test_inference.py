"""Every closed form against the plain definition it stands for."""

from decimal import ROUND_HALF_UP, Decimal
from math import exp, lgamma, log, pi
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from upstream.domain.drift.evidence import normal_of_t
from upstream.domain.drift.inference import (
    half_way,
    rounded_quotient,
    significant,
    two_sided,
)


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
    above, below = normal_of_t(np.array([t, -t]), np.full(2, freedom, dtype=np.float64))
    assert above == pytest.approx(exact, abs=0.02)
    assert below == -above


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
