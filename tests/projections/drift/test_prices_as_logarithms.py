"""Logarithms of amounts are integers, and the same ones wherever they are worked out."""

from decimal import Decimal

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from upstream.projections.drift.decided import log_micro
from upstream.projections.drift.usual import CENTER_MICRO


@given(st.lists(st.integers(1, 10**12), min_size=1))
def test_each_is_the_decimal_logarithm_rounded(cents: list[int]) -> None:
    exact = [round(Decimal(amount).ln() * 1_000_000) - CENTER_MICRO for amount in cents]
    assert log_micro(np.array(cents, dtype=np.int64)).tolist() == exact


def test_a_price_between_two_integers_is_worked_out_in_decimals() -> None:
    """Of the amounts up to $10,000 the one whose logarithm comes closest to a half."""
    cents = np.arange(1, 1_000_001)
    micro = np.log(cents) * 1_000_000
    closest = int(cents[np.abs(micro - np.floor(micro) - 0.5).argmin()])
    (found,) = log_micro(np.array([closest])).tolist()
    assert found == round(Decimal(closest).ln() * 1_000_000) - CENTER_MICRO
