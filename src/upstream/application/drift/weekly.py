"""The weekly runs a customer is due: each product that is on, once for the last slot that came."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from upstream.application.customers import Customer
from upstream.application.drift.requesting import request_named_run
from upstream.application.settings import settings_of
from upstream.domain.context import Context
from upstream.domain.drift.commands import RequestDriftRun
from upstream.domain.drift.products import PRODUCTS
from upstream.domain.drift.run import decider
from upstream.domain.settings.schedule import Schedule, Slot, latest_slot
from upstream.domain.streams import stream_of
from upstream.domain.units import CustomerId
from upstream.infrastructure.log import Answer, EventLog, InstantInTheFuture


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


def weekly_run_id(customer_id: CustomerId, product: str, slot: Slot) -> UUID:
    """The same for every scheduler, so that however many ask, it is one run."""
    return stream_of(customer_id, decider.kind, f"weekly\x1f{product}\x1f{slot.until}")


def ask_for_weekly_runs(log: EventLog, customer: Customer, now: datetime) -> list[Answer]:
    """Ask for the runs that are due; those asked for already answer as they are."""
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
    return [
        request_named_run(
            log,
            context,
            weekly_run_id(customer_id, detector.product, slot),
            RequestDriftRun(product=detector.product, until=slot.until),
            time_zone=customer.time_zone,
        )
        for detector in PRODUCTS
        if products.is_on(detector.product)
    ]
