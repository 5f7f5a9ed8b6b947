"""What goes into the log and comes out of it."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy import Connection

from upstream.domain.messages import Event, Refusal
from upstream.domain.units import StreamId

Along = Callable[[Connection], None]
"""Work that commits together with the events: a reservation, a lease, a chunk's side rows."""


def nothing(_: Connection) -> None:
    """The empty `Along`."""


class Recorded(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One event as the log holds it."""

    position: int
    stream_id: StreamId
    version: int
    event: Event


class Stored(NamedTuple):
    """One event as bytes, for those who fold many streams at once."""

    version: int
    tag: str
    state: bytes


class StreamEvents(msgspec.Struct, frozen=True, kw_only=True):
    """What one stream is about to get, and how long it was when that was decided."""

    stream_id: StreamId
    after_version: int
    events: tuple[Event, ...]


class Chunk(NamedTuple):
    """Thousands of events on their way in: four parallel lists, in the order of their positions.

    `subject` is the stream the commit is about (the upload), `subject_version` its version after.
    """

    stream_ids: list[bytes]
    versions: list[int]
    tags: list[str]
    states: list[bytes]
    subject: UUID
    subject_version: int


class Appended(msgspec.Struct, frozen=True, kw_only=True):
    """Where a commit landed: positions `first` to `last`, both included."""

    first: int
    last: int
    recorded_at: datetime


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What every command answers."""

    id: UUID
    version: int
    position: int


class Conflict(Refusal):
    """Somebody else wrote to the stream first, or it is not at the version the caller expects."""

    code = "log.conflict"


class AlreadyReserved(Refusal):
    """The key is taken; `stream_id` says by whom."""

    code = "log.already_reserved"

    def __init__(self, scope: str, stream_id: UUID) -> None:
        super().__init__(f"this {scope} is already taken", stream_id=str(stream_id))
        self.scope = scope
        self.stream_id = stream_id


class IdempotencyKeyReused(Refusal):
    """The same idempotency key came with another body."""

    code = "request.idempotency_key_reused"


class CustomerUnknown(Refusal):
    """There is no such customer, or the caller may not know whether there is."""

    code = "customer.not_found"


class AlreadyDone(Exception):
    """The idempotency key was used before, with the same body: here is what was answered."""

    def __init__(self, answer: Answer) -> None:
        super().__init__("already done")
        self.answer = answer
