"""What people do about an alert on its page: acknowledge, resolve, reopen, judge."""

from datetime import UTC, datetime
from uuid import UUID

import msgspec
from litestar import post
from litestar.params import FromPath, URLEncodedBody

from upstream.api.access import allowed
from upstream.api.pages.alerts.alert import Refused, show_alert
from upstream.api.pages.alerts.alerts_view import OwnJudgment
from upstream.api.pages.frame.amounts import typed_cents
from upstream.api.pages.frame.asked_on_pages import day_of
from upstream.api.pages.frame.showing import Shown, see_other
from upstream.api.pages.frame.travel import NOW
from upstream.api.pages.frame.visits import Visit, VisitGiven
from upstream.api.pages.frame.words import sentence
from upstream.api.pages.rendering import address
from upstream.api.requests import context_of
from upstream.api.statuses import STATUS
from upstream.application.alerts import handle_alert
from upstream.application.drift import today_in
from upstream.application.judgments import judge as record_judgment
from upstream.domain.alerts.commands import (
    AcknowledgeAlert,
    Handling,
    ReopenAlert,
    ResolveAlert,
)
from upstream.domain.alerts.refusals import AlertUnknown
from upstream.domain.context import Context
from upstream.domain.judgments.commands import JudgeAlert
from upstream.domain.judgments.events import Verdict
from upstream.domain.messages import Refusal
from upstream.infrastructure.log import Answer


class NoteForm(msgspec.Struct, frozen=True, kw_only=True):
    note: str = ""


class JudgmentForm(msgspec.Struct, frozen=True, kw_only=True):
    verdict: Verdict
    position_seen: int
    note: str = ""
    recovered_amount: str = ""
    recovered_on: str = ""


@post(
    "/alerts/{alert_id:uuid}/acknowledge",
    opt=allowed("alerts:work", command="alerts.acknowledge"),
    status_code=200,
    sync_to_thread=True,
)
def acknowledge(alert_id: FromPath[UUID], visit: VisitGiven) -> Shown:
    return handle(visit, alert_id, AcknowledgeAlert(), "acknowledged")


@post(
    "/alerts/{alert_id:uuid}/resolve",
    opt=allowed("alerts:work", command="alerts.resolve"),
    status_code=200,
    sync_to_thread=True,
)
def resolve(alert_id: FromPath[UUID], data: URLEncodedBody[NoteForm], visit: VisitGiven) -> Shown:
    return handle(visit, alert_id, ResolveAlert(note=data.note.strip() or None), "resolved")


@post(
    "/alerts/{alert_id:uuid}/reopen",
    opt=allowed("alerts:work", command="alerts.reopen"),
    status_code=200,
    sync_to_thread=True,
)
def reopen(alert_id: FromPath[UUID], visit: VisitGiven) -> Shown:
    return handle(visit, alert_id, ReopenAlert(now=datetime.now(UTC)), "reopened")


@post(
    "/alerts/{alert_id:uuid}/judgments",
    opt=allowed("judgments:write", command="judgments.judge"),
    status_code=200,
    sync_to_thread=True,
)
def judge(alert_id: FromPath[UUID], data: URLEncodedBody[JudgmentForm], visit: VisitGiven) -> Shown:
    try:
        answer = _judge(visit, alert_id, data)
    except Refusal as refusal:
        return _refused(visit, alert_id, refusal, _typed(data))
    return _done(visit, alert_id, answer, "judged")


def _typed(form: JudgmentForm) -> OwnJudgment:
    return OwnJudgment(
        verdict=form.verdict,
        note=form.note,
        recovered_amount=form.recovered_amount,
        recovered_on=form.recovered_on,
    )


def _judge(visit: Visit, alert_id: UUID, form: JudgmentForm) -> Answer:
    context = page_context(visit)
    command = JudgeAlert(
        alert_id=alert_id,
        operator=context.actor,
        verdict=form.verdict,
        position_seen=form.position_seen,
        note=form.note.strip() or None,
        recovered_cents=typed_cents(form.recovered_amount),
        recovered_on=day_of(form.recovered_on),
    )
    today = today_in(visit.zone, context.now)
    return record_judgment(visit.parts.log, context, command, today=today)


def handle(visit: Visit, alert_id: UUID, command: Handling, done: str) -> Shown:
    try:
        answer = handle_alert(visit.parts.log, page_context(visit), alert_id, command)
    except Refusal as refusal:
        return _refused(visit, alert_id, refusal)
    return _done(visit, alert_id, answer, done)


def page_context(visit: Visit) -> Context:
    command = str(visit.request.route_handler.opt["command"])
    return context_of(visit.request, visit.caller, visit.place, command=command)


def _done(visit: Visit, alert_id: UUID, answer: Answer, done: str) -> Shown:
    """Back to the page, which waits until it can show what was just done."""
    path = visit.path("alerts", alert_id)
    return see_other(address(path, {"min_position": answer.position, "done": done}))


def _refused(
    visit: Visit, alert_id: UUID, refusal: Refusal, typed: OwnJudgment | None = None
) -> Shown:
    """On the alert's own page, so that nothing has to be found again."""
    if isinstance(refusal, AlertUnknown):
        raise refusal
    refused = Refused(sentence(refusal.detail), STATUS[refusal.code], typed)
    return show_alert(visit, NOW, alert_id, refused=refused)
