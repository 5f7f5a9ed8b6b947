"""Moves projections forward: one batch, its changes and its checkpoint in one transaction.

Any number of processes share the work: a checkpoint row that another one holds is skipped, so
each event takes effect exactly once in each read model.
"""

from collections.abc import Sequence
from typing import NamedTuple

import psycopg
import structlog
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from upstream.domain.units import CustomerId
from upstream.infrastructure.database import Database, cursor, enter_customer
from upstream.infrastructure.hints import PROJECTION_MOVED
from upstream.projections.projection import Batch, PoisonousEvent, Projection
from upstream.projections.reading import next_batch

_logger = structlog.get_logger()

_LAGGING = text(
    "SELECT p.name, p.version, l.customer_id"
    "  FROM customer_log l CROSS JOIN unnest(cast(:names AS text[]), cast(:versions AS int[]))"
    "       AS p (name, version)"
    "  LEFT JOIN projection_checkpoints c ON c.projection = p.name AND c.version = p.version"
    "        AND c.customer_id = l.customer_id"
    " WHERE l.head > coalesce(c.position, 0) AND c.parked_at IS NULL"
    " ORDER BY c.moved_at NULLS FIRST LIMIT 64"
)
# Looked for first: an insert would wait for whoever is just moving that checkpoint.
_OPEN = text(
    "INSERT INTO projection_checkpoints (projection, version, customer_id)"
    " SELECT :projection, :version, :customer_id WHERE NOT EXISTS ("
    "   SELECT 1 FROM projection_checkpoints WHERE projection = :projection"
    "   AND version = :version AND customer_id = :customer_id)"
    " ON CONFLICT DO NOTHING"
)
_TAKE = text(
    "SELECT position FROM projection_checkpoints WHERE projection = :projection"
    " AND version = :version AND customer_id = :customer_id AND parked_at IS NULL"
    " FOR UPDATE SKIP LOCKED"
)
_MOVE = text(
    "UPDATE projection_checkpoints SET position = :position, moved_at = clock_timestamp()"
    " WHERE projection = :projection AND version = :version AND customer_id = :customer_id"
)
_PARK = text(
    "UPDATE projection_checkpoints SET parked_at = clock_timestamp(), parked_position = :position,"
    " parked_error = :error"
    " WHERE projection = :projection AND version = :version AND customer_id = :customer_id"
)
_ANNOUNCE = text(f"SELECT pg_notify('{PROJECTION_MOVED}', '')")


class Lagging(NamedTuple):
    projection: Projection
    customer_id: CustomerId


def lagging(database: Database, projections: Sequence[Projection]) -> list[Lagging]:
    """Which projections are behind which customers' logs, the one that waited longest first."""
    known = {(projection.name, projection.version): projection for projection in projections}
    asked = {"names": [name for name, _ in known], "versions": [version for _, version in known]}
    with database.control() as connection:
        rows = connection.execute(_LAGGING, asked).all()
    return [Lagging(known[name, version], customer_id) for name, version, customer_id in rows]


def advance(database: Database, projection: Projection, customer_id: CustomerId) -> int:
    """Digest the next batch; the number of positions gained, 0 at the head or where another
    process is at work. An event that cannot be digested parks the projection for this customer.
    """
    span = projection.span_max
    while True:
        try:
            return _advance(database, projection, customer_id, span)
        except (psycopg.OperationalError, psycopg.InterfaceError, DBAPIError):
            raise  # the database, not the event: the caller tries again
        except Exception as error:  # noqa: BLE001  whatever it is, it is parked and reported
            if span == 1:
                _park(database, projection, customer_id, error)
                return 0
            span = 1  # once more, commit by commit, to let the good ones through and name the bad


def _advance(database: Database, projection: Projection, customer_id: CustomerId, span: int) -> int:
    key = _key(projection, customer_id)
    with database.control() as connection:
        connection.execute(_OPEN, key)
        position = connection.execute(_TAKE, key).scalar_one_or_none()
        if position is None:
            return 0
        enter_customer(connection, database.role, customer_id)
        batch = next_batch(
            connection,
            customer_id,
            after=position,
            span_max=span,
            tags=projection.tags,
            reads_state=projection.reads_state,
        )
        if batch is None:
            return 0
        write(connection, projection, batch)
        connection.execute(_MOVE, {**key, "position": batch.through})
        connection.execute(_ANNOUNCE)
        return batch.through - int(position)


def write(connection: Connection, projection: Projection, batch: Batch) -> None:
    """Fold the batch and carry out its changes in the running transaction."""
    writing = cursor(connection)
    for change in projection.changes(batch):
        parameters = {"customer_id": batch.customer_id, **change.parameters}
        writing.execute(change.sql.encode(), parameters)


def catch_up(database: Database, projections: Sequence[Projection]) -> int:
    """Bring everything to the heads as they stand; the positions gained."""
    gained = 0
    while behind := lagging(database, projections):
        step = sum(advance(database, one.projection, one.customer_id) for one in behind)
        if step == 0:
            break
        gained += step
    return gained


def _park(
    database: Database, projection: Projection, customer_id: CustomerId, error: Exception
) -> None:
    poisonous = isinstance(error, PoisonousEvent)
    cause = error.cause if isinstance(error, PoisonousEvent) else type(error).__name__
    key = _key(projection, customer_id)
    with database.control() as connection:
        reached = connection.execute(_TAKE, key).scalar_one_or_none()
        if reached is None:
            return
        position = error.position if isinstance(error, PoisonousEvent) else reached + 1
        connection.execute(_PARK, {**key, "position": position, "error": cause})
    _logger.error(
        "projection_parked",
        projection=projection.name,
        customer_id=str(customer_id),
        position=position,
        error=cause,
        poisonous_event=poisonous,
    )


def _key(projection: Projection, customer_id: CustomerId) -> dict[str, object]:
    return {
        "projection": projection.name,
        "version": projection.version,
        "customer_id": customer_id,
    }
