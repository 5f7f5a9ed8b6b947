"""One alert: what was seen, on which claims, and what people made of it."""

from datetime import UTC, datetime
from typing import Final, NamedTuple
from uuid import UUID

from litestar import get
from litestar.params import FromPath

from upstream.api.access import allowed
from upstream.api.charts import wording
from upstream.api.pages.alerts.alert_chart import chart_of
from upstream.api.pages.alerts.alert_figures import (
    STATES,
    actors_of,
    evidence_claim,
    facts_of,
    judgment_shown,
    own_of,
    verdict_options,
    windows_of,
    won_back_said,
)
from upstream.api.pages.alerts.alert_moved import moved_shown
from upstream.api.pages.alerts.alert_rule_figures import precision_said
from upstream.api.pages.alerts.alerts_view import AlertPage, CommentShown, OwnJudgment
from upstream.api.pages.audit.histories import steps_of
from upstream.api.pages.frame.moment_shown import MomentShown
from upstream.api.pages.frame.pieces import Option
from upstream.api.pages.frame.showing import Sheet, Shown, at_moment
from upstream.api.pages.frame.signals import kind_said, title_of
from upstream.api.pages.frame.travel import Text, Travel, TravelGiven, looking
from upstream.api.pages.frame.visits import Visit, VisitGiven
from upstream.api.pages.rendering import address
from upstream.projections.alerts.list_alerts import NEEDS as ALERTS
from upstream.projections.alerts.list_alerts import AlertRow, alert, comments
from upstream.projections.audit.entity import entity_history
from upstream.projections.drift.breakdown import moved
from upstream.projections.drift.cell_history import cell_history
from upstream.projections.drift.evidence import NEEDS as EVIDENCE
from upstream.projections.drift.evidence import evidence
from upstream.projections.drift.evidence_documents import EvidencePage
from upstream.projections.drift.list_findings import FindingFilter, finding, list_findings
from upstream.projections.judgments.list_judgments import judgments_of
from upstream.projections.judgments.precision import latest_words, precision_by
from upstream.projections.judgments.words import standing_words
from upstream.projections.view import View
from upstream.projections.worklist import won

NEEDS: Final = (*ALERTS, *EVIDENCE, *won.NEEDS)
EVIDENCE_SHOWN: Final = 10
_DONE: Final = {
    "acknowledged": "Acknowledged.",
    "resolved": "Resolved.",
    "reopened": "Open again.",
    "judged": "Your judgment is recorded. The rule has learned from it.",
    "snoozed": "Snoozed: it stays quiet unless it gets worse.",
    "woken": "Awake again.",
    "taken": "It is yours.",
    "commented": "Your comment is recorded.",
}
SNOOZES: Final = {"1": "For a day", "7": "For a week", "30": "For 30 days"}
"""By the number of days."""


class Refused(NamedTuple):
    """Why a command was not carried out, and what had been typed for it."""

    why: str
    status: int
    typed: OwnJudgment | None = None


@get("/alerts/{alert_id:uuid}", opt=allowed("alerts:read"), sync_to_thread=True)
def alert_page(
    alert_id: FromPath[UUID], visit: VisitGiven, travel: TravelGiven, done: Text = None
) -> Shown:
    return show_alert(visit, travel, alert_id, done=_DONE.get(done or ""))


def show_alert(
    visit: Visit,
    travel: Travel,
    alert_id: UUID,
    *,
    done: str | None = None,
    refused: Refused | None = None,
) -> Shown:
    """After a command that was `refused` the page says why. Raises AlertUnknown."""
    path = visit.path("alerts", alert_id)
    with looking(visit, travel, NEEDS, path=path) as (view, moment):
        page = _page(visit, view, moment, alert_id, done=done, refused=refused)
    sheet = Sheet("alerts", page.title, "alert", page)
    return at_moment(visit, travel, moment, sheet, status=refused.status if refused else 200)


