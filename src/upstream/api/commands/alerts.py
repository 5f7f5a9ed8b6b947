"""What people do about an alert: acknowledge, assign, comment, resolve, reopen, judge."""

from datetime import date
from typing import Annotated, Final
from uuid import UUID

import msgspec
from litestar import Response, Router, post
from litestar.params import FromPath, JSONBody

from upstream.api.access import allowed
from upstream.api.answers import Done, done
from upstream.api.dependencies import ContextGiven, PartsGiven, PlaceGiven, VersionGiven
from upstream.application.alerts import handle_alert
from upstream.application.drift import today_in
from upstream.application.judgments import judge
from upstream.domain.alerts.commands import (
    AcknowledgeAlert,
    AssignAlert,
    CommentOnAlert,
    ReopenAlert,
    ResolveAlert,
)
from upstream.domain.judgments.commands import JudgeAlert
from upstream.domain.judgments.events import Verdict
from upstream.domain.messages import Refusal
from upstream.domain.units import Cents
from upstream.projections.identity.members import members

Dollars = Annotated[
    str,
    msgspec.Meta(pattern=r"^\d{1,12}(\.\d{1,2})?$", description='US dollars as text: `"1234.50"`.'),
]


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


class Judgment(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`position_seen` is the `position` of the document that was looked at; default: the newest."""

    verdict: Verdict
    note: str | None = None
    recovered: Dollars | None = None
    recovered_on: date | None = None
    position_seen: Annotated[int, msgspec.Meta(ge=0)] | None = None


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
    known = members(parts.database, context.customer_id)
    if data.to not in {member.person_id for member in known}:
        raise AssigneeUnknown("That person does not work at this customer.")
    command = AssignAlert(to=data.to)
    return done(handle_alert(parts.log, context, alert_id, command, expected_version=version))


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
    command = ReopenAlert(note=data.note if data else None)
    return done(handle_alert(parts.log, context, alert_id, command, expected_version=version))


@post(
    f"{_ABOUT_ONE}/judgments",
    operation_id="judgments.judge",
    opt=allowed("judgments:write", command="judgments.judge"),
    sync_to_thread=True,
)
def judge_alert(
    alert_id: FromPath[UUID],
    data: JSONBody[Judgment],
    parts: PartsGiven,
    place: PlaceGiven,
    context: ContextGiven,
    version: VersionGiven,
) -> Response[Done]:
    """Say whether it was real. One judgment per operator and alert, which may be revised."""
    seen = data.position_seen
    command = JudgeAlert(
        alert_id=alert_id,
        operator=context.actor,
        verdict=data.verdict,
        position_seen=parts.log.head(place.customer_id) if seen is None else seen,
        note=data.note,
        recovered_cents=cents(data.recovered) if data.recovered else None,
        recovered_on=data.recovered_on,
    )
    today = today_in(place.time_zone, context.now)
    return done(judge(parts.log, context, command, today=today, expected_version=version))


def cents(dollars: str) -> Cents:
    """`"1234.5"` is 123450; exact, no float."""
    whole, _, rest = dollars.partition(".")
    return Cents(int(whole) * 100 + int(rest.ljust(2, "0")))


alert_commands = Router(
    "/", route_handlers=[acknowledge, assign, comment, resolve, reopen, judge_alert]
)
