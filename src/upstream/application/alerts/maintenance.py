"""Planning, changing and cancelling maintenance windows."""

from uuid import UUID, uuid4

import msgspec

from upstream.application.folding import folded
from upstream.application.transact import transact
from upstream.domain.alerts.maintenance import (
    CALENDAR_KEY,
    Calendar,
    CancelMaintenance,
    MaintenanceCommand,
    PlanMaintenance,
    ReviseMaintenance,
    decider,
)
from upstream.domain.alerts.maintenance_events import Maintenance
from upstream.domain.context import Context
from upstream.domain.streams import stream_of
from upstream.domain.units import CustomerId, StreamId
from upstream.infrastructure.log import Answer, EventLog


def calendar_id(customer_id: CustomerId) -> StreamId:
    return stream_of(customer_id, decider.kind, CALENDAR_KEY)


def calendar_of(log: EventLog, customer_id: CustomerId) -> Calendar:
    _, calendar = folded(log, customer_id, decider, calendar_id(customer_id))
    return calendar


def plan_maintenance(log: EventLog, context: Context, window: Maintenance) -> Answer:
    """The answer's id is the window's. Raises `MaintenanceInvalid`."""
    command = PlanMaintenance(window_id=uuid4(), window=window, now=context.now)
    return _carried_out(log, context, command)


def revise_maintenance(
    log: EventLog, context: Context, window_id: UUID, window: Maintenance
) -> Answer:
    """Raises `MaintenanceUnknown`, `MaintenanceOver`, `MaintenanceInvalid`."""
    command = ReviseMaintenance(window_id=window_id, window=window, now=context.now)
    return _carried_out(log, context, command)


def cancel_maintenance(log: EventLog, context: Context, window_id: UUID) -> Answer:
    """Raises `MaintenanceUnknown`, `MaintenanceOver`."""
    command = CancelMaintenance(window_id=window_id, now=context.now)
    return _carried_out(log, context, command)


def _carried_out(log: EventLog, context: Context, command: MaintenanceCommand) -> Answer:
    answer = transact(log, decider, calendar_id(context.customer_id), command, context)
    return msgspec.structs.replace(answer, id=command.window_id)
