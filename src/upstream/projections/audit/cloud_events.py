"""The log of a customer as CloudEvents 1.0, in order of position: for other programs to follow."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import text

from upstream.domain.units import CustomerId
from upstream.infrastructure.database import Database

_EVENTS = text(
    "SELECT e.position, e.stream_id, e.version, e.tag, e.state, c.recorded_at, c.actor,"
    " c.correlation_id"
    " FROM events e CROSS JOIN LATERAL (SELECT recorded_at, actor, correlation_id FROM commits c"
    "   WHERE c.customer_id = :customer_id AND c.last >= e.position ORDER BY c.last LIMIT 1) c"
    " WHERE e.customer_id = :customer_id AND e.position > :after ORDER BY e.position LIMIT :limit"
)


class CloudEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One event. `subject` is the record it belongs to, `position` its place in the log."""

    specversion: str = "1.0"
    id: str
    source: str
    type: str
    subject: UUID
    time: datetime
    datacontenttype: str = "application/json"
    data: dict[str, Any]
    position: int
    streamversion: int
    actor: str
    correlationid: UUID


def cloud_events(
    database: Database, customer_id: CustomerId, *, after: int, limit: int
) -> list[CloudEvent]:
    """Up to `limit` events behind position `after`."""
    asked = {"customer_id": customer_id, "after": after, "limit": limit}
    with database.customer(customer_id) as connection:
        rows = connection.execute(_EVENTS, asked).all()
    return [
        CloudEvent(
            id=f"{customer_id}/{row.position}",
            source=f"/api/v1/customers/{customer_id}",
            type=row.tag,
            subject=row.stream_id,
            time=row.recorded_at,
            data=_data(row.state),
            position=row.position,
            streamversion=row.version,
            actor=row.actor,
            correlationid=row.correlation_id,
        )
        for row in rows
    ]


def _data(state: bytes) -> dict[str, Any]:
    data = msgspec.json.decode(state, type=dict[str, Any])
    data.pop("type", None)
    return data
