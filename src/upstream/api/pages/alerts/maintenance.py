"""Planning and cancelling maintenance windows from the page of the alert rules."""

from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from litestar import post
from litestar.params import FromPath, URLEncodedBody

from upstream.api.access import allowed
from upstream.api.pages.alerts.alert_rules import show_rules
from upstream.api.pages.frame.showing import Shown, see_other
from upstream.api.pages.frame.visits import Visit, VisitGiven
from upstream.api.pages.rendering import address
from upstream.api.requests import context_of
from upstream.application.alerts.maintenance import cancel_maintenance, plan_maintenance
from upstream.domain.alerts.maintenance_events import Maintenance
from upstream.domain.alerts.refusals import MaintenanceInvalid
from upstream.domain.context import Context
from upstream.domain.messages import Refusal
from upstream.infrastructure.log import Answer


class WindowForm(msgspec.Struct, frozen=True, kw_only=True):
    """On the customer's clock. An empty payer means every payer."""

    begins_at: str = ""
    ends_at: str = ""
    payer: str = ""
    reason: str = ""


@post(
    "/maintenance-windows",
    opt=allowed("alerts:work", command="alerts.plan_maintenance"),
    status_code=200,
    sync_to_thread=True,
)
def plan(data: URLEncodedBody[WindowForm], visit: VisitGiven) -> Shown:
    try:
        answer = plan_maintenance(visit.parts.log, _context(visit), _window(visit, data))
    except Refusal as refusal:
        return show_rules(visit, refusal=refusal)
    return _back(visit, answer, "planned")


@post(
    "/maintenance-windows/{window_id:uuid}/cancel",
    opt=allowed("alerts:work", command="alerts.cancel_maintenance"),
    status_code=200,
    sync_to_thread=True,
)
def cancel(window_id: FromPath[UUID], visit: VisitGiven) -> Shown:
    try:
        answer = cancel_maintenance(visit.parts.log, _context(visit), window_id)
    except Refusal as refusal:
        return show_rules(visit, refusal=refusal)
    return _back(visit, answer, "cancelled")


def _window(visit: Visit, form: WindowForm) -> Maintenance:
    zone = ZoneInfo(visit.zone)
    try:
        begins = datetime.fromisoformat(form.begins_at).replace(tzinfo=zone)
        ends = datetime.fromisoformat(form.ends_at).replace(tzinfo=zone)
    except ValueError:
        detail = "a maintenance window has a beginning and an end"
        raise MaintenanceInvalid(detail, field="begins_at") from None
    return Maintenance(
        begins_at=begins.astimezone(UTC),
        ends_at=ends.astimezone(UTC),
        reason=form.reason,
        payer=form.payer or None,
    )


def _back(visit: Visit, answer: Answer, done: str) -> Shown:
    asked: dict[str, str | int | None] = {"min_position": answer.position, "done": done}
    return see_other(address(visit.path("alert-rules"), asked))


def _context(visit: Visit) -> Context:
    command = str(visit.request.route_handler.opt["command"])
    return context_of(visit.request, visit.caller, visit.place, command=command)


maintenance_pages = [plan, cancel]
