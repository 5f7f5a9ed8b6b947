"""An alert or a finding in one line."""

from typing import Final

from upstream.api.charts import wording
from upstream.api.charts.wording import count
from upstream.api.pages.dashboard.dashboard_view import Signal
from upstream.api.pages.frame.amounts import cents
from upstream.api.pages.rendering import address
from upstream.projections.alerts.list_alerts import AlertRow
from upstream.projections.drift.documents import Finding, Value

_IN_DAYS: Final = frozenset({"days_to_decision", "payment_delay"})
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
        explanation=_short(finding),
        severity_label=finding.severity_label,
        dollars_at_risk=cents(finding.dollars_at_risk),
    )


def _short(finding: Finding) -> str:
    """The two values and what they rest on; the alert's page has the whole sentence."""
    before = value_said(finding.kind, finding.baseline_value)
    now = value_said(finding.kind, finding.current_value)
    claims = f"{count(finding.current.claims)} claims against {count(finding.baseline.claims)}"
    return f"From {before} to {now}; {claims}."


def value_said(kind: str, value: Value) -> str:
    """A share, a number of days or dollars, as the kind of drift has it."""
    if isinstance(value, str):
        return wording.money(cents(value))
    return wording.days(round(value, 1)) if kind in _IN_DAYS else wording.percent(value)
