"""Quiet hours on the customer's clock: when a message is held back, and until when."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.evaluations import evaluated, terms_of

from upstream.domain.alerts.suppression import Circumstances, held_until
from upstream.domain.alerts.terms import QuietHours

NIGHT = QuietHours(begin_minute=22 * 60, end_minute=7 * 60, weekends=True)
LUNCH = QuietHours(begin_minute=12 * 60, end_minute=13 * 60)


@pytest.mark.feature("AL-3")
@pytest.mark.parametrize(
    ("quiet", "now", "until"),
    [
        # New York: four hours behind in summer, five in winter.
        (NIGHT, datetime(2026, 7, 6, 6, tzinfo=UTC), datetime(2026, 7, 6, 11, tzinfo=UTC)),
        (NIGHT, datetime(2026, 7, 6, 12, tzinfo=UTC), None),
        (NIGHT, datetime(2026, 7, 7, 3, tzinfo=UTC), datetime(2026, 7, 7, 11, tzinfo=UTC)),
        # Friday night runs into the weekend, and that into Monday morning.
        (NIGHT, datetime(2026, 7, 11, 3, tzinfo=UTC), datetime(2026, 7, 13, 11, tzinfo=UTC)),
        (LUNCH, datetime(2026, 1, 7, 17, 30, tzinfo=UTC), datetime(2026, 1, 7, 18, tzinfo=UTC)),
        (LUNCH, datetime(2026, 1, 7, 18, tzinfo=UTC), None),
        # The clocks go forward on 8 March 2026.
        (NIGHT, datetime(2026, 3, 8, 4, tzinfo=UTC), datetime(2026, 3, 9, 11, tzinfo=UTC)),
        (None, datetime(2026, 7, 6, 6, tzinfo=UTC), None),
    ],
)
def test_quiet_hours_hold_messages_back_on_the_customers_clock(
    quiet: QuietHours | None, now: datetime, until: datetime | None
) -> None:
    around = Circumstances(now=now, time_zone="America/New_York")
    assert held_until(terms_of(quiet_hours=quiet), around) == until
    ended = evaluated(terms=terms_of(quiet_hours=quiet), now=now, time_zone="America/New_York")
    assert (ended.result, ended.held_until) == ("raised", until)


@given(
    st.integers(0, 1_439),
    st.integers(0, 1_439),
    st.booleans(),
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
)
def test_whatever_is_held_comes_out_into_loud_hours_within_four_days(
    begin: int, end: int, weekends: bool, now: datetime
) -> None:
    if begin == end:
        return
    terms = terms_of(quiet_hours=QuietHours(begin_minute=begin, end_minute=end, weekends=weekends))
    zone = "America/Chicago"
    until = held_until(terms, Circumstances(now=now, time_zone=zone))
    if until is not None:
        assert now < until <= now + timedelta(days=4)
        assert held_until(terms, Circumstances(now=until, time_zone=zone)) is None
