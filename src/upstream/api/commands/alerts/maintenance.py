"""Planning, changing and cancelling maintenance windows."""

from datetime import datetime
from uuid import UUID

import msgspec
from litestar import Response, Router, post, put
from litestar.params import FromPath, JSONBody

from upstream.api.access import allowed
from upstream.api.answers import Done, done
from upstream.api.dependencies import ContextGiven, PartsGiven
from upstream.application.alerts.maintenance import (
    cancel_maintenance,
    plan_maintenance,
    revise_maintenance,
)
from upstream.domain.alerts.maintenance_events import Maintenance


class MaintenanceAsked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`payer` None means every payer; as the findings name it, upper and lower case alike."""

    begins_at: datetime
    ends_at: datetime
    reason: str
    payer: str | None = None

    def window(self) -> Maintenance:
        return Maintenance(
            begins_at=self.begins_at, ends_at=self.ends_at, reason=self.reason, payer=self.payer
        )


@post(
    "/maintenance-windows",
    operation_id="maintenance_windows.plan",
    opt=allowed("alerts:work", command="alerts.plan_maintenance"),
    sync_to_thread=True,
)
def plan(
    data: JSONBody[MaintenanceAsked], parts: PartsGiven, context: ContextGiven
) -> Response[Done]:
    """Keep alerts about a payer, or all of them, down for a while."""
    return done(plan_maintenance(parts.log, context, data.window()))


@put(
    "/maintenance-windows/{window_id:uuid}",
    operation_id="maintenance_windows.revise",
    opt=allowed("alerts:work", command="alerts.revise_maintenance"),
    status_code=201,
    sync_to_thread=True,
)
def revise(
    window_id: FromPath[UUID],
    data: JSONBody[MaintenanceAsked],
    parts: PartsGiven,
    context: ContextGiven,
) -> Response[Done]:
    """Change a window that is not over yet."""
    return done(revise_maintenance(parts.log, context, window_id, data.window()))


@post(
    "/maintenance-windows/{window_id:uuid}/cancel",
    operation_id="maintenance_windows.cancel",
    opt=allowed("alerts:work", command="alerts.cancel_maintenance"),
    sync_to_thread=True,
)
def cancel(window_id: FromPath[UUID], parts: PartsGiven, context: ContextGiven) -> Response[Done]:
    """Alerts come again from now on."""
    return done(cancel_maintenance(parts.log, context, window_id))


maintenance_commands = Router("/", route_handlers=[plan, revise, cancel])
