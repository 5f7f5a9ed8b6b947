"""The calendar of maintenance windows: times in which nobody wants to hear about a payer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from upstream.domain.alerts.maintenance_events import (
    Maintenance,
    MaintenanceCancelled,
    MaintenanceEvent,
    MaintenancePlanned,
    MaintenanceRevised,
)
from upstream.domain.alerts.refusals import (
    MaintenanceInvalid,
    MaintenanceOver,
    MaintenanceUnknown,
)
from upstream.domain.decider import Decider
from upstream.domain.messages import Command

CALENDAR_KEY = "calendar"
"""Natural key of the one calendar a customer has."""
LASTS_MAX = timedelta(days=180)
REASON_MAX = 500
"""Characters."""


class PlanMaintenance(Command):
    window_id: UUID
    window: Maintenance
    now: datetime


class ReviseMaintenance(Command):
    window_id: UUID
    window: Maintenance
    now: datetime


class CancelMaintenance(Command):
    window_id: UUID
    now: datetime


MaintenanceCommand = PlanMaintenance | ReviseMaintenance | CancelMaintenance


@dataclass(frozen=True, slots=True)
class Calendar:
    """None stands for a window that was cancelled."""

    windows: Mapping[UUID, Maintenance | None] = field(default_factory=dict)

    def covers(self, payer: str, now: datetime) -> bool:
        return any(
            window is not None
            and window.begins_at <= now < window.ends_at
            and (window.payer is None or window.payer.casefold() == payer.casefold())
            for window in self.windows.values()
        )


def decide(command: MaintenanceCommand, calendar: Calendar) -> tuple[MaintenanceEvent, ...]:
    match command:
        case PlanMaintenance(window_id=window_id, window=window, now=now):
            if window_id in calendar.windows:
                return ()
            return (MaintenancePlanned(window_id=window_id, window=_checked(window, now)),)
        case ReviseMaintenance(window_id=window_id, window=window, now=now):
            before, after = _ahead(calendar, window_id, now), _checked(window, now)
            if before == after:
                return ()
            return (MaintenanceRevised(window_id=window_id, before=before, after=after),)
        case CancelMaintenance(window_id=window_id, now=now):
            if calendar.windows.get(window_id, now) is None:
                return ()
            _ahead(calendar, window_id, now)
            return (MaintenanceCancelled(window_id=window_id),)


def _ahead(calendar: Calendar, window_id: UUID, now: datetime) -> Maintenance:
    if window_id not in calendar.windows:
        raise MaintenanceUnknown("there is no such maintenance window")
    window = calendar.windows[window_id]
    if window is None or window.ends_at <= now:
        raise MaintenanceOver("this maintenance window is over")
    return window


def _checked(window: Maintenance, now: datetime) -> Maintenance:
    if window.begins_at.tzinfo is None or window.ends_at.tzinfo is None:
        raise MaintenanceInvalid("an instant has an offset", field="begins_at")
    if not timedelta(0) < window.ends_at - window.begins_at <= LASTS_MAX:
        detail = f"a maintenance window lasts at most {LASTS_MAX.days} days and ends after it began"
        raise MaintenanceInvalid(detail, field="ends_at")
    if window.ends_at <= now:
        raise MaintenanceInvalid("a maintenance window ends in the future", field="ends_at")
    reason = " ".join(window.reason.split())
    if not 0 < len(reason) <= REASON_MAX:
        detail = f"say why, in at most {REASON_MAX} characters"
        raise MaintenanceInvalid(detail, field="reason")
    payer = " ".join((window.payer or "").split()) or None
    return msgspec.structs.replace(window, reason=reason, payer=payer)


def evolve(calendar: Calendar, event: MaintenanceEvent) -> Calendar:
    match event:
        case MaintenancePlanned(window_id=window_id, window=window):
            return Calendar({**calendar.windows, window_id: window})
        case MaintenanceRevised(window_id=window_id, after=after):
            return Calendar({**calendar.windows, window_id: after})
        case MaintenanceCancelled(window_id=window_id):
            return Calendar({**calendar.windows, window_id: None})


decider: Decider[MaintenanceCommand, Calendar, MaintenanceEvent] = Decider(
    "maintenance-calendar", Calendar(), decide, evolve
)
