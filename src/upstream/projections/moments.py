"""Moments: now, a position, an instant or the end of a date, as people write them."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from upstream.domain.messages import Refusal


class AtPosition(NamedTuple):
    position: int


class AtInstant(NamedTuple):
    """An aware instant. `or_now`: a day that is still running ends now."""

    instant: datetime
    or_now: bool = False


Moment = AtPosition | AtInstant


class MomentUnreadable(Refusal):
    """`as_of` or `compare_to` is no RFC 3339 instant, no date and no `position:N`."""

    code = "request.moment_unreadable"


class MomentInTheFuture(Refusal):
    """Nothing is known yet as of a moment that has not come."""

    code = "request.moment_in_the_future"


def parse_moment(text: str, *, time_zone: str) -> Moment:
    """`position:42`, `2026-03-01T12:00:00Z`, or `2026-03-01`: the end of that day in the zone."""
    if text.startswith("position:"):
        return _parse_position(text.removeprefix("position:"))
    try:
        if len(text) == len("2026-03-01"):
            return _end_of(date.fromisoformat(text), ZoneInfo(time_zone))
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise _unreadable() from None
    if instant.tzinfo is None:
        raise _unreadable()
    return AtInstant(instant)


def _parse_position(digits: str) -> AtPosition:
    if not (digits.isascii() and digits.isdigit() and len(digits) < 19):
        raise _unreadable()
    return AtPosition(int(digits))


def _end_of(day: date, zone: ZoneInfo) -> AtInstant:
    midnight = datetime.combine(day + timedelta(days=1), time.min, tzinfo=zone)
    return AtInstant(midnight - timedelta(microseconds=1), or_now=True)


def _unreadable() -> MomentUnreadable:
    return MomentUnreadable(
        "a moment is an RFC 3339 instant with its offset, a date YYYY-MM-DD, or position:N"
    )
