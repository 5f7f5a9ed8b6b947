"""More that people do about an alert on its page: snooze, wake, take, comment."""

from datetime import timedelta
from uuid import UUID

import msgspec
from litestar import post
from litestar.params import FromPath, URLEncodedBody

from upstream.api.access import allowed
from upstream.api.pages.alerts.alert_commands import handle, page_context
from upstream.api.pages.frame.showing import Shown
from upstream.api.pages.frame.visits import VisitGiven
from upstream.domain.alerts.commands import (
    AssignAlert,
    CommentOnAlert,
    SnoozeAlert,
    WakeAlert,
)


class SnoozeForm(msgspec.Struct, frozen=True, kw_only=True):
    days: int = 1


class CommentForm(msgspec.Struct, frozen=True, kw_only=True):
    comment: str = ""


@post(
    "/alerts/{alert_id:uuid}/snooze",
    opt=allowed("alerts:work", command="alerts.snooze"),
    status_code=200,
    sync_to_thread=True,
)
def snooze(alert_id: FromPath[UUID], data: URLEncodedBody[SnoozeForm], visit: VisitGiven) -> Shown:
    now = page_context(visit).now
    command = SnoozeAlert(until=now + timedelta(days=data.days), now=now)
    return handle(visit, alert_id, command, "snoozed")


@post(
    "/alerts/{alert_id:uuid}/wake",
    opt=allowed("alerts:work", command="alerts.wake"),
    status_code=200,
    sync_to_thread=True,
)
def wake(alert_id: FromPath[UUID], visit: VisitGiven) -> Shown:
    return handle(visit, alert_id, WakeAlert(), "woken")


@post(
    "/alerts/{alert_id:uuid}/take",
    opt=allowed("alerts:work", command="alerts.assign"),
    status_code=200,
    sync_to_thread=True,
)
def take(alert_id: FromPath[UUID], visit: VisitGiven) -> Shown:
    """Assign it to whoever looks."""
    return handle(visit, alert_id, AssignAlert(to=visit.caller.person_id), "taken")


@post(
    "/alerts/{alert_id:uuid}/comment",
    opt=allowed("alerts:work", command="alerts.comment"),
    status_code=200,
    sync_to_thread=True,
)
def comment(
    alert_id: FromPath[UUID], data: URLEncodedBody[CommentForm], visit: VisitGiven
) -> Shown:
    return handle(visit, alert_id, CommentOnAlert(comment=data.comment), "commented")


quieting_pages = [snooze, wake, take, comment]
