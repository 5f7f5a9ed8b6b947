"""When does nobody want to hear about which payer?"""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec
from sqlalchemy import RowMapping, select

from upstream.domain.alerts.maintenance_events import (
    MaintenanceCancelled,
    MaintenancePlanned,
    MaintenanceRevised,
)
from upstream.domain.alerts.refusals import MaintenanceUnknown
from upstream.projections.alerts.tables import maintenance_windows as m
from upstream.projections.projection import Batch, Change, Fact, Projection, tags_of
from upstream.projections.row_versions import News, RowVersions
from upstream.projections.tables import standing
from upstream.projections.view import View

_VERSIONS = RowVersions(table="maintenance_windows", key="window_id")


def changes(batch: Batch) -> Iterator[Change]:
    yield from _VERSIONS.changes(_news_of(fact) for fact in batch.facts)


def _news_of(fact: Fact) -> News:
    match fact.event():
        case MaintenancePlanned(window_id=window_id, window=window):
            plain: dict[str, object] = {**msgspec.structs.asdict(window), "is_cancelled": False}
            return News(window_id, fact.position, plain)
        case MaintenanceRevised(window_id=window_id, after=after):
            return News(window_id, fact.position, msgspec.structs.asdict(after))
        case MaintenanceCancelled(window_id=window_id):
            return News(window_id, fact.position, {"is_cancelled": True})
        case other:
            raise AssertionError(type(other).__name__)


maintenance_windows = Projection(
    name="maintenance_windows",
    version=1,
    tags=tags_of(MaintenancePlanned, MaintenanceRevised, MaintenanceCancelled),
    changes=changes,
)

NEEDS = (maintenance_windows,)

State = Literal["planned", "running", "over", "cancelled"]


class MaintenanceRow(msgspec.Struct, frozen=True, kw_only=True):
    """`payer` None means every payer. `state` is as of the moment that was asked about."""

    id: UUID
    begins_at: datetime
    ends_at: datetime
    payer: str | None
    reason: str
    state: State


def list_maintenance(view: View, *, now: datetime) -> list[MaintenanceRow]:
    """The latest first."""
    statement = select(m).where(standing(m, view)).order_by(m.c.begins_at.desc(), m.c.window_id)
    return [_row(row, now) for row in view.connection.execute(statement).mappings()]


def maintenance_window(view: View, window_id: UUID, *, now: datetime) -> MaintenanceRow:
    """Raises `MaintenanceUnknown`."""
    statement = select(m).where(standing(m, view), m.c.window_id == window_id)
    row = view.connection.execute(statement).mappings().first()
    if row is None:
        raise MaintenanceUnknown("there is no such maintenance window")
    return _row(row, now)


def _row(row: RowMapping, now: datetime) -> MaintenanceRow:
    return MaintenanceRow(
        id=row["window_id"],
        begins_at=row["begins_at"],
        ends_at=row["ends_at"],
        payer=row["payer"],
        reason=row["reason"],
        state=_state(row, now),
    )


def _state(row: RowMapping, now: datetime) -> State:
    if row["is_cancelled"]:
        return "cancelled"
    if row["ends_at"] <= now:
        return "over"
    return "running" if row["begins_at"] <= now else "planned"
