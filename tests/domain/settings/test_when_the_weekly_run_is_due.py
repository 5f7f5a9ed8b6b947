"""The weekly slot on the clocks of the world: each week once, never none, never two."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upstream.domain.settings.schedule import Schedule, latest_slot, next_slot, slot_on

pytestmark = pytest.mark.feature("DR-9")
ZONES = sorted(available_timezones() - {"localtime"})
WEEK = timedelta(days=7)
MONDAYS = Schedule()

schedules = st.builds(
    Schedule, weekday=st.integers(min_value=0, max_value=6), hour=st.integers(0, 23)
)
instants = st.datetimes(
    min_value=datetime(1971, 1, 1),  # noqa: DTZ001  hypothesis adds the zone
    max_value=datetime(2060, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


@given(schedules, st.sampled_from(ZONES), instants)
def test_one_slot_has_come_and_the_next_has_not(
    schedule: Schedule, zone_name: str, now: datetime
) -> None:
    zone = ZoneInfo(zone_name)
    latest, following = latest_slot(schedule, zone, now), next_slot(schedule, zone, now)

    assert latest.at <= now < following.at
    assert following.until - latest.until == WEEK
    assert latest.until.weekday() == schedule.weekday


@given(schedules, st.sampled_from(ZONES), instants)
def test_the_slot_of_a_date_is_the_same_whenever_one_asks(
    schedule: Schedule, zone_name: str, now: datetime
) -> None:
    zone = ZoneInfo(zone_name)
    slot = latest_slot(schedule, zone, now)

    assert latest_slot(schedule, zone, slot.at) == slot
    assert latest_slot(schedule, zone, slot.at - timedelta(microseconds=1)).until < slot.until
    assert next_slot(schedule, zone, slot.at - timedelta(microseconds=1)) == slot


@pytest.mark.parametrize("zone_name", ZONES)
def test_two_in_the_morning_of_every_monday_comes_once_in_every_zone(zone_name: str) -> None:
    """Thirty years of Mondays; where the clock shows two o'clock then, it is two o'clock."""
    zone = ZoneInfo(zone_name)
    slots = [slot_on(MONDAYS, zone, date(2007, 1, 1) + n * WEEK) for n in range(30 * 52)]

    for slot, after in pairwise(slots):
        assert timedelta(days=5) < after.at - slot.at < timedelta(days=9)
    for slot in slots:
        local = slot.at.astimezone(zone)
        assert (local.date(), local.hour) == (slot.until, 2) or _is_after_a_gap(slot.at, zone)
        assert local.fold == 0


def _is_after_a_gap(at: datetime, zone: ZoneInfo) -> bool:
    """The clock was put forward within the day before."""
    before = (at - timedelta(days=1)).astimezone(zone).utcoffset()
    now = at.astimezone(zone).utcoffset()
    return before is not None and now is not None and before < now


@pytest.mark.parametrize(
    ("zone_name", "day", "expected"),
    [
        # Put forward at two: the hour is not there, the clock shows three.
        ("America/New_York", date(2026, 3, 8), datetime(2026, 3, 8, 7, tzinfo=UTC)),
        # Put back at three: two o'clock comes twice, the first counts.
        ("Europe/Berlin", date(2026, 10, 25), datetime(2026, 10, 25, 0, tzinfo=UTC)),
        # A whole day that Samoa left out.
        ("Pacific/Apia", date(2011, 12, 30), datetime(2011, 12, 30, 12, tzinfo=UTC)),
    ],
)
def test_clocks_that_are_put_forward_or_back(zone_name: str, day: date, expected: datetime) -> None:
    schedule = Schedule(weekday=day.weekday())

    assert slot_on(schedule, ZoneInfo(zone_name), day).at == expected
