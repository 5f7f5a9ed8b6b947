"""Dates as claim files write them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upstream.domain.claims.dates import DateStyle, date_cell, style_of
from upstream.domain.claims.faults import Fault

TODAY = date(2025, 6, 30)
JAN_2 = date(2025, 1, 2)


def read(cell: str, style: DateStyle = "month_first") -> date | Fault | None:
    return date_cell("decided_date", style, today=TODAY)(cell)


@pytest.mark.parametrize(
    "cell",
    [
        "2025-01-02",
        "2025/1/2",
        "2025.01.02",
        "20250102",
        "1/2/2025",
        "01-02-2025",
        "1/2/25",
        "02-JAN-25",
        "2 January 2025",
        "Jan 2, 2025",
        "january 2 2025",
        " 2025-01-02T00:00:00Z ",
        "2025-01-02T23:59:59-11:00",
        "2025/01/02 00:00",
        "1/2/2025 11:30 PM",
    ],
)
def test_one_day_in_many_spellings(cell: str) -> None:
    """A time or a zone beside the day never moves it."""
    assert read(cell) == JAN_2


def test_the_order_of_day_and_month_is_the_columns() -> None:
    assert read("3/4/2025") == date(2025, 3, 4)
    assert read("3/4/2025", "day_first") == date(2025, 4, 3)


def test_spreadsheet_serials_are_dates_only_where_the_column_is_made_of_them() -> None:
    assert read("45659", "excel") == JAN_2
    assert read("45659.75", "excel") == JAN_2
    assert read("45659") == Fault("decided_date", "row.date_unreadable")


@pytest.mark.parametrize("cell", ["", " ", "N/A", "00/00/0000", "0000-00-00", "9999-12-31", "NULL"])
def test_a_date_that_says_nothing_is_missing(cell: str) -> None:
    assert read(cell) is None


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("2025-02-30", "row.date_unreadable"),
        ("13/13/2025", "row.date_unreadable"),
        ("0025-01-02", "row.date_out_of_range"),
        ("31-Foo-25", "row.date_unreadable"),
        ("soon", "row.date_unreadable"),
        ("1899-12-31", "row.date_out_of_range"),
        ("2025-07-02", "row.date_in_future"),
        ("2052-01-02", "row.date_in_future"),
    ],
)
def test_a_date_that_cannot_be_is_refused(cell: str, code: str) -> None:
    assert read(cell) == Fault("decided_date", code)


def test_two_digit_years_are_the_latest_that_is_not_after_next_year() -> None:
    assert read("1/2/99") == date(1999, 1, 2)
    assert read("1/2/27") == Fault("decided_date", "row.date_out_of_range")
    assert read("1/2/26") == Fault("decided_date", "row.date_in_future")


def test_the_day_after_today_is_allowed_for_the_time_zones() -> None:
    assert read((TODAY + timedelta(days=1)).isoformat()) == TODAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("cells", "style"),
    [
        (["1/13/2025", "2/3/2025"], "month_first"),
        (["13/1/2025", "", "2/3/2025"], "day_first"),
        (["13/1/2025", "1/13/2025"], "conflict"),
        (["1/2/2025", "2025-01-13"], None),
        (["45659", "45677.5", ""], "excel"),
        (["45659", "2025-01-02"], None),
        (["12345"], None),
        ([""], None),
    ],
)
def test_a_column_proves_its_own_style(cells: list[str], style: str | None) -> None:
    assert style_of(cells) == style


@given(st.dates(date(1990, 1, 1), TODAY))
def test_every_date_is_read_in_every_style(day: date) -> None:
    assert read(day.isoformat()) == day
    assert read(f"{day:%Y%m%d}") == day
    assert read(f"{day:%m/%d/%Y}") == day
    assert read(f"{day:%d/%m/%Y}", "day_first") == day
    assert read(f"{day:%d-%b-%Y}") == day
    assert read(str((day - date(1899, 12, 30)).days), "excel") == day
