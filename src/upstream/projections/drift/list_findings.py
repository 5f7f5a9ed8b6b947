"""Which findings are there, the worst first, and what do we know of one?"""

from typing import Any, Literal
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, RowMapping, Select, and_, func, select, tuple_

from upstream.domain.drift.refusals import FindingUnknown
from upstream.domain.drift.settings import Kind
from upstream.domain.drift.severity import Bands, SeverityLabel, span_of
from upstream.projections.drift.documents import Finding, History, drift_in, finding_of
from upstream.projections.drift.finding_versions import findings as finding_versions
from upstream.projections.drift.run_versions import drift_runs as run_versions
from upstream.projections.drift.tables import drift_run_findings as rf
from upstream.projections.drift.tables import drift_runs as r
from upstream.projections.drift.tables import findings as f
from upstream.projections.money import dollars
from upstream.projections.settings.settings_versions import NEEDS as SETTINGS
from upstream.projections.settings.settings_versions import bands_at
from upstream.projections.tables import standing
from upstream.projections.view import View

NEEDS = (finding_versions, run_versions, *SETTINGS)


class FindingFilter(msgspec.Struct, frozen=True, kw_only=True):
    """All given conditions hold. With `run_id`: what that run found, look backs included."""

    status: Literal["open", "resolved"] | None = None
    product: str | None = None
    kind: Kind | None = None
    payer: str | None = None
    cpt_group: str | None = None
    severity_label: SeverityLabel | None = None
    run_id: UUID | None = None


class FindingPage(msgspec.Struct, frozen=True, kw_only=True):
    """The worst first; `next` goes back in as `after`."""

    items: list[Finding]
    next: tuple[int, str] | None


def list_findings(
    view: View, wanted: FindingFilter, *, limit: int = 50, after: tuple[int, str] | None = None
) -> FindingPage:
    """One page of the findings as they stood at the view's position."""
    statement = _of_run(view, wanted.run_id) if wanted.run_id else _all(view)
    severity = statement.selected_columns["sort_bps"]
    finding_id = statement.selected_columns["finding_id"]
    bands = bands_at(view)
    statement = statement.where(*_conditions(wanted, bands))
    if after is not None:
        statement = statement.where(tuple_(-severity, finding_id) > (-after[0], UUID(after[1])))
    statement = statement.order_by(-severity, finding_id).limit(limit + 1)
    rows = view.connection.execute(statement).mappings().all()
    items = [_finding(row, bands) for row in rows[:limit]]
    last = rows[limit - 1] if len(rows) > limit else None
    return FindingPage(
        items=items, next=(last["sort_bps"], str(last["finding_id"])) if last else None
    )


def finding(view: View, finding_id: UUID) -> Finding:
    """As it stood at the view's position. Raises `FindingUnknown`."""
    row = view.connection.execute(_all(view).where(f.c.finding_id == finding_id)).mappings().first()
    if row is None:
        raise FindingUnknown("there is no such finding at that moment")
    return _finding(row, bands_at(view))


def findings_of_run(view: View, run_id: UUID) -> list[Finding]:
    """What one run found, in its own order."""
    statement = _of_run(view, run_id).order_by(rf.c.ordinal)
    bands = bands_at(view)
    return [_finding(row, bands) for row in view.connection.execute(statement).mappings()]


def dollars_at_risk(view: View) -> str:
    """Of everything open at the view's position. Favourable findings carry no dollars."""
    total = select(func.coalesce(func.sum(f.c.at_risk_cents), 0)).where(
        standing(f, view), f.c.status == "open"
    )
    return dollars(int(view.connection.execute(total).scalar_one()))


def _all(view: View) -> Select[Any]:
    run_position = (
        select(r.c.position)
        .where(standing(r, view), r.c.run_id == f.c.run_id)
        .scalar_subquery()
        .label("run_position")
    )
    return select(f, f.c.severity_bps.label("sort_bps"), run_position).where(standing(f, view))


def _of_run(view: View, run_id: UUID) -> Select[Any]:
    severity = rf.c.drift["severity_bps"].as_integer().label("sort_bps")
    known = and_(standing(f, view), f.c.finding_id == rf.c.finding_id, f.c.run_id == rf.c.run_id)
    history = [f.c[name] for name in History.__struct_fields__]
    return (
        select(
            rf.c.finding_id,
            rf.c.run_id,
            rf.c.drift,
            severity,
            r.c.position.label("run_position"),
            *history,
        )
        .join_from(rf, r, and_(standing(r, view), r.c.run_id == rf.c.run_id))
        .outerjoin(f, known)
        .where(
            rf.c.customer_id == view.customer_id,
            rf.c.run_id == run_id,
            rf.c.position <= view.position,
        )
    )


def _conditions(wanted: FindingFilter, bands: Bands) -> list[ColumnElement[bool]]:
    """Over the findings' own columns, or over what the run wrote down."""
    inside = rf.c.drift
    columns: dict[str, ColumnElement[Any]] = (
        {
            "product": inside["product"].as_string(),
            "kind": inside["kind"].as_string(),
            "payer": inside["key"]["payer"].as_string(),
            "cpt_group": inside["key"]["cpt_group"].as_string(),
            "severity_bps": inside["severity_bps"].as_integer(),
        }
        if wanted.run_id
        else {column.name: column for column in f.c}
    )
    conditions = [
        columns[name] == value
        for name in ("product", "kind", "payer", "cpt_group")
        if (value := getattr(wanted, name)) is not None
    ]
    if wanted.status is not None:
        conditions.append(f.c.status == wanted.status)
    if wanted.severity_label is not None:
        low, high = span_of(wanted.severity_label, bands)
        conditions += [columns["severity_bps"] >= low, columns["severity_bps"] < high]
    return conditions


def _finding(row: RowMapping, bands: Bands) -> Finding:
    known = {name: row[name] for name in History.__struct_fields__}
    history = History(**known) if known["status"] else History(status="look_back")
    return finding_of(
        drift_in(row["drift"]),
        finding_id=row["finding_id"],
        run_id=row["run_id"],
        position=row["run_position"],
        history=history,
        bands=bands,
    )
