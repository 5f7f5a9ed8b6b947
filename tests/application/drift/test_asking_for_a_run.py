"""Asking for a run: the same wish is one run, and today is the customer's."""

from datetime import UTC, date, datetime
from uuid import uuid4

import msgspec
from tests.support.claim_log import context_of
from tests.support.weekly_claims import UNTIL

from upstream.application.drift import fail_run, perform_run, request_run, today_in
from upstream.domain.drift.counts import Counts
from upstream.domain.drift.events import DriftRunFailed
from upstream.domain.units import CustomerId
from upstream.infrastructure.database import Database
from upstream.infrastructure.log import EventLog


def test_asking_twice_with_one_correlation_is_one_run(
    database: Database, customer_id: CustomerId
) -> None:
    log, context = EventLog(database), context_of(customer_id)
    asked = [
        request_run(log, context, product="driftwatch", time_zone="UTC", until=UNTIL)
        for _ in range(2)
    ]
    assert asked[0] == asked[1]
    later = msgspec.structs.replace(context, correlation_id=uuid4())
    other = request_run(log, later, product="driftwatch", time_zone="UTC", until=UNTIL)
    assert other.id != asked[0].id


def test_a_run_can_be_given_up(database: Database, customer_id: CustomerId) -> None:
    log, context = EventLog(database), context_of(customer_id)
    asked = request_run(log, context, product="driftwatch", time_zone="UTC", until=UNTIL)
    fail_run(log, context, asked.id, code="drift.too_slow")
    assert perform_run(log, context, asked.id, lambda *_: Counts()) is None
    ended = [recorded.event for recorded in log.read(customer_id, asked.id)]
    assert ended[1:] == [DriftRunFailed(code="drift.too_slow")]


def test_today_is_the_customers_today() -> None:
    instant = datetime(2026, 3, 31, 3, 30, tzinfo=UTC)
    assert today_in("America/New_York", instant) == date(2026, 3, 30)
    assert today_in("UTC", instant) == date(2026, 3, 31)
