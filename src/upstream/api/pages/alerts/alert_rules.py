"""All alert rules and maintenance windows; switching a rule, making it forget what it learned."""

from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.params import FromPath, URLEncodedBody

from upstream.api.access import allowed
from upstream.api.charts import wording
from upstream.api.dependencies import MinPosition
from upstream.api.pages.alerts.alert_rule_figures import precision_said
from upstream.api.pages.alerts.alert_rules_view import RuleLine, RulesPage, WindowLine
from upstream.api.pages.frame.showing import Shown, see_other, still
from upstream.api.pages.frame.signals import kind_said
from upstream.api.pages.frame.travel import Text
from upstream.api.pages.frame.visits import Visit, VisitGiven
from upstream.api.pages.frame.words import sentence
from upstream.api.pages.rendering import address
from upstream.api.requests import context_of
from upstream.api.statuses import STATUS
from upstream.application.alerts.lessons import forget_lesson
from upstream.application.alerts.rules import switch_rule
from upstream.domain.alerts.lesson import ForgetLesson
from upstream.domain.context import Context
from upstream.domain.drift.settings import Kind
from upstream.domain.messages import Refusal
from upstream.projections.alerts.list_rules import AlertRuleRow, list_rules
from upstream.projections.alerts.maintenance import NEEDS as MAINTENANCE
from upstream.projections.alerts.maintenance import MaintenanceRow, list_maintenance
from upstream.projections.judgments.precision import Precision, latest_words, precision_by
from upstream.projections.judgments.recoveries import NEEDS as JUDGED
from upstream.projections.judgments.words import standing_words

_DONE: Final = {"planned": "Planned.", "cancelled": "Cancelled: alerts come again."}
_WINDOWS_SHOWN: Final = 20


class LessonForm(msgspec.Struct, frozen=True, kw_only=True):
    payer: str
    kind: Kind


@get("/alert-rules", opt=allowed("alerts:read"), sync_to_thread=True)
def rules_page(visit: VisitGiven, min_position: MinPosition = 0, done: Text = None) -> Shown:
    return show_rules(visit, min_position=min_position, done=_DONE.get(done or ""))


@post(
    "/alert-rules/{rule_id:uuid}/switch-on",
    opt=allowed("rules:write", command="alerts.switch_rule_on"),
    status_code=200,
    sync_to_thread=True,
)
def switch_on(rule_id: FromPath[UUID], visit: VisitGiven) -> Shown:
    return _switch(visit, rule_id, on=True)


@post(
    "/alert-rules/{rule_id:uuid}/switch-off",
    opt=allowed("rules:write", command="alerts.switch_rule_off"),
    status_code=200,
    sync_to_thread=True,
)
def switch_off(rule_id: FromPath[UUID], visit: VisitGiven) -> Shown:
    return _switch(visit, rule_id, on=False)


def _switch(visit: Visit, rule_id: UUID, *, on: bool) -> Shown:
    answer = switch_rule(visit.parts.log, _context(visit), rule_id, on=on)
    asked: dict[str, str | int | None] = {
        "min_position": answer.position,
        "done": "on" if on else "off",
    }
    return see_other(address(visit.path("alert-rules", rule_id), asked))


@post(
    "/alert-rules/{rule_id:uuid}/forget",
    opt=allowed("rules:write", command="alerts.forget_lesson"),
    status_code=200,
    sync_to_thread=True,
)
def forget(rule_id: FromPath[UUID], data: URLEncodedBody[LessonForm], visit: VisitGiven) -> Shown:
    command = ForgetLesson(rule_id=rule_id, payer=data.payer, kind=data.kind)
    answer = forget_lesson(visit.parts.log, _context(visit), command)
    asked: dict[str, str | int | None] = {"min_position": answer.position, "done": "forgotten"}
    return see_other(address(visit.path("alert-rules", rule_id), asked))


def _context(visit: Visit) -> Context:
    command = str(visit.request.route_handler.opt["command"])
    return context_of(visit.request, visit.caller, visit.place, command=command)


def show_rules(
    visit: Visit,
    *,
    min_position: int = 0,
    done: str | None = None,
    refusal: Refusal | None = None,
) -> Shown:
    path, now = visit.path("alert-rules"), datetime.now(UTC)
    needs = (*JUDGED, *MAINTENANCE)
    with visit.parts.views.at(visit.customer_id, needs=needs, min_position=min_position) as view:
        rules, windows = list_rules(view), list_maintenance(view, now=now)
        words = latest_words(standing_words(view))
    right = {row.name: row for row in precision_by(words, lambda row: str(row["rule_id"]))}
    works = visit.may("alerts:work")
    page = RulesPage(
        rules=tuple(_rule(each, path, right.get(str(each.id))) for each in rules),
        new_href=f"{path}/new" if visit.may("rules:write") else None,
        channels_href=visit.path("channels"),
        alerts_href=visit.path("alerts"),
        windows=tuple(
            _line(each, visit, works=works)
            for each in windows[:_WINDOWS_SHOWN]
            if each.ends_at > now - timedelta(days=30)
        ),
        plan_action=visit.path("maintenance-windows") if works else None,
        zone=visit.zone,
        problem=sentence(refusal.detail) if refusal else None,
        done=done,
    )
    status = STATUS[refusal.code] if refusal else 200
    return still(visit, "alerts", "Alert rules", "alert_rules.html", status=status, page=page)


def _rule(rule: AlertRuleRow, path: str, precision: Precision | None) -> RuleLine:
    kind = kind_said(rule.kind) if rule.kind else "any change"
    whom = ", ".join(rule.payers) or "any payer"
    count = len(rule.channels)
    return RuleLine(
        name=rule.name,
        href=f"{path}/{rule.id}",
        is_on=rule.is_on,
        watches=f"{kind.capitalize()} of {whom}, severity {rule.severity_min * 100:.0f} and up",
        tells=f"{count} {'channel' if count == 1 else 'channels'}" if count else "Nobody",
        precision_said=precision_said(precision),
    )


def _line(window: MaintenanceRow, visit: Visit, *, works: bool) -> WindowLine:
    begins = wording.moment(window.begins_at, visit.zone)
    ahead = works and window.state in {"planned", "running"}
    cancel_path = visit.path("maintenance-windows", window.id, "cancel")
    return WindowLine(
        said=f"{window.payer or 'Every payer'}: {window.reason}",
        when=f"{begins} to {wording.moment(window.ends_at, visit.zone)}",
        state=window.state.capitalize(),
        cancel_action=cancel_path if ahead else None,
    )


rules_pages = [rules_page, switch_on, switch_off, forget]
