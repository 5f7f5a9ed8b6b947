"""By which rules is somebody told, as they stood?"""

from uuid import UUID

import msgspec
from sqlalchemy import RowMapping, select

from upstream.domain.alerts.refusals import AlertRuleUnknown
from upstream.domain.alerts.terms import QuietHours, RuleTerms
from upstream.projections.alerts.rule_versions import alert_rules as rule_versions
from upstream.projections.alerts.tables import alert_rules as r
from upstream.projections.money import dollars
from upstream.projections.tables import standing
from upstream.projections.view import View

NEEDS = (rule_versions,)


class AlertRuleRow(msgspec.Struct, frozen=True, kw_only=True):
    """None, or an empty list, means any; no channel means that it only fills the list of alerts."""

    id: UUID
    name: str
    product: str | None
    kind: str | None
    severity_min: float
    confidence_min: float
    dollars_at_risk_min: str
    payers: list[str]
    cpt_groups: list[str]
    channels: list[UUID]
    quiet_hours: QuietHours | None
    cooldown_minutes: int
    learns: bool
    escalate_after_minutes: int | None
    escalation_channels: list[UUID]
    is_on: bool
    version: int


def list_rules(view: View) -> list[AlertRuleRow]:
    """By name."""
    statement = select(r).where(standing(r, view)).order_by(r.c.name, r.c.rule_id)
    return [_row(row) for row in view.connection.execute(statement).mappings()]


def rule(view: View, rule_id: UUID) -> AlertRuleRow:
    """Raises `AlertRuleUnknown`."""
    return _row(_found(view, rule_id))


def terms_of(view: View, rule_id: UUID) -> RuleTerms:
    """As the domain has them. Raises `AlertRuleUnknown`."""
    row = _found(view, rule_id)
    known = {name: row[name] for name in RuleTerms.__struct_fields__}
    return msgspec.convert(known, RuleTerms)


def _found(view: View, rule_id: UUID) -> RowMapping:
    statement = select(r).where(standing(r, view), r.c.rule_id == rule_id)
    row = view.connection.execute(statement).mappings().first()
    if row is None:
        raise AlertRuleUnknown("there is no such rule at that moment")
    return row


def _row(row: RowMapping) -> AlertRuleRow:
    same = set(AlertRuleRow.__struct_fields__) & set(row) - {"quiet_hours"}
    return AlertRuleRow(
        id=row["rule_id"],
        severity_min=row["severity_min_bps"] / 10_000,
        confidence_min=row["confidence_min_bps"] / 10_000,
        dollars_at_risk_min=dollars(row["at_risk_min_cents"]),
        quiet_hours=msgspec.convert(row["quiet_hours"], QuietHours | None),
        **{name: row[name] for name in same},
    )
