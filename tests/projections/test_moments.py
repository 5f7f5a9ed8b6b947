"""A moment is written as a position, an instant with its offset, or a date; nothing else is one."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upstream.projections.moments import (
    AtInstant,
    AtPosition,
    MomentUnreadable,
    parse_moment,
)

ZONES = ("UTC", "America/New_York", "Pacific/Kiritimati", "Asia/Kolkata")


@given(st.integers(0, 10**18 - 1))
def test_a_position_is_read_back(position: int) -> None:
    assert parse_moment(f"position:{position}", time_zone="UTC") == AtPosition(position)


@given(
    st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2100, 1, 1)),  # noqa: DTZ001  the zone follows
    st.integers(-14 * 60, 14 * 60),
)
def test_an_instant_is_read_back_whatever_its_offset(naive: datetime, minutes: int) -> None:
    instant = naive.replace(tzinfo=timezone(timedelta(minutes=minutes)))

    assert parse_moment(instant.isoformat(), time_zone="UTC") == AtInstant(instant)


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.sampled_from(ZONES))
def test_a_date_means_the_end_of_that_day_where_the_customer_is(day: date, zone: str) -> None:
    moment = parse_moment(day.isoformat(), time_zone=zone)
    assert isinstance(moment, AtInstant)
    there = moment.instant.astimezone(ZoneInfo(zone))
    next_moment = (moment.instant + timedelta(microseconds=1)).astimezone(ZoneInfo(zone))

    assert (there.date(), next_moment.date()) == (day, day + timedelta(days=1))
    assert moment.or_now


def test_z_is_an_offset() -> None:
    moment = parse_moment("2026-03-01T12:00:00Z", time_zone="America/New_York")

    assert moment == AtInstant(datetime(2026, 3, 1, 12, tzinfo=UTC))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "2026-03-01T12:00:00",
        "2026-02-30",
        "2026-13-01T00:00:00Z",
        "position:",
        "position:-1",
        "position:1.5",
        "position:\u0661",
        "position:9999999999999999999",
        "Position:1",
        "1",
        " 2026-03-01",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(MomentUnreadable):
        parse_moment(text, time_zone="UTC")
