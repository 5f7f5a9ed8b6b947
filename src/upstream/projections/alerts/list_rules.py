"""By which rules is somebody told, as they stood?"""

from uuid import UUID

import msgspec
from sqlalchemy import select

from upstream.projections.alerts.rule_versions import alert_rules as rule_versions
from upstream.projections.alerts.tables import alert_rules as r
from upstream.projections.money import dollars
from upstream.projections.tables import standing
from upstream.projections.view import View

NEEDS = (rule_versions,)


class AlertRuleRow(msgspec.Struct, frozen=True, kw_only=True):
    """None in `product` or `kind` means any."""

    id: UUID
    name: str
    product: str | None
    kind: str | None
    severity_min: float
    confidence_min: float
    dollars_at_risk_min: str
    is_on: bool
    version: int


def list_rules(view: View) -> list[AlertRuleRow]:
    """By name."""
    statement = select(r).where(standing(r, view)).order_by(r.c.name, r.c.rule_id)
    return [
        AlertRuleRow(
            id=row["rule_id"],
            name=row["name"],
            product=row["product"],
            kind=row["kind"],
            severity_min=row["severity_min_bps"] / 10_000,
            confidence_min=row["confidence_min_bps"] / 10_000,
            dollars_at_risk_min=dollars(row["at_risk_min_cents"]),
            is_on=row["is_on"],
            version=row["version"],
        )
        for row in view.connection.execute(statement).mappings()
    ]
