"""Weekly runs: asked for when due, once, by however many schedulers, customer by customer."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import psycopg
import pytest
from tests.support.claim_log import context_of
from tests.support.taking_in import SECRET

from upstream.application.customers import Customer, find_customer, open_customer
from upstream.application.drift.weekly import ask_for_weekly_runs, due_slot
from upstream.application.settings import change_settings
from upstream.domain.drift.events import DriftRunRequested
from upstream.domain.drift.products import PRODUCTS
from upstream.domain.settings.customer_settings import ChangeSettings
from upstream.domain.settings.products import Products
from upstream.domain.settings.schedule import Schedule
from upstream.domain.units import CustomerId
from upstream.infrastructure.database import Database
from upstream.infrastructure.log import EventLog
from upstream.workers.weekly import ask_for_weeks

pytestmark = pytest.mark.feature("DR-9")
WEEK = timedelta(days=7)
NOW = datetime.now(UTC) + 2 * WEEK
"""Two Mondays from now have come by then, whatever day it is."""


@pytest.fixture
def log(database: Database) -> EventLog:
    return EventLog(database)


@pytest.fixture
def customer(log: EventLog, customer_id: CustomerId) -> Customer:
    """Has been there for a moment."""
    change_settings(log, SECRET, context_of(customer_id), ChangeSettings(personal_data="refuse"))
    return find_customer(log.database, customer_id)


def requested(log: EventLog, customer: Customer, now: datetime) -> dict[str, date]:
    """What was asked for, by product."""
    found = {}
    for run_id in ask_for_weekly_runs(log, customer, now):
        (asked,) = (recorded.event for recorded in log.read(customer.customer_id, run_id))
        assert isinstance(asked, DriftRunRequested)
        found[asked.product] = asked.until
    return found


def test_every_product_is_run_over_the_week_that_ended(log: EventLog, customer: Customer) -> None:
    asked = requested(log, customer, NOW)
    (until,) = set(asked.values())

    assert list(asked) == [detector.product for detector in PRODUCTS]
    assert until.weekday() == 0
    assert timedelta() <= NOW.date() - until < WEEK


def test_after_a_pause_of_many_weeks_there_is_one_run_not_many(
    log: EventLog, customer: Customer
) -> None:
    requested(log, customer, NOW)
    before = log.head(customer.customer_id)
    requested(log, customer, NOW + 20 * WEEK)

    assert log.head(customer.customer_id) == before + len(PRODUCTS)


def test_several_schedulers_ask_for_the_same_runs(log: EventLog, customer: Customer) -> None:
    first = ask_for_weekly_runs(log, customer, NOW)
    head = log.head(customer.customer_id)

    assert ask_for_weekly_runs(log, customer, NOW) == first
    assert log.head(customer.customer_id) == head
    assert set(first).isdisjoint(ask_for_weekly_runs(log, customer, NOW + WEEK))


def test_nothing_is_due_before_the_customer_was_there(log: EventLog, customer: Customer) -> None:
    assert due_slot(log, customer, datetime.now(UTC)) is None
    empty = open_customer(log.database, slug="empty", name="Empty")
    assert due_slot(log, empty, NOW) is None


def test_a_schedule_counts_from_when_it_was_set(
    log: EventLog, customer: Customer, admin_url: str
) -> None:
    """A customer of months that moves its slot to yesterday is not run for yesterday."""
    with psycopg.connect(admin_url) as connection:
        connection.execute("UPDATE commits SET recorded_at = recorded_at - interval '90 days'")
    now = datetime.now(UTC)
    known = due_slot(log, customer, now)
    yesterday = now - timedelta(days=1)
    context = context_of(customer.customer_id, correlation_id=uuid4())
    moved = Schedule(weekday=yesterday.weekday(), hour=yesterday.hour, on=True)
    change_settings(log, SECRET, context, ChangeSettings(schedule=moved))

    assert known is not None
    assert due_slot(log, customer, now) is None
    assert due_slot(log, customer, now + WEEK) is not None


def test_what_is_off_is_not_asked_for(log: EventLog, customer: Customer) -> None:
    off = ChangeSettings(products=Products(delayguard=False))
    change_settings(log, SECRET, context_of(customer.customer_id), off)
    assert "delayguard" not in requested(log, customer, NOW)

    pause = ChangeSettings(schedule=Schedule(on=False))
    change_settings(log, SECRET, context_of(customer.customer_id), pause)
    assert due_slot(log, customer, NOW + WEEK) is None


def test_one_customers_trouble_stops_no_other(
    log: EventLog, customer: Customer, admin_url: str
) -> None:
    nowhere = open_customer(log.database, slug="aaa", name="Nowhere", time_zone="UTC")
    change_settings(
        log, SECRET, context_of(nowhere.customer_id), ChangeSettings(personal_data="refuse")
    )
    with psycopg.connect(admin_url) as connection:
        connection.execute("UPDATE customers SET time_zone = 'Mars/Olympus' WHERE slug = 'aaa'")

    assert ask_for_weeks(log, NOW) == 1
    assert log.head(customer.customer_id) == 1 + len(PRODUCTS)
