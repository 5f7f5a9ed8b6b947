"""What can happen to a window of maintenance. Tags and fields are the storage format."""

from datetime import datetime
from uuid import UUID

import msgspec

from upstream.domain.messages import Event


class Maintenance(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A time `[begins_at, ends_at)` in which nobody wants to hear about a payer, or about any."""

    begins_at: datetime
    ends_at: datetime
    reason: str
    payer: str | None = None


class MaintenancePlanned(Event, tag="alerts.maintenance_planned.v1"):
    window_id: UUID
    window: Maintenance


class MaintenanceRevised(Event, tag="alerts.maintenance_revised.v1"):
    window_id: UUID
    before: Maintenance
    after: Maintenance


class MaintenanceCancelled(Event, tag="alerts.maintenance_cancelled.v1"):
    window_id: UUID


MaintenanceEvent = MaintenancePlanned | MaintenanceRevised | MaintenanceCancelled
