"""Two half-open windows side by side, cut into weeks that end where they end."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from upstream.domain.drift.windows import WEEK_DAYS, Windows

DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1))


def test_the_current_window_ends_before_until_and_the_baseline_before_it() -> None:
    windows = Windows.ending(date(2026, 3, 31), current_days=14, baseline_days=90)
    assert (windows.current.from_on, windows.current.to_on) == (
        date(2026, 3, 17),
        date(2026, 3, 31),
    )
    assert (windows.baseline.from_on, windows.baseline.to_on) == (
        date(2025, 12, 17),
        date(2026, 3, 17),
    )


@given(DAYS, st.integers(1, 60), st.integers(1, 200))
def test_every_day_of_a_window_is_in_exactly_one_week(
    until: date, current_days: int, baseline_days: int
) -> None:
    windows = Windows.ending(until, current_days=current_days, baseline_days=baseline_days)
    for window in (windows.current, windows.baseline):
        first_days = [window.week_begins_on(week) for week in range(window.weeks)]
        ends = [window.to_on, *first_days[:-1]]
        assert first_days[-1] == window.from_on
        for begins, end in zip(first_days, ends, strict=True):
            assert timedelta(0) < end - begins <= timedelta(days=WEEK_DAYS)
