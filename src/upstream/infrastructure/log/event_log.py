"""EventLog: the log's verbs. Read a stream, append to it, load many, resolve an instant."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection, text

from upstream.domain.context import Context
from upstream.domain.units import CustomerId
from upstream.infrastructure import arrays
from upstream.infrastructure.database import Database, cursor
from upstream.infrastructure.log.append import append
from upstream.infrastructure.log.read_back import commit_surely
from upstream.infrastructure.log.recorder import CustomerRecorder
from upstream.infrastructure.log.records import (
    Along,
    AlreadyDone,
    Answer,
    Appended,
    Chunk,
    CustomerUnknown,
    IdempotencyKeyReused,
    Recorded,
    Stored,
    StreamEvents,
    nothing,
)

# A freshly filled table has no statistics yet; a sequential scan here would make ingest quadratic.
_NO_SEQSCAN = "SELECT set_config('enable_seqscan', 'off', true)"
_MANY = (
    "SELECT stream_id, version, tag, state FROM events"
    " WHERE customer_id = %s AND stream_id = ANY (%s) ORDER BY stream_id, version"
)
_HEAD = text("SELECT head FROM customer_log WHERE customer_id = :customer_id")
_HEAD_SETTLED = text(
    "SELECT clock_timestamp() < :instant AS future FROM customer_log"
    " WHERE customer_id = :customer_id FOR SHARE"
)
_WAIT_IN_LINE = text(
    "SELECT 1 FROM customer_log WHERE customer_id = :customer_id FOR NO KEY UPDATE"
)
_POSITION_AT = text(
    "SELECT last FROM commits WHERE customer_id = :customer_id AND recorded_at <= :instant"
    " ORDER BY recorded_at DESC, last DESC LIMIT 1"
)
_DONE = text(
    "SELECT subject, subject_version, last, request_hash FROM commits"
    " WHERE customer_id = :customer_id AND idempotency_key = :key"
)
_SETTLED_AFTER = timedelta(seconds=120)
"""No transaction lasts longer, so an instant further back cannot gain a commit any more."""


class InstantInTheFuture(ValueError):
    """Nothing is known yet as of a moment that has not come."""


class EventLog:
    """All customers' logs in one database; every call names its customer."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def read(
        self, customer_id: CustomerId, stream_id: UUID, *, upto: int | None = None
    ) -> list[Recorded]:
        """One stream in order, as it stood at position `upto` (default: now)."""
        with self.database.customer(customer_id) as connection:
            return CustomerRecorder(connection, customer_id).history(stream_id, upto=upto)

    def append(self, context: Context, *streams: StreamEvents, along: Along = nothing) -> Appended:
        """One commit over one or more streams; the first stream is what the commit is about.

        Raises `Conflict` (a stream moved on), `AlreadyDone` / `IdempotencyKeyReused` (the key was
        used before), `CustomerUnknown`, and whatever `along` raises; then nothing is stored.
        """

        def write(connection: Connection) -> Appended:
            self._refuse_repetition(connection, context)
            along(connection)
            return CustomerRecorder(connection, context.customer_id, context).record(streams)

        return commit_surely(self.database, context, write)

    def append_chunk(self, context: Context, chunk: Chunk, *, along: Along = nothing) -> Appended:
        """Thousands of events in one commit. Raises `Conflict`: load, decide and try again."""

        def write(connection: Connection) -> Appended:
            along(connection)
            return append(connection, context, chunk)

        return commit_surely(self.database, context, write)

    def load_many(
        self, customer_id: CustomerId, stream_ids: Sequence[bytes]
    ) -> dict[bytes, list[Stored]]:
        """The streams that exist among `stream_ids`, each in version order."""
        with self.database.customer(customer_id) as connection:
            reading = cursor(connection)
            reading.execute(_NO_SEQSCAN)
            rows = reading.execute(
                _MANY, [customer_id, arrays.uuids(stream_ids)], binary=True
            ).fetchall()
        found: dict[bytes, list[Stored]] = {}
        for stream_id, version, tag, state in rows:
            found.setdefault(stream_id.bytes, []).append(Stored(version, tag, state))
        return found

    def head(self, customer_id: CustomerId) -> int:
        """The last position. Raises `CustomerUnknown`."""
        with self.database.control() as connection:
            found = connection.execute(_HEAD, {"customer_id": customer_id}).scalar_one_or_none()
        if found is None:
            raise CustomerUnknown("there is no such customer")
        return int(found)

    def position_at(self, customer_id: CustomerId, instant: datetime) -> int:
        """The last position recorded at or before `instant`; 0 before the first.

        An instant near now waits for writers in flight, so that the same question has the same
        answer for ever. Raises `InstantInTheFuture`, `CustomerUnknown`.
        """
        key = {"customer_id": customer_id, "instant": instant}
        with self.database.customer(customer_id) as connection:
            settled = text("SELECT clock_timestamp() - :instant > :margin")
            margin = {"instant": instant, "margin": _SETTLED_AFTER}
            if not connection.execute(settled, margin).scalar_one():
                self._settle(connection, key)
            return int(connection.execute(_POSITION_AT, key).scalar_one_or_none() or 0)

    @staticmethod
    def _settle(connection: Connection, key: dict[str, object]) -> None:
        future = connection.execute(_HEAD_SETTLED, key).scalar_one_or_none()
        if future is None:
            raise CustomerUnknown("there is no such customer")
        if future:
            raise InstantInTheFuture("as_of lies in the future")

    @staticmethod
    def _refuse_repetition(connection: Connection, context: Context) -> None:
        if context.idempotency_key is None:
            return
        # Two simultaneous requests with one key wait in line here.
        connection.execute(_WAIT_IN_LINE, {"customer_id": context.customer_id})
        key = {"customer_id": context.customer_id, "key": context.idempotency_key}
        done = connection.execute(_DONE, key).first()
        if done is None:
            return
        if done.request_hash != context.request_hash:
            raise IdempotencyKeyReused("this idempotency key came with another request before")
        raise AlreadyDone(Answer(id=done.subject, version=done.subject_version, position=done.last))
