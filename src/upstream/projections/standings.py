"""How far is each read model and reaction, for every customer, and which are parked?"""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from sqlalchemy import text

from upstream.infrastructure.database import Database
from upstream.projections.projection import Projection

_STANDINGS = text(
    "SELECT p.name AS projection, p.version, u.slug AS customer, l.head,"
    "       coalesce(c.position, 0) AS position, l.head - coalesce(c.position, 0) AS lag,"
    "       c.parked_at, c.parked_position, c.parked_error"
    "  FROM customer_log l JOIN customers u USING (customer_id)"
    " CROSS JOIN unnest(cast(:names AS text[]), cast(:versions AS int[])) AS p (name, version)"
    "  LEFT JOIN projection_checkpoints c ON c.projection = p.name AND c.version = p.version"
    "        AND c.customer_id = l.customer_id"
    " ORDER BY u.slug, p.name"
)
_RESUME = text(
    "UPDATE projection_checkpoints"
    "   SET parked_at = NULL, parked_position = NULL, parked_error = NULL"
    " WHERE parked_at IS NOT NULL AND projection = coalesce(:projection, projection)"
    " RETURNING projection"
)


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """One projection of one customer. `lag` is in positions; `parked_error` is a type's name."""

    projection: str
    version: int
    customer: str
    head: int
    position: int
    lag: int
    parked_at: datetime | None = None
    parked_position: int | None = None
    parked_error: str | None = None


def standings(database: Database, projections: Sequence[Projection]) -> list[Standing]:
    asked = {
        "names": [projection.name for projection in projections],
        "versions": [projection.version for projection in projections],
    }
    with database.control() as connection:
        rows = connection.execute(_STANDINGS, asked).mappings().all()
    return [msgspec.convert(dict(row), Standing) for row in rows]


def resume_parked(database: Database, projection: str | None = None) -> int:
    """Let parked ones (of this name, or all) go on from where they stand; how many there were."""
    with database.control() as connection:
        return len(connection.execute(_RESUME, {"projection": projection}).all())
