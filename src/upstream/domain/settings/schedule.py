"""When the weekly run is due: a weekday and an hour on the customer's own clock.

A slot is named by its local date, which is also where its run looks until. Clocks that are put
forward or back neither lose nor double a slot: an hour that does not exist is the one the clock
would have shown, one that exists twice is the first.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

import msgspec

WEEKDAYS: Final = (*("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),)
_WEEK: Final = timedelta(days=7)


class Schedule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Monday at two: the week before is over for everybody, and nobody is at work yet."""

    on: bool = True
    weekday: int = 0
    """0 is Monday."""
    hour: int = 2
    """0 to 23, on the customer's clock."""


class Slot(NamedTuple):
    """One time it is due. `until` is its date for the customer, `at` the instant in UTC."""

    until: date
    at: datetime


def slot_on(schedule: Schedule, zone: ZoneInfo, day: date) -> Slot:
    local = datetime.combine(day, time(schedule.hour), tzinfo=zone)
    return Slot(day, local.astimezone(UTC))


def latest_slot(schedule: Schedule, zone: ZoneInfo, now: datetime) -> Slot:
    """The last slot that has come by `now`, an aware instant."""
    # A day later than today may be over already where a clock was put back over midnight.
    today = now.astimezone(zone).date() + timedelta(days=1)
    slot = slot_on(schedule, zone, today - timedelta(days=(today.weekday() - schedule.weekday) % 7))
    while slot.at > now:
        slot = slot_on(schedule, zone, slot.until - _WEEK)
    return slot


def next_slot(schedule: Schedule, zone: ZoneInfo, now: datetime) -> Slot:
    """The first slot that has not come by `now`."""
    return slot_on(schedule, zone, latest_slot(schedule, zone, now).until + _WEEK)
