"""What is worth doing first: open alerts by what working on them can be expected to bring in."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

import msgspec
from sqlalchemy import RowMapping, Select, and_, select

from upstream.domain.alerts.refusals import AlertUnknown
from upstream.domain.drift.severity import Bands, SeverityLabel, severity_label
from upstream.domain.worklist.recovery import Outlook, at_most, outlook, prospect
from upstream.projections.alerts.alert_versions import alerts as alert_versions
from upstream.projections.alerts.tables import alerts as a
from upstream.projections.drift.documents import drift_in
from upstream.projections.drift.finding_versions import findings
from upstream.projections.drift.tables import findings as f
from upstream.projections.mappings.payer_names import payers
from upstream.projections.money import dollars
from upstream.projections.settings.settings_versions import NEEDS as SETTINGS
from upstream.projections.settings.settings_versions import bands_at
from upstream.projections.tables import standing
from upstream.projections.view import View
from upstream.projections.worklist.behind import NEEDS as CLAIMS
from upstream.projections.worklist.behind import Open, claims_behind, sort_of
from upstream.projections.worklist.decided import decided_of_late
from upstream.projections.worklist.learned import learned
from upstream.projections.worklist.ordering import KEYS, Order, Ranked
from upstream.projections.worklist.payer_clocks import clocks_at, payer_clocks

NEEDS = (alert_versions, findings, payer_clocks, *CLAIMS, *SETTINGS)


class WorklistRow(msgspec.Struct, frozen=True, kw_only=True):
    """One open alert. `dollars` are what the payer usually allows for its claims still in time;
    claims may stand behind several alerts, so rows do not add up.

    `rate` is the share of such appeals that were won, learned from `rate_claims` appealed claims
    of the customer's own; of waiting claims, the share that is paid, from those decided.
    `days_left` to `due_on` are those of the claim that ends first.
    """

    alert_id: UUID
    product: str
    kind: str
    payer: str
    cpt_group: str | None
    explanation: str
    severity: float
    severity_label: SeverityLabel
    status: str
    assignee: UUID | None
    snoozed_until: datetime | None
    raised_at: datetime
    expected_recovery: str
    dollars: str
    claims: int
    rate: float | None
    rate_claims: int
    rate_rests_on: str | None
    days_left: int | None
    due_on: date | None
    clock: str | None
    clock_set_for: str | None
    """`payer`, `everybody`, or `default` where nobody has set one."""
    time_is_up: bool
    """For every claim; expected recovery is then 0."""
    claims_too_late: int
    dollars_too_late: str
    version: int


class WorklistFilter(msgspec.Struct, frozen=True, kw_only=True):
    """All given conditions hold. `due_within`: days, today's included; what is over is not due."""

    assignee: UUID | None = None
    unassigned: bool = False
    status: Literal["open", "acknowledged"] | None = None
    payer: str | None = None
    product: str | None = None
    due_within: int | None = None


def worklist(
    view: View, wanted: WorklistFilter, *, today: date, order: Order = "expected"
) -> list[WorklistRow]:
    """Every alert that is not resolved, in that order; `today` is the customer's."""
    rows = view.connection.execute(_open(view, wanted)).mappings().all()
    ranked = [
        Ranked(row, looks) for row, looks in zip(rows, _outlooks(view, rows, today), strict=True)
    ]
    if wanted.due_within is not None:
        ranked = [one for one in ranked if _is_due(one.looks, wanted.due_within)]
    bands = bands_at(view)
    return [_shown(one, bands) for one in sorted(ranked, key=KEYS[order])]


def payers_open(view: View) -> list[str]:
    """Those somebody has an alert to work on about, by name."""
    statement = select(a.c.payer).where(standing(a, view), a.c.status != "resolved")
    return sorted(set(view.connection.execute(statement).scalars()))


def open_alert(view: View, alert_id: UUID) -> Open:
    """Whatever became of it. Raises `AlertUnknown`."""
    statement = _alerts(view).where(a.c.alert_id == alert_id)
    row = view.connection.execute(statement).mappings().first()
    if row is None:
        raise AlertUnknown("there is no such alert at that moment")
    return Open(row["alert_id"], drift_in(row["drift"]))


def _outlooks(view: View, rows: Sequence[RowMapping], today: date) -> list[Outlook]:
    if not rows:
        return []
    opened = [Open(row["alert_id"], drift_in(row["drift"])) for row in rows]
    decided = decided_of_late(view, today, [one.drift for one in opened])
    behind = claims_behind(view, opened, today, decided)
    waiting = any(sort_of(one.drift) == "waiting" for one in opened)
    known = learned(view, today, decided if waiting else None)
    clocks, names = clocks_at(view), payers(view)
    return [
        outlook(
            prospect(names.of(row["payer"]), alike, learned=known, clocks=clocks, today=today)
            for alike in at_most(row["at_risk_cents"], behind.get(row["alert_id"], ()))
        )
        for row in rows
    ]


def _alerts(view: View) -> Select[Any]:
    seen = and_(standing(f, view), f.c.finding_id == a.c.finding_id)
    return select(a, f.c.drift).join(f, seen).where(standing(a, view))


def _open(view: View, wanted: WorklistFilter) -> Select[Any]:
    statement = _alerts(view).where(a.c.status != "resolved").order_by(a.c.alert_id)
    for name in ("status", "payer", "product"):
        value = getattr(wanted, name)
        if value is not None:
            statement = statement.where(a.c[name] == value)
    if wanted.unassigned:
        statement = statement.where(a.c.assignee.is_(None))
    if wanted.assignee is not None:
        return statement.where(a.c.assignee == wanted.assignee)
    return statement


def _is_due(looks: Outlook, within: int) -> bool:
    return looks.days_left is not None and 0 <= looks.days_left <= within


def _shown(one: Ranked, bands: Bands) -> WorklistRow:
    row, looks = one.row, one.looks
    same = set(WorklistRow.__struct_fields__) & set(row)
    return WorklistRow(
        explanation=row["headline"],
        severity=row["severity_bps"] / 10_000,
        severity_label=severity_label(row["severity_bps"], bands),
        expected_recovery=dollars(looks.expected_cents),
        dollars=dollars(looks.open_cents),
        claims=looks.open_claims,
        rate=None if looks.rate_bps is None else looks.rate_bps / 10_000,
        rate_claims=looks.tried,
        rate_rests_on=looks.rests_on,
        days_left=looks.days_left,
        due_on=looks.last_day,
        clock=looks.clock,
        clock_set_for=looks.whose,
        time_is_up=looks.over_claims > 0 and looks.open_claims == 0,
        claims_too_late=looks.over_claims,
        dollars_too_late=dollars(looks.over_cents),
        **{name: row[name] for name in same},
    )
