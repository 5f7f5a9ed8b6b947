"""Which alerts are there, the worst first, and what do we know of one?"""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, RowMapping, Select, and_, func, select, tuple_

from upstream.domain.alerts.refusals import AlertUnknown
from upstream.domain.drift.settings import Kind
from upstream.domain.drift.severity import LABELS, Bands, SeverityLabel, severity_label, span_of
from upstream.projections.alerts.alert_versions import alerts as alert_versions
from upstream.projections.alerts.rule_versions import alert_rules as rule_versions
from upstream.projections.alerts.tables import alert_comments as c
from upstream.projections.alerts.tables import alert_rules as rules
from upstream.projections.alerts.tables import alerts as a
from upstream.projections.judgments.judgment_versions import judgments as judgment_versions
from upstream.projections.judgments.tables import judgments as j
from upstream.projections.money import dollars
from upstream.projections.settings.settings_versions import NEEDS as SETTINGS
from upstream.projections.settings.settings_versions import bands_at
from upstream.projections.tables import standing
from upstream.projections.view import View

NEEDS = (alert_versions, rule_versions, judgment_versions, *SETTINGS)


class AlertRow(msgspec.Struct, frozen=True, kw_only=True):
    """One alert as it stood. `verdict` is the latest word of any operator."""

    id: UUID
    rule_id: UUID
    rule_name: str | None
    finding_id: UUID
    product: str
    kind: str
    payer: str
    cpt_group: str | None
    status: str
    severity: float
    severity_label: SeverityLabel
    confidence: float
    dollars_at_risk: str
    explanation: str
    occurrences: int
    raised_at: datetime
    last_seen_at: datetime
    assignee: UUID | None
    acknowledged_at: datetime | None
    acknowledged_by: str | None
    resolved_at: datetime | None
    resolved_by: str | None
    snoozed_until: datetime | None
    escalated_at: datetime | None
    held_until: datetime | None
    """Raised in quiet hours: its messages waited until then."""
    held_because: str | None
    verdict: str | None
    version: int


class Comment(msgspec.Struct, frozen=True, kw_only=True):
    """`about` says whether it came alone, with the resolution or with the reopening."""

    actor: str
    recorded_at: datetime
    position: int
    about: str
    comment: str


class AlertFilter(msgspec.Struct, frozen=True, kw_only=True):
    """All given conditions hold. `active` is open or acknowledged."""

    status: Literal["open", "acknowledged", "resolved", "active"] | None = None
    severity_label: SeverityLabel | None = None
    product: str | None = None
    kind: Kind | None = None
    payer: str | None = None
    cpt_group: str | None = None
    rule_id: UUID | None = None
    finding_id: UUID | None = None
    assignee: UUID | None = None


class AlertPage(msgspec.Struct, frozen=True, kw_only=True):
    """The worst first; `next` goes back in as `after`."""

    items: list[AlertRow]
    next: tuple[int, str] | None


def list_alerts(
    view: View, wanted: AlertFilter, *, limit: int = 50, after: tuple[int, str] | None = None
) -> AlertPage:
    """One page of the alerts as they stood at the view's position."""
    bands = bands_at(view)
    statement = _all(view).where(*_conditions(wanted, bands))
    if after is not None:
        last = (-after[0], UUID(after[1]))
        statement = statement.where(tuple_(-a.c.severity_bps, a.c.alert_id) > last)
    statement = statement.order_by(-a.c.severity_bps, a.c.alert_id).limit(limit + 1)
    rows = view.connection.execute(statement).mappings().all()
    more = rows[limit - 1] if len(rows) > limit else None
    return AlertPage(
        items=[_row(row, bands) for row in rows[:limit]],
        next=(more["severity_bps"], str(more["alert_id"])) if more else None,
    )


def alert(view: View, alert_id: UUID) -> AlertRow:
    """As it stood at the view's position. Raises `AlertUnknown`."""
    row = view.connection.execute(_all(view).where(a.c.alert_id == alert_id)).mappings().first()
    if row is None:
        raise AlertUnknown("there is no such alert at that moment")
    return _row(row, bands_at(view))


def comments(view: View, alert_id: UUID) -> list[Comment]:
    """What was written beneath an alert by the view's position, in order."""
    statement = (
        select(c.c.actor, c.c.recorded_at, c.c.position, c.c.about, c.c.comment)
        .where(
            c.c.customer_id == view.customer_id,
            c.c.alert_id == alert_id,
            c.c.position <= view.position,
        )
        .order_by(c.c.position)
    )
    return [Comment(**row) for row in view.connection.execute(statement).mappings()]


def alerts_active(view: View) -> dict[SeverityLabel, int]:
    """How many are open or acknowledged, by severity; every label is there."""
    statement = (
        select(a.c.severity_bps, func.count())
        .where(standing(a, view), a.c.status != "resolved")
        .group_by(a.c.severity_bps)
    )
    bands = bands_at(view)
    active: dict[SeverityLabel, int] = dict.fromkeys(reversed(LABELS), 0)
    for bps, count in view.connection.execute(statement):
        active[severity_label(bps, bands)] += count
    return active


def _all(view: View) -> Select[Any]:
    verdict = (
        select(j.c.verdict)
        .where(standing(j, view), j.c.alert_id == a.c.alert_id)
        .order_by(j.c.from_position.desc())
        .limit(1)
        .scalar_subquery()
        .label("verdict")
    )
    rule = and_(standing(rules, view), rules.c.rule_id == a.c.rule_id)
    return (
        select(a, rules.c.name.label("rule_name"), verdict)
        .outerjoin(rules, rule)
        .where(standing(a, view))
    )


def _conditions(wanted: AlertFilter, bands: Bands) -> list[ColumnElement[bool]]:
    conditions = [
        a.c[name] == value
        for name in ("product", "kind", "payer", "cpt_group", "rule_id", "finding_id", "assignee")
        if (value := getattr(wanted, name)) is not None
    ]
    if wanted.status == "active":
        conditions.append(a.c.status != "resolved")
    elif wanted.status is not None:
        conditions.append(a.c.status == wanted.status)
    if wanted.severity_label is not None:
        low, high = span_of(wanted.severity_label, bands)
        conditions += [a.c.severity_bps >= low, a.c.severity_bps < high]
    return conditions


def _row(row: RowMapping, bands: Bands) -> AlertRow:
    same = set(AlertRow.__struct_fields__) & set(row)
    return AlertRow(
        id=row["alert_id"],
        severity=row["severity_bps"] / 10_000,
        severity_label=severity_label(row["severity_bps"], bands),
        confidence=row["confidence_bps"] / 10_000,
        dollars_at_risk=dollars(row["at_risk_cents"]),
        explanation=row["headline"],
        **{name: row[name] for name in same},
    )
