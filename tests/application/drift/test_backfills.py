"""Backfills: the weekly runs of the past in order, resumed where they stopped, telling nobody."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from tests.support.claim_log import context_of
from tests.support.taking_in import SECRET
from tests.support.weekly_claims import UNTIL, Habit, changed, counts_of, others, steady

from upstream.application.alerts.sightings import sightings_of
from upstream.application.drift.backfilling import (
    Step,
    Stretch,
    cancel_backfill,
    perform_backfill,
    request_backfill,
    run_ids,
)
from upstream.application.settings import change_settings
from upstream.domain.drift.backfill import BackfillCompleted, BackfillRequested
from upstream.domain.drift.counts import Counts, Question
from upstream.domain.drift.events import (
    DriftRunCompleted,
    DriftRunRequested,
    DriftRunStarted,
    FindingDetected,
)
from upstream.domain.drift.finding import decider as finding
from upstream.domain.drift.refusals import UntilInTheFuture
from upstream.domain.settings.customer_settings import ChangeSettings
from upstream.domain.settings.products import ProductOff, Products
from upstream.domain.settings.quotas import QuotaExceeded
from upstream.domain.streams import stream_of
from upstream.domain.units import CustomerId
from upstream.infrastructure.database import Database
from upstream.infrastructure.log import EventLog

pytestmark = pytest.mark.feature("DR-9")
CALM = counts_of([*steady(), *others()])
DRIFTING = counts_of([*changed(now=Habit(denied=26)), *others()])
FIRST, LAST = UNTIL - timedelta(days=21), UNTIL


@pytest.fixture
def log(database: Database) -> EventLog:
    return EventLog(database)


def ask(log: EventLog, customer_id: CustomerId, **more: object) -> UUID:
    stretch = Stretch(FIRST, LAST, ("driftwatch",))._replace(**more)  # type: ignore[arg-type]
    context = context_of(customer_id, correlation_id=uuid4())
    return request_backfill(log, context, stretch, time_zone="UTC").id


def read(_: CustomerId, __: int, question: Question) -> Counts:
    """The drift is there in the newest week alone."""
    return DRIFTING if question.until > LAST - timedelta(days=7) else CALM


def asked_of(log: EventLog, customer_id: CustomerId, backfill_id: UUID) -> BackfillRequested:
    event = log.read(customer_id, backfill_id)[0].event
    assert isinstance(event, BackfillRequested)
    return event


def test_the_runs_are_made_in_order_on_the_schedules_weekday(
    log: EventLog, customer_id: CustomerId
) -> None:
    backfill_id, told = ask(log, customer_id), list[Step]()
    context = context_of(customer_id)
    perform_backfill(log, context, backfill_id, read, time_zone="UTC", tell=told.append)
    days = [step.until for step in told]

    assert days == sorted(days)
    assert {day.weekday() for day in days} == {0}
    assert days[0] >= FIRST
    assert days[-1] <= LAST
    ended = log.read(customer_id, backfill_id)[-1].event
    assert ended == BackfillCompleted(runs=len(days), skipped=0)
    for run_id in run_ids(customer_id, backfill_id, asked_of(log, customer_id, backfill_id)):
        requested, started, completed = (e.event for e in log.read(customer_id, run_id))
        assert isinstance(requested, DriftRunRequested)
        assert requested.backfill_id == backfill_id
        assert isinstance(started, DriftRunStarted)
        assert isinstance(completed, DriftRunCompleted)
        assert completed.standing == "current"


def test_a_backfill_that_broke_off_goes_on_where_it_was(
    log: EventLog, customer_id: CustomerId
) -> None:
    backfill_id, context = ask(log, customer_id), context_of(customer_id)
    counted = list[date]()

    def reading(customer: CustomerId, position: int, question: Question) -> Counts:
        counted.append(question.until)
        return read(customer, position, question)

    def die(_: Step) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        perform_backfill(log, context, backfill_id, reading, time_zone="UTC", tell=die)
    perform_backfill(log, context, backfill_id, reading, time_zone="UTC")

    assert len(counted) == len(set(counted)) > 1
    head = log.head(customer_id)
    perform_backfill(log, context, backfill_id, reading, time_zone="UTC")
    assert log.head(customer_id) == head


@pytest.mark.feature("AL-2")
def test_what_it_finds_has_a_history_and_interrupts_nobody(
    log: EventLog, customer_id: CustomerId
) -> None:
    backfill_id = ask(log, customer_id)
    perform_backfill(log, context_of(customer_id), backfill_id, read, time_zone="UTC")
    runs = run_ids(customer_id, backfill_id, asked_of(log, customer_id, backfill_id))
    completed = log.read(customer_id, runs[-1])[-1].event
    assert isinstance(completed, DriftRunCompleted)
    (drift, *_) = completed.findings
    history = log.read(customer_id, stream_of(customer_id, finding.kind, drift.natural_key))

    detected = history[0].event
    assert isinstance(detected, FindingDetected)
    assert detected.run_id == runs[-1]
    assert [sighting.backfilled for sighting in sightings_of(uuid4(), history)] == [True]


def test_as_known_then_nothing_was_known_and_nothing_is_run(
    log: EventLog, customer_id: CustomerId
) -> None:
    backfill_id = ask(log, customer_id, as_known_then=True)
    perform_backfill(log, context_of(customer_id), backfill_id, read, time_zone="UTC")
    ended = log.read(customer_id, backfill_id)[-1].event

    assert isinstance(ended, BackfillCompleted)
    assert (ended.runs, ended.skipped > 0) == (0, True)


def test_a_cancelled_backfill_begins_no_further_run(log: EventLog, customer_id: CustomerId) -> None:
    backfill_id, context, told = ask(log, customer_id), context_of(customer_id), list[Step]()

    def cancel(step: Step) -> None:
        told.append(step)
        cancel_backfill(log, context, backfill_id)

    perform_backfill(log, context, backfill_id, read, time_zone="UTC", tell=cancel)
    assert len(told) == 1


def test_what_cannot_be_filled_in_is_refused(log: EventLog, customer_id: CustomerId) -> None:
    with pytest.raises(UntilInTheFuture):
        ask(log, customer_id, to_on=date(2999, 1, 1))
    with pytest.raises(QuotaExceeded):
        ask(log, customer_id, from_on=date(1990, 1, 1))
    off = ChangeSettings(products=Products(driftwatch=False))
    change_settings(log, SECRET, context_of(customer_id), off)
    with pytest.raises(ProductOff):
        ask(log, customer_id)
    everything_on = asked_of(log, customer_id, ask(log, customer_id, products=())).products
    assert "driftwatch" not in everything_on
    assert "denialscope" in everything_on
