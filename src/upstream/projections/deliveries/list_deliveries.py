"""Which messages were asked for, which arrived, which are dead letters, and after what attempts?"""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import msgspec
from sqlalchemy import RowMapping, Select, and_, func, select, tuple_

from upstream.domain.deliveries.refusals import DeliveryUnknown
from upstream.projections.deliveries.channels import channels as channel_versions
from upstream.projections.deliveries.delivery_versions import deliveries as delivery_versions
from upstream.projections.deliveries.tables import channels as c
from upstream.projections.deliveries.tables import deliveries as d
from upstream.projections.deliveries.tables import delivery_attempts as t
from upstream.projections.tables import standing
from upstream.projections.view import View

NEEDS = (delivery_versions, channel_versions)

State = Literal["waiting", "retrying", "delivered", "dead"]


class DeliveryRow(msgspec.Struct, frozen=True, kw_only=True):
    """One message through one channel. `alert_id` None: a trial."""

    id: UUID
    channel_id: UUID
    channel_name: str | None
    channel_kind: str | None
    alert_id: UUID | None
    about: str
    state: str
    attempts: int
    failure: str | None
    """Of the last attempt that failed."""
    next_at: datetime | None
    requested_at: datetime
    finished_at: datetime | None
    version: int


class Attempt(msgspec.Struct, frozen=True, kw_only=True):
    """A number that is missing is an attempt whose worker did not live to note it."""

    attempt: int
    outcome: str
    failure: str | None
    retry_at: datetime | None
    recorded_at: datetime
    position: int


class DeliveryFilter(msgspec.Struct, frozen=True, kw_only=True):
    status: State | None = None
    channel_id: UUID | None = None
    alert_id: UUID | None = None


class DeliveryPage(msgspec.Struct, frozen=True, kw_only=True):
    """The latest first; `next` goes back in as `after`."""

    items: list[DeliveryRow]
    next: tuple[str, str] | None


def list_deliveries(
    view: View, wanted: DeliveryFilter, *, limit: int = 50, after: tuple[str, str] | None = None
) -> DeliveryPage:
    """One page of the messages as they stood at the view's position."""
    statement = _all(view)
    asked = {"state": wanted.status, "channel_id": wanted.channel_id, "alert_id": wanted.alert_id}
    for name, value in asked.items():
        if value is not None:
            statement = statement.where(d.c[name] == value)
    if after is not None:
        last = (datetime.fromisoformat(after[0]), UUID(after[1]))
        statement = statement.where(tuple_(d.c.requested_at, d.c.delivery_id) < last)
    statement = statement.order_by(d.c.requested_at.desc(), d.c.delivery_id.desc())
    rows = view.connection.execute(statement.limit(limit + 1)).mappings().all()
    more = rows[limit - 1] if len(rows) > limit else None
    return DeliveryPage(
        items=[_row(row) for row in rows[:limit]],
        next=(more["requested_at"].isoformat(), str(more["delivery_id"])) if more else None,
    )


def delivery(view: View, delivery_id: UUID) -> DeliveryRow:
    """Raises `DeliveryUnknown`."""
    statement = _all(view).where(d.c.delivery_id == delivery_id)
    row = view.connection.execute(statement).mappings().first()
    if row is None:
        raise DeliveryUnknown("there is no such delivery at that moment")
    return _row(row)


def attempts(view: View, delivery_id: UUID) -> list[Attempt]:
    """In order."""
    statement = (
        select(t)
        .where(
            t.c.customer_id == view.customer_id,
            t.c.delivery_id == delivery_id,
            t.c.position <= view.position,
        )
        .order_by(t.c.position)
    )
    names = Attempt.__struct_fields__
    return [
        Attempt(**{name: row[name] for name in names})
        for row in view.connection.execute(statement).mappings()
    ]


def deliveries_by_state(view: View) -> dict[str, int]:
    """How many messages stand where; every state is there."""
    statement = select(d.c.state, func.count()).where(standing(d, view)).group_by(d.c.state)
    counted = dict.fromkeys(("waiting", "retrying", "delivered", "dead"), 0)
    for state, count in view.connection.execute(statement):
        counted[state] += count
    return counted


def _all(view: View) -> Select[Any]:
    of_channel = and_(standing(c, view), c.c.channel_id == d.c.channel_id)
    return (
        select(d, c.c.name.label("channel_name"), c.c.kind.label("channel_kind"))
        .outerjoin(c, of_channel)
        .where(standing(d, view))
    )


def _row(row: RowMapping) -> DeliveryRow:
    same = set(DeliveryRow.__struct_fields__) & set(row)
    return DeliveryRow(id=row["delivery_id"], **{name: row[name] for name in same})
