"""Keeping alerts quiet for a while; acknowledging and assigning many at once."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, Router, post
from litestar.params import FromPath, JSONBody

from upstream.api.access import allowed
from upstream.api.answers import Done, done, shown
from upstream.api.commands.alerts.handling import refuse_strangers
from upstream.api.dependencies import ContextGiven, PartsGiven, VersionGiven
from upstream.application.alerts.handling import (
    Acknowledged,
    Assigned,
    acknowledge_many,
    assign_many,
    handle_alert,
)
from upstream.domain.alerts.commands import SnoozeAlert, WakeAlert


class Snooze(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    until: datetime
    """At most 90 days ahead."""


class Several(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    alert_ids: Annotated[tuple[UUID, ...], msgspec.Meta(min_length=1, max_length=200)]


class SeveralTo(Several, frozen=True, kw_only=True, forbid_unknown_fields=True):
    to: UUID
    """A member's person id."""


@post(
    "/alerts/{alert_id:uuid}/snooze",
    operation_id="alerts.snooze",
    opt=allowed("alerts:work", command="alerts.snooze"),
    sync_to_thread=True,
)
def snooze(
    alert_id: FromPath[UUID],
    data: JSONBody[Snooze],
    parts: PartsGiven,
    context: ContextGiven,
    version: VersionGiven,
) -> Response[Done]:
    """Keep it, and what else would come up in its place, quiet until then; worse gets through."""
    command = SnoozeAlert(until=data.until, now=context.now)
    return done(handle_alert(parts.log, context, alert_id, command, expected_version=version))


@post(
    "/alerts/{alert_id:uuid}/wake",
    operation_id="alerts.wake",
    opt=allowed("alerts:work", command="alerts.wake"),
    sync_to_thread=True,
)
def wake(
    alert_id: FromPath[UUID], parts: PartsGiven, context: ContextGiven, version: VersionGiven
) -> Response[Done]:
    """End a snooze early."""
    command = WakeAlert()
    return done(handle_alert(parts.log, context, alert_id, command, expected_version=version))


@post(
    "/alerts/acknowledge",
    operation_id="alerts.acknowledge_many",
    opt=allowed("alerts:work", command="alerts.acknowledge"),
    status_code=200,
    sync_to_thread=True,
)
def acknowledge_all(
    data: JSONBody[Several], parts: PartsGiven, context: ContextGiven
) -> Response[Acknowledged]:
    """Up to 200 alerts in one commit; what was resolved before stays as it is."""
    found = acknowledge_many(parts.log, context, data.alert_ids)
    return shown(found, found.position)


@post(
    "/alerts/assign",
    operation_id="alerts.assign_many",
    opt=allowed("alerts:work", command="alerts.assign"),
    status_code=200,
    sync_to_thread=True,
)
def assign_all(
    data: JSONBody[SeveralTo], parts: PartsGiven, context: ContextGiven
) -> Response[Assigned]:
    """Up to 200 alerts to one member in one commit; what was resolved before stays as it is."""
    refuse_strangers(parts, context.customer_id, data.to)
    found = assign_many(parts.log, context, data.alert_ids, data.to)
    return shown(found, found.position)


quieting_commands = Router("/", route_handlers=[snooze, wake, acknowledge_all, assign_all])