def _page(
    visit: Visit,
    view: View,
    moment: MomentShown,
    alert_id: UUID,
    *,
    done: str | None,
    refused: Refused | None,
) -> AlertPage:
    known = alert(view, alert_id)
    seen = finding(view, known.finding_id)
    behind = evidence(view, known.finding_id, limit=EVIDENCE_SHOWN)
    words = judgments_of(view, alert_id)
    said = comments(view, alert_id)
    people = (*(word.operator for word in words), *(each.actor for each in said))
    names = visit.names([*actors_of(known), *people])
    right = precision_by(
        latest_words(standing_words(view, rule_id=known.rule_id)), lambda _: "rule"
    )
    measure = kind_said(known.kind).capitalize()
    before = next((word for word in words if word.operator == visit.caller.actor), None)
    own = refused.typed if refused and refused.typed else own_of(before)
    return AlertPage(
        title=title_of(known),
        href=moment.path,
        list_href=address(visit.path("alerts"), {"as_of": moment.as_of}),
        audit_href=visit.path("audit", "alert", alert_id) if visit.may("audit:read") else None,
        severity_label=known.severity_label,
        state_said=STATES[known.status],
        explanation=known.explanation,
        measure=measure,
        chart=chart_of(cell_history(view, known.finding_id), seen, measure),
        rule_name=known.rule_name or wording.MISSING,
        rule_href=visit.path("alert-rules", known.rule_id),
        rule_precision_said=precision_said(right[0] if right else None),
        windows=windows_of(seen),
        facts=facts_of(known, seen, names, visit.zone),
        won_back_said=won_back_said(won.won_back(view, alert_id)),
        moved=moved_shown(
            moved(view, known.finding_id),
            seen,
            list_findings(view, FindingFilter(status="open", payer=seen.payer), limit=5).items,
            visit.path("claims"),
        ),
        evidence=tuple(
            evidence_claim(claim, visit, behind.known_at_position) for claim in behind.items
        ),
        evidence_total=behind.total,
        evidence_href=_all_evidence(visit, known, behind),
        evidence_file_href=_evidence_file(visit, moment, alert_id),
        comments=tuple(
            CommentShown(
                actor=names[each.actor], recorded_at=each.recorded_at, comment=each.comment
            )
            for each in said
        ),
        snoozes=tuple(Option(value=days, label=label) for days, label in SNOOZES.items()),
        snoozed_said=_snoozed(known, visit.zone),
        steps=steps_of(entity_history(view, "alert", alert_id), visit),
        judgments=tuple(judgment_shown(word, names, moment.path) for word in words),
        position_seen=view.position,
        verdicts=verdict_options(own.verdict if own else None),
        own=own,
        judged=before is not None,
        problem=refused.why if refused else None,
        done=done,
        **_allowed(visit, moment, known),
    )


def _allowed(visit: Visit, moment: MomentShown, known: AlertRow) -> dict[str, bool]:
    """Work is done on what stands now; a judgment may rest on what was seen before."""
    works = visit.may("alerts:work") and moment.is_now
    return {
        "may_judge": visit.may("judgments:write"),
        "may_manage": works,
        "may_acknowledge": works and known.status == "open",
        "may_resolve": works and known.status != "resolved",
        "may_reopen": works and known.status == "resolved",
        "may_take": works and known.assignee != visit.caller.person_id,
    }


def _snoozed(known: AlertRow, zone: str) -> str | None:
    until = known.snoozed_until
    return wording.moment(until, zone) if until and until > datetime.now(UTC) else None


def _evidence_file(visit: Visit, moment: MomentShown, alert_id: UUID) -> str:
    path = f"/api/v1/customers/{visit.place.slug}/alerts/{alert_id}/evidence"
    return address(path, {"as_of": moment.as_of})


def _all_evidence(visit: Visit, known: AlertRow, behind: EvidencePage) -> str | None:
    """Where only denied claims count, the list of claims can show all of them."""
    if behind.of != "denied" or behind.total <= len(behind.items):
        return None
    asked = {
        "as_of": f"position:{behind.known_at_position}",
        "payer": known.payer,
        "cpt_group": known.cpt_group,
        "outcome": "DENIED",
    }
    return address(visit.path("claims"), asked)
