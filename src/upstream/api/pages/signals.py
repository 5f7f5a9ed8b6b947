"""An alert or a finding in one line."""

from typing import Final

from upstream.api.pages.amounts import cents
from upstream.api.pages.dashboard_view import Signal
from upstream.api.pages.rendering import address
from upstream.projections.alerts.list_alerts import AlertRow
from upstream.projections.drift.documents import Finding

_KINDS: Final = {
    "denial_rate": "denial rate",
    "days_to_decision": "days to decision",
    "allowed_amount": "allowed amount",
    "denial_reason": "denial reason",
    "payment_delay": "payment delay",
    "underpayment": "underpayment",
    "authorization": "authorization",
}


def title_of(found: AlertRow | Finding) -> str:
    """Such as: Aetna · Imaging: denial rate."""
    group = found.cpt_group or "all CPT groups"
    return f"{found.payer} · {group}: {kind_said(found.kind)}"


def kind_said(kind: str) -> str:
    return _KINDS.get(kind, kind.replace("_", " "))


def alert_signal(alert: AlertRow, path: str, as_of: str | None) -> Signal:
    return Signal(
        title=title_of(alert),
        explanation=alert.explanation,
        severity_label=alert.severity_label,
        dollars_at_risk=cents(alert.dollars_at_risk),
        href=address(f"{path}/{alert.id}", {"as_of": as_of}),
    )


def finding_signal(finding: Finding) -> Signal:
    return Signal(
        title=title_of(finding),
        explanation=finding.explanation,
        severity_label=finding.severity_label,
        dollars_at_risk=cents(finding.dollars_at_risk),
    )
