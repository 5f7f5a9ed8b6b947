"""How long there is time: appeal windows and timely-filing limits, each from some day on."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Final, Literal

import msgspec

from upstream.domain.drift.holidays import federal_holidays

LIMIT_MAX: Final = {"days": 3_650, "months": 120}
"""Ten years: beyond that nobody waits, and a typing mistake is more likely."""


_WEEKEND: Final = (5, 6)


class Limit(msgspec.Struct, frozen=True, kw_only=True):
    """So many days or calendar months after a day. A month that is too short ends with its last
    day: twelve months after 29 February end on 28 February (as Medicare counts its year).
    """

    count: int
    unit: Literal["days", "months"] = "days"

    def last_day(self, begins_on: date) -> date:
        """The last day on which there is still time, itself included."""
        if self.unit == "days":
            return begins_on + timedelta(days=self.count)
        months = begins_on.year * 12 + begins_on.month - 1 + self.count
        year, month = months // 12, months % 12 + 1
        return date(year, month, min(begins_on.day, monthrange(year, month)[1]))


class Period(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What holds for decisions, and for days of service, in `[from_on, to_on)`; None is open."""

    appeal: Limit
    """After the decision that denied."""
    filing: Limit
    """After the day of service: until then a claim can be filed, and filed again."""
    from_on: date | None = None
    to_on: date | None = None
    next_working_day: bool = False
    """A last day on a weekend or federal holiday moves to the next working day."""

    def covers(self, day: date) -> bool:
        return (self.from_on is None or self.from_on <= day) and (
            self.to_on is None or day < self.to_on
        )


Periods = tuple[Period, ...]


def period_on(periods: Periods, day: date) -> Period | None:
    """The one that holds on that day; None where nobody said anything about it."""
    return next((period for period in periods if period.covers(day)), None)


def appeal_ends_on(period: Period, decided_on: date) -> date:
    """The last day to appeal a denial of that date."""
    return _moved(period.appeal.last_day(decided_on), period)


def filing_ends_on(period: Period, served_on: date) -> date:
    """The last day to file, or file again, what was done on that date."""
    return _moved(period.filing.last_day(served_on), period)


def days_left(last_day: date, today: date) -> int:
    """0 on the last day itself; below 0 the time has run out."""
    return (last_day - today).days


def _moved(day: date, period: Period) -> date:
    if not period.next_working_day:
        return day
    closed = federal_holidays(day, day + timedelta(days=10))
    while day.weekday() in _WEEKEND or day in closed:
        day += timedelta(days=1)
    return day
