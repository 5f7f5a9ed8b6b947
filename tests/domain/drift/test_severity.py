"""How bad a drift is: its size and its money together, never one alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upstream.domain.drift.severity import FAVOURABLE_MAX_BPS, severity_bps, severity_label

SIZES = st.integers(0, 100_000)
MONEY = st.floats(0, 1e9)


def _severity(effect: int, money: float, *, worse: bool = True) -> int:
    return severity_bps(
        effect_bps=effect,
        half_effect_bps=800,
        weekly_cents=money,
        half_cents=250_000,
        worse=worse,
    )


@pytest.mark.parametrize(
    ("bps", "label"),
    [
        (10_000, "critical"),
        (9_000, "critical"),
        (8_999, "high"),
        (7_000, "high"),
        (6_999, "medium"),
        (4_000, "medium"),
        (3_999, "low"),
        (0, "low"),
    ],
)
def test_the_bands_begin_where_the_contract_says(bps: int, label: str) -> None:
    assert severity_label(bps) == label


@given(SIZES, MONEY)
def test_a_severity_lies_between_nothing_and_all(effect: int, money: float) -> None:
    assert 0 <= _severity(effect, money) <= 10_000


@given(SIZES, SIZES, MONEY, MONEY)
def test_more_of_either_is_never_less_severe(
    effect: int, more: int, money: float, more_money: float
) -> None:
    assert _severity(effect, money) <= _severity(effect + more, money + more_money)


@given(SIZES)
def test_a_change_without_money_is_high_only_just(effect: int) -> None:
    assert _severity(effect, 0) <= 7_500


@given(SIZES, MONEY)
def test_a_change_for_the_better_is_low(effect: int, money: float) -> None:
    bps = _severity(effect, money, worse=False)
    assert bps <= FAVOURABLE_MAX_BPS
    assert severity_label(bps) == "low"


def test_the_worst_of_both_is_critical() -> None:
    assert severity_label(_severity(10_000, 1e9)) == "critical"
