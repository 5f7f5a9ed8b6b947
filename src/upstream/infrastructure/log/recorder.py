"""One customer's log as the `eventsourcing` library sees it: the only module that imports it.

Anything written against the library's `EventStore`, `Repository` or notification log works on our
tables through these two classes. Our `EventLog` uses them for every append and read of a stream.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from eventsourcing.persistence import (
    ApplicationRecorder,
    IntegrityError,
    Notification,
    NotSupportedError,
    StoredEvent,
    Subscription,
)
from sqlalchemy import Connection

from upstream.domain.context import Context
from upstream.domain.units import CustomerId, StreamId
from upstream.infrastructure.database import cursor
from upstream.infrastructure.log import codec
from upstream.infrastructure.log.append import append
from upstream.infrastructure.log.records import Appended, Chunk, Conflict, Recorded, StreamEvents

_SELECT = "SELECT position, stream_id, version, tag, state FROM events WHERE customer_id = %s"


class CustomerRecorder(ApplicationRecorder):
    """Reads and writes inside one transaction of one customer; `context` says who and why."""

    def __init__(
        self, connection: Connection, customer_id: CustomerId, context: Context | None = None
    ) -> None:
        self._connection = connection
        self._customer_id = customer_id
        self._context = context
        self.appended: Appended | None = None

    def record(self, streams: Sequence[StreamEvents]) -> Appended:
        """One commit over some streams, about the first of them. Raises `Conflict`."""
        stored = [event for stream in streams for event in StorageMapper.to_stored_events(stream)]
        try:
            self.insert_events(stored)
        except IntegrityError as taken:
            raise Conflict("the stream has moved on since it was read") from taken
        assert self.appended is not None
        return self.appended

    def history(self, stream_id: UUID, *, upto: int | None = None) -> list[Recorded]:
        """One stream in version order, as it stood at position `upto` (default: now)."""
        rows = self._rows(
            "AND stream_id = %s AND (%s::bigint IS NULL OR position <= %s) ORDER BY version",
            [stream_id, upto, upto],
        )
        return [StorageMapper.to_recorded(_notification(row)) for row in rows]

    def insert_events(self, stored_events: Sequence[StoredEvent], **_: object) -> Sequence[int]:
        """Positions of the events, in order. Raises the library's `IntegrityError`."""
        assert self._context is not None, "a recorder without a context only reads"
        try:
            self.appended = append(self._connection, self._context, _as_chunk(stored_events))
        except Conflict as conflict:
            raise IntegrityError(conflict.detail) from conflict
        return range(self.appended.first, self.appended.last + 1)

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        return [
            StoredEvent(stream_id, version, tag, bytes(state))
            for _, stream_id, version, tag, state in self._rows(
                f"AND stream_id = %s AND version > %s AND version <= coalesce(%s, {2**31 - 1})"
                f" ORDER BY version {'DESC' if desc else 'ASC'} LIMIT %s",
                [originator_id, gt or 0, lte, limit],
            )
        ]

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        after = (start or 0) - (1 if inclusive_of_start and start else 0)
        rows = self._rows(
            "AND position > %s AND (%s::bigint IS NULL OR position <= %s)"
            " AND (cardinality(%s::text[]) = 0 OR tag = ANY (%s)) ORDER BY position LIMIT %s",
            [after, stop, stop, list(topics), list(topics), limit],
        )
        return [_notification(row) for row in rows]

    def max_notification_id(self) -> int | None:
        found = cursor(self._connection).execute(
            "SELECT nullif(head, 0) FROM customer_log WHERE customer_id = %s",
            [self._customer_id],
        )
        row = found.fetchone()
        return row[0] if row else None

    def subscribe(
        self,
        gt: int | None = None,  # noqa: ARG002  the library's signature
        topics: Sequence[str] = (),  # noqa: ARG002  the library's signature
    ) -> Subscription[ApplicationRecorder]:
        """Not offered: followers poll in batches (projections/runner), NOTIFY is only a hint."""
        raise NotSupportedError("follow the log with a projection")

    def _rows(self, rest: str, parameters: list[object]) -> list[tuple[Any, ...]]:
        statement = f"{_SELECT} {rest}"
        return (
            cursor(self._connection)
            .execute(statement.encode(), [self._customer_id, *parameters])
            .fetchall()
        )


class StorageMapper:
    """Between our events in their streams and the library's `StoredEvent`."""

    @staticmethod
    def to_stored_events(stream: StreamEvents) -> list[StoredEvent]:
        numbered = enumerate(stream.events, start=stream.after_version + 1)
        return [
            StoredEvent(stream.stream_id, version, codec.tag_of(type(event)), codec.encode(event))
            for version, event in numbered
        ]

    @staticmethod
    def to_recorded(notification: Notification) -> Recorded:
        assert isinstance(notification.originator_id, UUID)
        return Recorded(
            position=notification.id,
            stream_id=StreamId(notification.originator_id),
            version=notification.originator_version,
            event=codec.decode(notification.topic, notification.state),
        )


def _notification(row: tuple[Any, ...]) -> Notification:
    position, stream_id, version, tag, state = row
    return Notification(stream_id, version, tag, bytes(state), id=position)


def _as_chunk(stored: Sequence[StoredEvent]) -> Chunk:
    ids = [event.originator_id for event in stored if isinstance(event.originator_id, UUID)]
    versions = [event.originator_version for event in stored]
    about_subject = (
        version for stream, version in zip(ids, versions, strict=True) if stream == ids[0]
    )
    return Chunk(
        [stream_id.bytes for stream_id in ids],
        versions,
        [event.topic for event in stored],
        [event.state for event in stored],
        subject=ids[0],
        subject_version=max(about_subject),
    )
