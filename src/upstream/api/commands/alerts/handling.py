"""What people do about an alert: acknowledge, assign, comment, resolve, reopen."""

from typing import Final
from uuid import UUID

import msgspec
from litestar import Response, Router, post
from litestar.params import FromPath, JSONBody

from upstream.api.access import allowed
from upstream.api.answers import Done, done
from upstream.api.composition import Parts
from upstream.api.dependencies import ContextGiven, PartsGiven, VersionGiven
from upstream.application.alerts.handling import handle_alert
from upstream.domain.alerts.commands import (
    AcknowledgeAlert,
    AssignAlert,
    CommentOnAlert,
    ReopenAlert,
    ResolveAlert,
)
from upstream.domain.messages import Refusal
from upstream.domain.units import CustomerId
from upstream.projections.identity.members import members


class AssigneeUnknown(Refusal):
    """An alert is assigned to somebody who works at this customer."""

    code = "alert.assignee_unknown"


class Assignment(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    to: UUID
    """A member's person id."""


class Comment(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    comment: str


class Note(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    note: str | None = None


_ABOUT_ONE: Final = "/alerts/{alert_id:uuid}"


@post(
    f"{_ABOUT_ONE}/acknowledge",
    operation_id="alerts.acknowledge",
    opt=allowed("alerts:work", command="alerts.acknowledge"),
    sync_to_thread=True,
)
def acknowledge(
    alert_id: FromPath[UUID], parts: PartsGiven, context: ContextGiven, version: VersionGiven
) -> Response[Done]:
    """Say that somebody has seen it."""
    command = AcknowledgeAlert()
    return done(handle_alert(parts.log, context, alert_id, command, expected_version=version))


@post(
    f"{_ABOUT_ONE}/assign",
    operation_id="alerts.assign",
    opt=allowed("alerts:work", command="alerts.assign"),
    sync_to_thread=True,
)
def assign(
    alert_id: FromPath[UUID],
    data: JSONBody[Assignment],
    parts: PartsGiven,
    context: ContextGiven,
    version: VersionGiven,
) -> Response[Done]:
    """Give it to a member of this customer."""
    refuse_strangers(parts, context.customer_id, data.to)
    command = AssignAlert(to=data.to)
    return done(handle_alert(parts.log, context, alert_id, command, expected_version=version))


def refuse_strangers(parts: Parts, customer_id: CustomerId, person_id: UUID) -> None:
    """Raises `AssigneeUnknown`."""
    known = members(parts.database, customer_id)
    if person_id not in {member.person_id for member in known}:
        raise AssigneeUnknown("That person does not work at this customer.")


@post(
    f"{_ABOUT_ONE}/comment",
    operation_id="alerts.comment",
    opt=allowed("alerts:work", command="alerts.comment"),
    sync_to_thread=True,
)
def comment(
    alert_id: FromPath[UUID],
    data: JSONBody[Comment],
    parts: PartsGiven,
    context: ContextGiven,
    version: VersionGiven,
) -> Response[Done]:
    """Write something down beside it."""
    command = CommentOnAlert(comment=data.comment)
    return done(handle_alert(parts.log, context, alert_id, command, expected_version=version))


@post(
    f"{_ABOUT_ONE}/resolve",
    operation_id="alerts.resolve",
    opt=allowed("alerts:work", command="alerts.resolve"),
    sync_to_thread=True,
)
def resolve(
    alert_id: FromPath[UUID],
    parts: PartsGiven,
    context: ContextGiven,
    version: VersionGiven,
    data: JSONBody[Note | None] = None,
) -> Response[Done]:
    """Say that nothing more needs doing."""
    command = ResolveAlert(note=data.note if data else None)
    return done(handle_alert(parts.log, context, alert_id, command, expected_version=version))


@post(
    f"{_ABOUT_ONE}/reopen",
    operation_id="alerts.reopen",
    opt=allowed("alerts:work", command="alerts.reopen"),
    sync_to_thread=True,
)
def reopen(
    alert_id: FromPath[UUID],
    parts: PartsGiven,
    context: ContextGiven,
    version: VersionGiven,
    data: JSONBody[Note | None] = None,
) -> Response[Done]:
    """It was not over after all."""
    command = ReopenAlert(note=data.note if data else None, now=context.now)
    return done(handle_alert(parts.log, context, alert_id, command, expected_version=version))


handling_commands = Router(
    "/",
    route_handlers=[
        acknowledge,
        assign,
        comment,
        resolve,
        reopen,
    ],
)
