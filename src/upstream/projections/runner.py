"""Moves projections forward: one batch, its changes and its checkpoints in one transaction.

Any number of processes share the work: a checkpoint row that another one holds is skipped, so
each event takes effect exactly once in each read model. Projections that stand at one position go
on together: each event is read and decoded once for all of them.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import psycopg
import structlog
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from upstream.domain.units import CustomerId
from upstream.infrastructure.database import Database, cursor, enter_customer
from upstream.infrastructure.hints import PROJECTION_MOVED
from upstream.projections.checkpoints import Convoy, move, park, take
from upstream.projections.projection import Batch, PoisonousEvent, Projection
from upstream.projections.reading import next_batch

_logger = structlog.get_logger()

_LAGGING = text(
    "SELECT p.name, p.version, l.customer_id, coalesce(c.position, 0)"
    "  FROM customer_log l CROSS JOIN unnest(cast(:names AS text[]), cast(:versions AS int[]))"
    "       AS p (name, version)"
    "  LEFT JOIN projection_checkpoints c ON c.projection = p.name AND c.version = p.version"
    "        AND c.customer_id = l.customer_id"
    " WHERE l.head > coalesce(c.position, 0) AND c.parked_at IS NULL"
    " ORDER BY c.moved_at NULLS FIRST LIMIT 512"
)
_ANNOUNCE = text(f"SELECT pg_notify('{PROJECTION_MOVED}', '')")

_AWAY = (psycopg.OperationalError, psycopg.InterfaceError, DBAPIError)


class Lagging(NamedTuple):
    projection: Projection
    customer_id: CustomerId
    position: int


def lagging(database: Database, projections: Sequence[Projection]) -> list[Lagging]:
    """Which projections are behind which customers' logs, the one that waited longest first."""
    known = {(projection.name, projection.version): projection for projection in projections}
    asked = {"names": [name for name, _ in known], "versions": [version for _, version in known]}
    with database.control() as connection:
        rows = connection.execute(_LAGGING, asked).all()
    return [Lagging(known[name, version], *where) for name, version, *where in rows]


def convoys(behind: Iterable[Lagging]) -> list[Convoy]:
    """Who goes on together; the one that waited longest goes first, and names its convoy."""
    together: dict[tuple[CustomerId, int, int], list[Projection]] = {}
    for one in behind:
        key = one.customer_id, one.position, one.projection.span_max
        together.setdefault(key, []).append(one.projection)
    return [Convoy(tuple(found), key[0]) for key, found in together.items()]


def advance_together(database: Database, convoy: Convoy) -> int:
    """Digest the next batch once for all of them; the positions gained, added up.

    Where one of them cannot go on, each goes on its own: an event that it cannot digest, or a table
    that is locked, stops nobody else. Raises what the database said if nobody got anywhere.
    """
    first, *others = convoy.projections
    if others:
        try:
            return _advance(database, convoy, first.span_max)
        except Exception as error:  # noqa: BLE001  whose fault it is shows when each goes alone
            _logger.warning("convoy_parted", cause=type(error).__name__)
    gained, trouble = 0, None
    for projection in convoy.projections:
        try:
            gained += advance(database, projection, convoy.customer_id)
        except _AWAY as error:
            name, customer_id = projection.name, str(convoy.customer_id)
            cause = type(error).__name__
            _logger.warning(
                "projection_held_up", projection=name, customer_id=customer_id, error=cause
            )
            trouble = error
    if trouble is not None and not gained:
        raise trouble
    return gained


def advance(database: Database, projection: Projection, customer_id: CustomerId) -> int:
    """Digest the next batch; the number of positions gained, 0 at the head or where another
    process is at work. An event that cannot be digested parks the projection for this customer.
    """
    alone = Convoy((projection,), customer_id)
    span = projection.span_max
    while True:
        try:
            return _advance(database, alone, span)
        except _AWAY:
            raise  # the database, not the event: the caller tries again
        except Exception as error:  # noqa: BLE001  whatever it is, it is parked and reported
            if span == 1:
                _park(database, projection, customer_id, error)
                return 0
            span = 1  # once more, commit by commit, to let the good ones through and name the bad


def _advance(database: Database, convoy: Convoy, span: int) -> int:
    with database.control() as connection:
        position, going = take(connection, convoy)
        if not going:
            return 0
        enter_customer(connection, database.role, convoy.customer_id)
        tags = frozenset[str]().union(*(one.tags for one in going))
        batch = next_batch(
            connection,
            convoy.customer_id,
            after=position,
            span_max=span,
            tags=tags if all(one.tags for one in going) else frozenset(),
            reads_state=any(one.reads_state for one in going),
        )
        if batch is None:
            return 0
        for one in going:
            write(connection, one, batch if one.tags == tags else batch.heard_by(one.tags))
        move(connection, Convoy(tuple(going), convoy.customer_id), batch.through)
        connection.execute(_ANNOUNCE)
        return (batch.through - position) * len(going)


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
        step = sum(advance_together(database, convoy) for convoy in convoys(behind))
        if step == 0:
            break
        gained += step
    return gained


def _park(
    database: Database, projection: Projection, customer_id: CustomerId, error: Exception
) -> None:
    poisonous = isinstance(error, PoisonousEvent)
    cause = error.cause if isinstance(error, PoisonousEvent) else type(error).__name__
    known = error.position if isinstance(error, PoisonousEvent) else None
    with database.control() as connection:
        position = park(connection, Convoy((projection,), customer_id), cause, at=known)
    if position is None:
        return
    _logger.error(
        "projection_parked",
        projection=projection.name,
        customer_id=str(customer_id),
        position=position,
        error=cause,
        poisonous_event=poisonous,
    )
