"""One alert rule: its editor, a dry run, what it learned, how often it is right."""

import time
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.params import FromPath, URLEncodedBody

from upstream.api.access import allowed
from upstream.api.dependencies import MinPosition
from upstream.api.pages.alerts.alert_rule_figures import rehearsal_of
from upstream.api.pages.alerts.alert_rule_form import NEW, RuleForm, form_of
from upstream.api.pages.alerts.alert_rule_shown import rule_shown
from upstream.api.pages.alerts.alert_rules_view import Rehearsal
from upstream.api.pages.frame.showing import Shown, see_other, still
from upstream.api.pages.frame.travel import Text
from upstream.api.pages.frame.visits import Visit, VisitGiven
from upstream.api.pages.frame.words import sentence
from upstream.api.pages.rendering import address
from upstream.api.requests import context_of
from upstream.api.statuses import STATUS
from upstream.application.alerts.rules import create_rule, revise_rule
from upstream.domain.alerts.commands import CreateAlertRule, ReviseAlertRule
from upstream.domain.alerts.refusals import AlertRuleUnknown
from upstream.domain.context import Context
from upstream.domain.messages import Refusal
from upstream.infrastructure.log import Answer
from upstream.projections.alerts.dry_run import NEEDS as PAST
from upstream.projections.alerts.dry_run import dry_run
from upstream.projections.alerts.rule_record import NEEDS as RECORD
from upstream.projections.alerts.rule_record import RuleRecord, rule_record
from upstream.projections.deliveries.channels import NEEDS as CHANNELS
from upstream.projections.deliveries.channels import list_channels
from upstream.projections.view import View

_DONE: Final = {
    "saved": "Saved.",
    "on": "The rule is on.",
    "off": "The rule is off.",
    "forgotten": "What was learned there counts no longer.",
}


@get("/alert-rules/new", opt=allowed("rules:write"), sync_to_thread=True)
def new_rule_page(visit: VisitGiven) -> Shown:
    return _show(visit, None, NEW)


@get("/alert-rules/{rule_id:uuid}", opt=allowed("alerts:read"), sync_to_thread=True)
def rule_page(
    rule_id: FromPath[UUID], visit: VisitGiven, min_position: MinPosition = 0, done: Text = None
) -> Shown:
    return _show(visit, rule_id, None, min_position=min_position, done=_DONE.get(done or ""))


@post(
    "/alert-rules",
    opt=allowed("rules:write", command="alerts.create_rule"),
    status_code=200,
    sync_to_thread=True,
)
def create(data: URLEncodedBody[RuleForm], visit: VisitGiven) -> Shown:
    return _save(visit, None, data)


@post(
    "/alert-rules/{rule_id:uuid}",
    opt=allowed("rules:write", command="alerts.revise_rule"),
    status_code=200,
    sync_to_thread=True,
)
def revise(rule_id: FromPath[UUID], data: URLEncodedBody[RuleForm], visit: VisitGiven) -> Shown:
    return _save(visit, rule_id, data)


@post("/alert-rules/dry-run", opt=allowed("alerts:read"), status_code=200, sync_to_thread=True)
def try_new(data: URLEncodedBody[RuleForm], visit: VisitGiven) -> Shown:
    return _try(visit, None, data)


@post(
    "/alert-rules/{rule_id:uuid}/dry-run",
    opt=allowed("alerts:read"),
    status_code=200,
    sync_to_thread=True,
)
def try_changed(
    rule_id: FromPath[UUID], data: URLEncodedBody[RuleForm], visit: VisitGiven
) -> Shown:
    return _try(visit, rule_id, data)


def _save(visit: Visit, rule_id: UUID | None, form: RuleForm) -> Shown:
    try:
        answer = _saved(visit, rule_id, form)
    except AlertRuleUnknown:
        raise
    except Refusal as refusal:
        return _show(visit, rule_id, form, refusal=refusal)
    path = visit.path("alert-rules", answer.id)
    return see_other(address(path, {"min_position": answer.position, "done": "saved"}))


def _saved(visit: Visit, rule_id: UUID | None, form: RuleForm) -> Answer:
    log, context = visit.parts.log, _context(visit)
    if rule_id is None:
        command = CreateAlertRule(**msgspec.structs.asdict(form.terms()))
        return create_rule(log, context, command)
    change = ReviseAlertRule(terms=form.terms())
    return revise_rule(log, context, rule_id, change, expected_version=form.version or None)


def _context(visit: Visit) -> Context:
    command = str(visit.request.route_handler.opt["command"])
    return context_of(visit.request, visit.caller, visit.place, command=command)


def _try(visit: Visit, rule_id: UUID | None, form: RuleForm) -> Shown:
    began, now = time.perf_counter(), datetime.now(UTC)
    try:
        with visit.parts.views.at(visit.customer_id, needs=PAST) as view:
            found = dry_run(view, form.terms(), rule_id=rule_id, time_zone=visit.zone, now=now)
    except Refusal as refusal:
        return _show(visit, rule_id, form, refusal=refusal)
    rehearsal = rehearsal_of(found, visit.zone, time.perf_counter() - began)
    return _show(visit, rule_id, form, rehearsal=rehearsal)


def _show(
    visit: Visit,
    rule_id: UUID | None,
    form: RuleForm | None,
    *,
    min_position: int = 0,
    done: str | None = None,
    refusal: Refusal | None = None,
    rehearsal: Rehearsal | None = None,
) -> Shown:
    needs = (*RECORD, *CHANNELS)
    with visit.parts.views.at(visit.customer_id, needs=needs, min_position=min_position) as view:
        known = _record(visit, view, rule_id)
        channels = list_channels(view)
    shown = form or (form_of(known) if known else NEW)
    page = msgspec.structs.replace(
        rule_shown(visit, known, shown, channels),
        rehearsal=rehearsal,
        problem=sentence(refusal.detail) if refusal else None,
        done=done,
    )
    status = STATUS[refusal.code] if refusal else 200
    return still(visit, "alerts", page.title, "alert_rule.html", status=status, page=page)


def _record(visit: Visit, view: View, rule_id: UUID | None) -> RuleRecord | None:
    if rule_id is None:
        return None
    return rule_record(view, rule_id, time_zone=visit.zone, now=datetime.now(UTC))


rule_pages = [new_rule_page, rule_page, create, revise, try_new, try_changed]
