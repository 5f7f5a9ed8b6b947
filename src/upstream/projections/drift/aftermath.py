"""What became of what a run found: of its drifts, and of the alerts about them."""

from collections.abc import Collection
from uuid import UUID

import msgspec
from sqlalchemy import select

from upstream.projections.alerts.alert_versions import alerts as alert_versions
from upstream.projections.alerts.tables import alerts as a
from upstream.projections.drift.finding_versions import findings as finding_versions
from upstream.projections.drift.tables import findings as f
from upstream.projections.tables import standing
from upstream.projections.view import View

NEEDS = (finding_versions, alert_versions)


class Aftermath(msgspec.Struct, frozen=True, kw_only=True):
    """How a finding stands, whichever run saw it last, and the latest alert about it."""

    status: str
    sightings: int
    resolved_reason: str | None
    alert_id: UUID | None


def aftermath(view: View, finding_ids: Collection[UUID]) -> dict[UUID, Aftermath]:
    """Without those that only a look back saw: nothing came of them."""
    latest_alert = (
        select(a.c.alert_id)
        .where(standing(a, view), a.c.finding_id == f.c.finding_id)
        .order_by(a.c.raised_at.desc(), a.c.alert_id)
        .limit(1)
        .scalar_subquery()
        .label("alert_id")
    )
    statement = select(
        f.c.finding_id, f.c.status, f.c.sightings, f.c.resolved_reason, latest_alert
    ).where(standing(f, view), f.c.finding_id.in_(finding_ids))
    return {
        row["finding_id"]: Aftermath(
            status=row["status"],
            sightings=row["sightings"],
            resolved_reason=row["resolved_reason"],
            alert_id=row["alert_id"],
        )
        for row in view.connection.execute(statement).mappings()
    }
