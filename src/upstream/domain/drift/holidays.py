"""The federal holidays of the United States: days on which payers send no remittance."""

from datetime import date, timedelta

_THURSDAY, _MONDAY = 3, 0
_FIXED = ((1, 1), (6, 19), (7, 4), (11, 11), (12, 25))
_NTH_MONDAYS = ((1, 3), (2, 3), (9, 1), (10, 2))
"""King, Washington, Labor, Columbus: month, and the how-manieth Monday."""


def federal_holidays(from_on: date, to_on: date) -> frozenset[date]:
    """Those observed in `[from_on, to_on)` (5 U.S.C. 6103; weekend days move as observed)."""
    years = range(from_on.year, to_on.year + 2)
    return frozenset(day for year in years for day in _of(year) if from_on <= day < to_on)


def _of(year: int) -> list[date]:
    fixed = [_observed(date(year, month, day)) for month, day in _FIXED]
    mondays = [_nth(year, month, _MONDAY, count) for month, count in _NTH_MONDAYS]
    memorial = _nth(year, 6, _MONDAY, 1) - timedelta(days=7)
    return [*fixed, *mondays, memorial, _nth(year, 11, _THURSDAY, 4)]


def _observed(day: date) -> date:
    """Saturday's is observed on Friday, Sunday's on Monday."""
    return day + timedelta(days={5: -1, 6: 1}.get(day.weekday(), 0))


def _nth(year: int, month: int, weekday: int, count: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (count - 1))
