"""The log: one per customer, gap-free positions in commit order, append-only."""

from upstream.infrastructure.log.event_log import EventLog, InstantInTheFuture
from upstream.infrastructure.log.records import (
    Along,
    AlreadyDone,
    AlreadyReserved,
    Answer,
    Appended,
    Chunk,
    Conflict,
    CustomerUnknown,
    IdempotencyKeyReused,
    Recorded,
    Stored,
    StreamEvents,
    nothing,
)
from upstream.infrastructure.log.reservations import holder_of, release, reserve

__all__ = [
    "Along",
    "AlreadyDone",
    "AlreadyReserved",
    "Answer",
    "Appended",
    "Chunk",
    "Conflict",
    "CustomerUnknown",
    "EventLog",
    "IdempotencyKeyReused",
    "InstantInTheFuture",
    "Recorded",
    "Stored",
    "StreamEvents",
    "holder_of",
    "nothing",
    "release",
    "reserve",
]
