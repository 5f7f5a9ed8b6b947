"""Asking for a run: the same wish is one run, and today is the customer's."""

from datetime import UTC, date, datetime
from uuid import uuid4

import msgspec
import pytest
from tests.support.claim_log import context_of
from tests.support.taking_in import SECRET
from tests.support.weekly_claims import UNTIL

from upstream.application.drift import fail_run, perform_run, request_run, today_in
from upstream.application.settings import change_settings
from upstream.domain.drift.counts import Counts
from upstream.domain.drift.driftwatch.defaults import DEFAULTS
from upstream.domain.drift.events import DriftRunFailed, DriftRunStarted
from upstream.domain.drift.settings import Settings
from upstream.domain.drift.wishes import DetectionWishes
from upstream.domain.settings.customer_settings import ChangeSettings
from upstream.domain.settings.products import ProductOff, Products
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


@pytest.mark.feature("ID-9")
def test_a_product_that_is_off_is_not_run(database: Database, customer_id: CustomerId) -> None:
    log, context = EventLog(database), context_of(customer_id)
    waiting = request_run(log, context, product="driftwatch", time_zone="UTC", until=UNTIL)
    off = ChangeSettings(products=Products(driftwatch=False))
    change_settings(log, SECRET, context, off)

    with pytest.raises(ProductOff):
        request_run(log, context, product="driftwatch", time_zone="UTC", until=UNTIL)
    request_run(log, context, product="delayguard", time_zone="UTC", until=UNTIL)
    assert perform_run(log, context, waiting.id, lambda *_: Counts()) is None
    ended = [recorded.event for recorded in log.read(customer_id, waiting.id)]
    assert ended[1:] == [DriftRunFailed(code="product.off")]


@pytest.mark.feature("ID-10", "DR-8")
def test_a_run_goes_by_the_settings_that_were_known_where_it_looks(
    database: Database, customer_id: CustomerId
) -> None:
    log = EventLog(database)

    def told(as_of: int | None) -> Settings:
        context = context_of(customer_id, correlation_id=uuid4())
        asked = request_run(
            log, context, product="driftwatch", time_zone="UTC", until=UNTIL, as_of=as_of
        )
        perform_run(log, context, asked.id, lambda *_: Counts())
        started = log.read(customer_id, asked.id)[1].event
        assert isinstance(started, DriftRunStarted)
        return started.settings

    assert told(None) == DEFAULTS
    before = log.head(customer_id)
    wishes = DetectionWishes(report_from_bps=9_000, claims_min=30)
    change_settings(log, SECRET, context_of(customer_id), ChangeSettings(detection=wishes))

    assert told(None) == wishes.told(DEFAULTS)
    assert told(before) == DEFAULTS
