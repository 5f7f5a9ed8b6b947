"""The weekly runs a customer is due: each product that is on, once for the last slot that came."""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from upstream.application.customers import Customer
from upstream.application.drift.requesting import request_together
from upstream.application.folding import folded, folded_many
from upstream.application.settings import settings_of
from upstream.domain.context import Context
from upstream.domain.drift.commands import RequestDriftRun
from upstream.domain.drift.products import PRODUCTS
from upstream.domain.drift.run import Requested, decider
from upstream.domain.settings.schedule import Schedule, Slot, latest_slot
from upstream.domain.streams import stream_of
from upstream.domain.units import CustomerId, StreamId
from upstream.infrastructure.log import EventLog, InstantInTheFuture


def due_slot(log: EventLog, customer: Customer, now: datetime) -> Slot | None:
    """The last slot that has come, if the customer's schedule said so already when it came.

    However long nobody asked, it is one slot: what it would have found weeks ago it finds now.
    """
    customer_id = customer.customer_id
    schedule = settings_of(log, customer_id).settings.schedule
    slot = latest_slot(schedule, ZoneInfo(customer.time_zone), now)
    return slot if schedule.on and _stood_at(log, customer_id, slot.at) == schedule else None


def _stood_at(log: EventLog, customer_id: CustomerId, at: datetime) -> Schedule | None:
    """None where the customer was not there yet."""
    try:
        position = log.position_at(customer_id, at)
    except InstantInTheFuture:  # the database's clock is a little behind ours
        position = log.head(customer_id)
    return settings_of(log, customer_id, position=position).settings.schedule if position else None


def weekly_run_id(customer_id: CustomerId, product: str, until: date) -> UUID:
    """The same for every scheduler, so that however many ask, it is one run."""
    return stream_of(customer_id, decider.kind, f"weekly\x1f{product}\x1f{until}")


def ask_for_weekly_runs(log: EventLog, customer: Customer, now: datetime) -> list[UUID]:
    """Ask for the runs that are due, together; the ids of all of them, asked for now or before."""
    slot = due_slot(log, customer, now)
    if slot is None:
        return []
    customer_id = customer.customer_id
    context = Context(
        customer_id=customer_id,
        actor="system:scheduler",
        command="drift.request_run",
        now=now,
        correlation_id=stream_of(customer_id, "weekly-runs", str(slot.until)),
        reason=f"weekly run of {slot.until}",
    )
    products = settings_of(log, customer_id).settings.products
    wishes = {
        weekly_run_id(customer_id, detector.product, slot.until): RequestDriftRun(
            product=detector.product, until=slot.until
        )
        for detector in PRODUCTS
        if products.is_on(detector.product)
    }
    request_together(log, context, wishes, time_zone=customer.time_zone)
    return list(wishes)


def asked_together(log: EventLog, customer_id: CustomerId, run_id: UUID) -> list[UUID]:
    """The run with those of its week that nobody has begun: one count of claims serves them all."""
    _, run = folded(log, customer_id, decider, run_id)
    if not isinstance(run, Requested):
        return [run_id]
    until = run.request.until
    of_the_week = [weekly_run_id(customer_id, one.product, until) for one in PRODUCTS]
    if run_id not in of_the_week:
        return [run_id]
    ids = [StreamId(each) for each in of_the_week]
    known = zip(ids, folded_many(log, customer_id, decider, ids), strict=True)
    return [each for each, (_, state) in known if isinstance(state, Requested)]
