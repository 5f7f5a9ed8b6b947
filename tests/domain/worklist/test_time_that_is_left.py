"""Deadlines: leap years, month ends, effective dates, weekends, and the day it is somewhere."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upstream.domain.worklist.clocks import Clocks
from upstream.domain.worklist.defaults import DEFAULT, PRESETS
from upstream.domain.worklist.limits import (
    Limit,
    Period,
    appeal_ends_on,
    days_left,
    filing_ends_on,
    period_on,
)

DAYS = st.dates(date(1999, 1, 1), date(2060, 1, 1))
MONTHS = st.integers(1, 120).map(lambda count: Limit(count=count, unit="months"))
LIMITS = st.integers(1, 3_650).map(lambda count: Limit(count=count)) | MONTHS
YEAR = Limit(count=12, unit="months")
MEDICARE = next(preset.period for preset in PRESETS if preset.key == "medicare")


@pytest.mark.parametrize(
    ("begins", "ends"),
    [
        (date(2024, 2, 29), date(2025, 2, 28)),
        (date(2023, 2, 28), date(2024, 2, 28)),
        (date(2023, 3, 1), date(2024, 3, 1)),
        (date(2025, 12, 31), date(2026, 12, 31)),
    ],
)
def test_a_calendar_year_is_no_365_days(begins: date, ends: date) -> None:
    assert YEAR.last_day(begins) == ends


def test_120_days_cross_a_leap_day() -> None:
    assert Limit(count=120).last_day(date(2024, 1, 1)) == date(2024, 4, 30)
    assert Limit(count=120).last_day(date(2025, 1, 1)) == date(2025, 5, 1)


@given(DAYS, MONTHS)
def test_a_month_too_short_ends_with_its_last_day(begins: date, limit: Limit) -> None:
    ends = limit.last_day(begins)

    months = (ends.year - begins.year) * 12 + ends.month - begins.month
    assert months == limit.count
    assert ends.day == begins.day or (ends + timedelta(days=1)).day == 1
    assert ends.day <= begins.day


@given(DAYS, DAYS, LIMITS)
def test_who_begins_later_never_ends_earlier(one: date, other: date, limit: Limit) -> None:
    first, second = sorted((one, other))

    assert first < limit.last_day(first) <= limit.last_day(second)


@given(DAYS, LIMITS)
def test_a_working_day_is_never_earlier_and_never_far(decided: date, limit: Limit) -> None:
    plain = Period(appeal=limit, filing=limit)
    moved = Period(appeal=limit, filing=limit, next_working_day=True)

    ends = appeal_ends_on(moved, decided)
    assert ends == filing_ends_on(moved, decided)
    assert timedelta(0) <= ends - appeal_ends_on(plain, decided) <= timedelta(days=4)
    assert ends.weekday() < 5


def test_a_deadline_on_a_holiday_weekend_moves_to_the_day_after() -> None:
    saturday = date(2026, 9, 5)
    decided = saturday - timedelta(days=120)

    assert appeal_ends_on(MEDICARE, decided) == date(2026, 9, 8)


@given(DAYS, st.lists(st.dates(date(2000, 1, 1), date(2050, 1, 1)), unique=True, max_size=4))
def test_a_day_has_the_one_period_it_lies_in(day: date, cuts: list[date]) -> None:
    edges = [None, *sorted(cuts), None]
    periods = tuple(
        Period(appeal=Limit(count=n + 1), filing=Limit(count=n + 1), from_on=begin, to_on=end)
        for n, (begin, end) in enumerate(pairwise(edges))
    )

    found = period_on(periods, day)

    assert found is not None
    assert found.appeal.count == 1 + sum(cut <= day for cut in cuts)


def test_the_payers_own_clock_goes_before_that_of_everybody_and_the_defaults() -> None:
    own = Period(appeal=Limit(count=30), filing=Limit(count=30), from_on=date(2026, 1, 1))
    common = Period(appeal=Limit(count=60), filing=Limit(count=60), from_on=date(2025, 1, 1))
    clocks = Clocks({"Acme Health": (own,), None: (common,)})

    assert clocks.on("ACME HEALTH", date(2026, 1, 1)) == (own, "payer")
    assert clocks.on("Acme Health", date(2025, 12, 31)) == (common, "everybody")
    assert clocks.on("Other", date(2026, 1, 1)) == (common, "everybody")
    assert clocks.on("Acme Health", date(2024, 12, 31)) == (DEFAULT.period, "default")


def test_the_last_day_counts() -> None:
    last = date(2026, 3, 1)

    assert days_left(last, last) == 0
    assert days_left(last, date(2026, 3, 2)) == -1
    assert days_left(last, date(2026, 2, 1)) == 28


@given(st.timedeltas(timedelta(0), timedelta(days=9_000)), DAYS)
def test_the_day_is_that_of_the_customer(since: timedelta, last: date) -> None:
    """At one instant it may be tomorrow elsewhere, and nowhere more than a day later."""
    instant = datetime(2005, 1, 1, tzinfo=UTC) + since
    honolulu, auckland = (
        instant.astimezone(ZoneInfo(zone)).date()
        for zone in ("Pacific/Honolulu", "Pacific/Auckland")
    )

    assert days_left(last, honolulu) - days_left(last, auckland) in {0, 1}
