"""A commit whose answer got lost: was it carried out? Wait for it to end, read back, compare."""

import time
from collections.abc import Callable

import psycopg
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from upstream.domain.context import Context
from upstream.infrastructure.database import Database
from upstream.infrastructure.log.records import Appended

CONNECTION_LOST = (psycopg.OperationalError, psycopg.InterfaceError, DBAPIError)

_PATIENCE_SECONDS = 15.0
"""PostgreSQL comes back from a crash within a second or two; a caller does not wait for ever."""

_PAUSE_SECONDS = 0.25

# A transaction that wrote to the log holds this lock until it has ended, one way or the other.
_WAIT_FOR_ITS_END = text(
    "SELECT 1 FROM customer_log WHERE customer_id = :customer_id FOR NO KEY UPDATE"
)
_THIS_ONE = text(
    "SELECT 1 FROM commits WHERE customer_id = :customer_id AND first = :first AND last = :last"
    " AND recorded_at = :recorded_at AND correlation_id = :correlation_id AND actor = :actor"
    " AND command = :command AND request_id IS NOT DISTINCT FROM :request_id"
)


def commit_surely(
    database: Database, context: Context, write: Callable[[Connection], Appended]
) -> Appended:
    """Run `write` in a transaction of the context's customer and commit it.

    A connection that is lost during COMMIT leaves open whether it was carried out. Then this very
    commit is looked for: found, it is answered as if nothing had happened; else nothing is stored
    and the error goes on. It goes on too where the database stays away, and the outcome open.
    """
    landed: Appended | None = None
    try:
        with database.customer(context.customer_id) as connection:
            landed = write(connection)
    except CONNECTION_LOST:
        if landed is None or not _was_carried_out(database, context, landed):
            raise
    assert landed is not None
    return landed


def _was_carried_out(database: Database, context: Context, landed: Appended) -> bool:
    sought = {
        "customer_id": context.customer_id,
        "first": landed.first,
        "last": landed.last,
        "recorded_at": landed.recorded_at,
        "correlation_id": context.correlation_id,
        "actor": context.actor,
        "command": context.command,
        "request_id": context.request_id,
    }
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            with database.customer(context.customer_id) as connection:
                connection.execute(_WAIT_FOR_ITS_END, sought)
                return connection.execute(_THIS_ONE, sought).first() is not None
        except CONNECTION_LOST:
            if time.monotonic() > deadline:
                return False
            time.sleep(_PAUSE_SECONDS)
