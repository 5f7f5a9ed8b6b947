"""What do the operators say about this alert?"""

from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy import RowMapping, select

from upstream.projections.judgments.judgment_versions import judgments as judgment_versions
from upstream.projections.judgments.tables import judgments as j
from upstream.projections.money import dollars
from upstream.projections.tables import standing
from upstream.projections.view import View

NEEDS = (judgment_versions,)


class JudgmentRow(msgspec.Struct, frozen=True, kw_only=True):
    """One operator's word as it stood. `position_seen` is what they were looking at."""

    id: UUID
    alert_id: UUID
    operator: str
    verdict: str
    note: str | None
    recovered: str | None
    recovered_on: date | None
    position_seen: int
    judged_at: datetime
    revised_at: datetime | None
    version: int


def judgments_of(view: View, alert_id: UUID) -> list[JudgmentRow]:
    """In the order in which they were first given."""
    statement = (
        select(j)
        .where(standing(j, view), j.c.alert_id == alert_id)
        .order_by(j.c.judged_at, j.c.judgment_id)
    )
    return [_row(row) for row in view.connection.execute(statement).mappings()]


def _row(row: RowMapping) -> JudgmentRow:
    return JudgmentRow(
        id=row["judgment_id"],
        alert_id=row["alert_id"],
        operator=row["operator"],
        verdict=row["verdict"],
        note=row["note"],
        recovered=dollars(row["recovered_cents"]),
        recovered_on=row["recovered_on"],
        position_seen=row["position_seen"],
        judged_at=row["judged_at"],
        revised_at=row["revised_at"],
        version=row["version"],
    )
