"""Months as whole numbers, so that the one before and the same a year ago are subtraction."""

from datetime import date, timedelta
from typing import Final

YEAR: Final = 12


def month_of(day: date) -> int:
    return day.year * YEAR + day.month - 1


def first_day(month: int) -> date:
    return date(month // YEAR, month % YEAR + 1, 1)


def last_day(month: int) -> date:
    return first_day(month + 1) - timedelta(days=1)
