"""Reads the next batch of a customer's log: whole commits, only the tags that are listened to."""

from itertools import starmap

from sqlalchemy import Connection

from upstream.domain.units import CustomerId
from upstream.infrastructure.database import cursor
from upstream.projections.projection import Batch, CommitNote, Fact

NOTE = (
    "first, last, recorded_at, actor, on_behalf_of, command, reason, correlation_id,"
    " causation_id, request_id, address, client, subject"
)
"""The columns of a `CommitNote`, in its order."""

_COMMITS = (
    f"SELECT {NOTE} FROM commits WHERE customer_id = %s AND last > %s"
    " AND last <= greatest(%s,"
    "   (SELECT min(last) FROM commits WHERE customer_id = %s AND last > %s)) ORDER BY last"
)
_FACTS = (
    "SELECT position, uuid_send(stream_id), version, tag, CASE WHEN %s THEN state ELSE '' END"
    " FROM events WHERE customer_id = %s AND position > %s AND position <= %s"
)
_HEARD = " AND tag = ANY (%s)"
_IN_ORDER = " ORDER BY position"


def next_batch(
    connection: Connection,
    customer_id: CustomerId,
    *,
    after: int,
    span_max: int,
    tags: frozenset[str],
    reads_state: bool = True,
) -> Batch | None:
    """At least one commit, at most about `span_max` positions; None at the head of the log."""
    reading = cursor(connection)
    bounds = [customer_id, after, after + span_max, customer_id, after]
    commits = [CommitNote(*row) for row in reading.execute(_COMMITS.encode(), bounds).fetchall()]
    if not commits:
        return None
    through = commits[-1].last
    return Batch(
        customer_id,
        after,
        through,
        facts_between(
            connection,
            customer_id,
            after=after,
            through=through,
            tags=tags,
            reads_state=reads_state,
        ),
        commits,
    )


def facts_between(
    connection: Connection,
    customer_id: CustomerId,
    *,
    after: int,
    through: int,
    tags: frozenset[str],
    reads_state: bool = True,
) -> list[Fact]:
    """The events of `(after, through]` under these tags (none: all), in order."""
    statement = _FACTS + (_HEARD if tags else "") + _IN_ORDER
    parameters: list[object] = [reads_state, customer_id, after, through]
    if tags:
        parameters.append(sorted(tags))
    rows = cursor(connection).execute(statement.encode(), parameters, binary=True).fetchall()
    return list(starmap(Fact, rows))
