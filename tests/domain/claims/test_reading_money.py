"""Amounts as claim files write them, in cents."""

from decimal import ROUND_HALF_EVEN, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upstream.domain.claims.faults import Fault
from upstream.domain.claims.money import DecimalStyle, MoneyMemo, money_cell, style_of


def read(cell: str, style: DecimalStyle = "point") -> int | Fault | None:
    return money_cell("billed_amount", style)(cell)


@pytest.mark.parametrize(
    ("cell", "cents"),
    [
        ("1234.50", 123_450),
        ("$1,234.50", 123_450),
        (" 1,234.5 ", 123_450),
        ("USD 1234.5", 123_450),
        ("1\u00a0234.50", 123_450),
        ("+1234.50", 123_450),
        ("1234", 123_400),
        (".5", 50),
        ("1,234,567", 123_456_700),
        ("0", 0),
        ("-0.00", 0),
        ("92.105", 9_210),
        ("92.115", 9_212),
        ("92.1150001", 9_212),
    ],
)
def test_dollars_become_cents(cell: str, cents: int) -> None:
    """More than two decimals are rounded half to even."""
    assert read(cell) == cents


@pytest.mark.parametrize(
    "cell", ["", "-", "N/A", "NaN", "#REF!", "NULL", "inf", "-inf", "1e400", "None", "#DIV/0!"]
)
def test_a_placeholder_is_missing_and_never_zero(cell: str) -> None:
    assert read(cell) is None


@pytest.mark.parametrize("cell", ["(1,234.50)", "-1.00", "1.00-", "$-5", "-$5.00"])
def test_a_negative_amount_is_refused_for_now(cell: str) -> None:
    assert read(cell) == Fault("billed_amount", "row.amount_negative")


@pytest.mark.parametrize("cell", ["abc", "1.2.3", "12,34.50", "1e5", "(5", "5)", "--5", "9" * 40])
def test_what_is_no_amount_is_refused(cell: str) -> None:
    assert read(cell) == Fault("billed_amount", "row.amount_unreadable")


def test_an_amount_beyond_reason_is_refused() -> None:
    assert read("1000000000.00") == 100_000_000_000
    assert read("1000000000.01") == Fault("billed_amount", "row.amount_too_large")


@pytest.mark.parametrize(("cell", "cents"), [("1.234,50", 123_450), ("92,1", 9_210), ("7", 700)])
def test_a_decimal_comma_where_the_column_agrees(cell: str, cents: int) -> None:
    assert read(cell, "comma") == cents


@pytest.mark.parametrize(
    ("cells", "style"),
    [
        (["150,00", "92,10", ""], "comma"),
        (["1.234,50"], "comma"),
        (["150,00", "92.10"], "point"),
        (["1,234", "5,678"], "point"),
        (["150.00"], "point"),
        (["(150,00)"], "comma"),
        ([], "point"),
    ],
)
def test_one_decimal_point_in_the_column_outweighs_every_comma(
    cells: list[str], style: str
) -> None:
    assert style_of(cells) == style


@given(st.decimals(min_value=0, max_value=10**9, allow_nan=False, places=3))
def test_every_amount_is_exact(amount: Decimal) -> None:
    cents = int((amount * 100).quantize(Decimal(1), ROUND_HALF_EVEN))

    assert read(str(amount)) == cents
    assert read(f"${amount:,}") == cents


amounts = st.one_of(
    st.decimals(min_value=-5, max_value=10**6, allow_nan=False, places=2).map(str),
    st.sampled_from(["", "N/A", "1,000.00", "1.00\n2.00", "1.5", "x", "\n"]),
)


@given(st.lists(amounts), st.sampled_from(["point", "comma"]))
def test_a_column_at_once_reads_like_its_cells_one_by_one(
    cells: list[str], style: DecimalStyle
) -> None:
    signed = money_cell("billed_amount", style, signed=True)
    memo = MoneyMemo("billed_amount", style)

    assert memo.column(cells) == [signed(cell) for cell in cells]
    assert memo.may_have_negatives == any(
        isinstance(one, int) and one < 0 for one in map(signed, cells)
    )
