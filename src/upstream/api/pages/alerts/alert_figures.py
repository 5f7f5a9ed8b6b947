"""One alert in full: both windows, the numbers behind it, its evidence, its judgments."""

from datetime import timedelta
from typing import Final

from upstream.api.charts import wording
from upstream.api.pages.alerts.alerts_view import EvidenceClaim, JudgmentShown, OwnJudgment, Window
from upstream.api.pages.frame.amounts import cents
from upstream.api.pages.frame.pieces import Named, Option
from upstream.api.pages.frame.signals import value_said
from upstream.api.pages.frame.visits import Visit
from upstream.api.pages.rendering import address
from upstream.projections.alerts.list_alerts import AlertRow
from upstream.projections.drift.documents import Finding, Value, WindowShown
from upstream.projections.drift.evidence_documents import EvidenceClaim as Claim
from upstream.projections.judgments.list_judgments import JudgmentRow
from upstream.projections.worklist.won import WonBack

VERDICTS: Final = {"real": "Real", "noise": "Noise", "needs_follow_up": "Needs follow-up"}
STATES: Final = {"open": "Open", "acknowledged": "Acknowledged", "resolved": "Resolved"}


def windows_of(finding: Finding) -> tuple[Window, ...]:
    return (
        _window("Current", finding.kind, finding.current, finding.current_value),
        _window("Baseline", finding.kind, finding.baseline, finding.baseline_value),
    )


def facts_of(
    alert: AlertRow, finding: Finding, names: dict[str, str], zone: str
) -> tuple[Named, ...]:
    seen = wording.moment(alert.last_seen_at, zone)
    told = [
        ("At risk", wording.money(cents(alert.dollars_at_risk))),
        ("Confidence", wording.certainty(alert.confidence)),
        ("p-value", _p_said(finding)),
        (
            "Seen",
            f"{wording.times(alert.occurrences)}, last {seen}",
        ),
        ("Raised", wording.moment(alert.raised_at, zone)),
    ]
    if alert.assignee:
        told.append(("Assigned to", names[f"person:{alert.assignee}"]))
    if alert.acknowledged_by:
        when = wording.moment(alert.acknowledged_at, zone)
        told.append(("Acknowledged", f"{names[alert.acknowledged_by]}, {when}"))
    if alert.escalated_at:
        told.append(("Escalated", wording.moment(alert.escalated_at, zone)))
    if alert.held_until:
        held = wording.moment(alert.held_until, zone)
        told.append(("Messages held by quiet hours until", held))
    if alert.resolved_by:
        when = wording.moment(alert.resolved_at, zone)
        told.append(("Resolved", f"{names[alert.resolved_by]}, {when}"))
    return tuple(Named(name=name, value=value) for name, value in told)


def won_back_said(won: WonBack) -> str | None:
    """Beside the field for what was recovered, so that nobody has to look it up."""
    if not won.count:
        return None
    noun = "claim" if won.count == 1 else "claims"
    amount = wording.money(cents(won.amount))
    return f"{amount} by the claims: {wording.count(won.count)} {noun} paid since"


def actors_of(alert: AlertRow) -> list[str]:
    """Everybody `facts_of` needs a name for."""
    assigned = [f"person:{alert.assignee}"] if alert.assignee else []
    return [*assigned, *filter(None, (alert.acknowledged_by, alert.resolved_by))]


def evidence_claim(claim: Claim, visit: Visit, known_at: int) -> EvidenceClaim:
    """Leads to the claim as the run knew it."""
    href = address(visit.path("claims", claim.id), {"as_of": f"position:{known_at}"})
    return EvidenceClaim(
        name=claim.claim_ref or str(claim.id)[:8],
        href=href,
        cpt=claim.cpt,
        decided_on=claim.decided_on,
        outcome=claim.outcome,
        denial_reason=claim.denial_reason,
        billed_cents=cents(claim.billed),
    )


def judgment_shown(judgment: JudgmentRow, names: dict[str, str], path: str) -> JudgmentShown:
    return JudgmentShown(
        verdict_said=VERDICTS[judgment.verdict],
        operator=names[judgment.operator],
        judged_at=judgment.revised_at or judgment.judged_at,
        position_seen=judgment.position_seen,
        seen_href=address(path, {"as_of": f"position:{judgment.position_seen}"}),
        note=judgment.note,
        recovered_cents=cents(judgment.recovered),
        recovered_on=judgment.recovered_on,
    )


def own_of(judgment: JudgmentRow | None) -> OwnJudgment | None:
    """What the operator said before, ready to be revised."""
    if judgment is None:
        return None
    return OwnJudgment(
        verdict=judgment.verdict,
        note=judgment.note or "",
        recovered_amount=judgment.recovered or "",
        recovered_on=str(judgment.recovered_on or ""),
    )


def verdict_options(chosen: str | None) -> tuple[Option, ...]:
    return tuple(
        Option(value=value, label=label, chosen=value == chosen)
        for value, label in VERDICTS.items()
    )


def _p_said(finding: Finding) -> str:
    together = float(finding.workings.q_value)
    return f"{finding.p_value:.2g}; {together:.2g} among all {finding.workings.tests} tested"


def _window(name: str, kind: str, window: WindowShown, value: Value) -> Window:
    return Window(
        name=name,
        first=window.begins,
        last=window.ends - timedelta(days=1),
        claims=window.claims,
        value=value_said(kind, value),
    )
