"""A stream as its aggregate: read, folded, and how long it was."""

from typing import NamedTuple, TypeVar
from uuid import UUID

from upstream.domain.decider import Decider
from upstream.domain.messages import Command, Event
from upstream.domain.units import CustomerId, StreamId
from upstream.infrastructure.log import EventLog, StreamEvents
from upstream.infrastructure.log.codec import decode

C = TypeVar("C", bound=Command)
S = TypeVar("S")
E = TypeVar("E", bound=Event)


class Folded(NamedTuple):
    """Stream ids with their lengths; the state beside them is kept by whoever folded it."""

    stream_id: UUID
    version: int

    def then(self, *events: Event) -> StreamEvents:
        """What the stream gets next, decided at this version."""
        return StreamEvents(
            stream_id=StreamId(self.stream_id), after_version=self.version, events=events
        )


def folded(
    log: EventLog, customer_id: CustomerId, decider: Decider[C, S, E], stream_id: UUID
) -> tuple[Folded, S]:
    """One stream; a stream nobody wrote to is the initial state at version 0."""
    history = log.read(customer_id, stream_id)
    state = decider.fold(recorded.event for recorded in history)  # type: ignore[misc]  # a stream holds its own decider's events
    return Folded(stream_id, len(history)), state


def folded_many(
    log: EventLog, customer_id: CustomerId, decider: Decider[C, S, E], stream_ids: list[StreamId]
) -> list[tuple[Folded, S]]:
    """The same for many streams in one query, in the order they were asked for."""
    stored = log.load_many(customer_id, [stream_id.bytes for stream_id in stream_ids])
    found = []
    for stream_id in stream_ids:
        history = stored.get(stream_id.bytes, [])
        state = decider.fold(decode(event.tag, event.state) for event in history)  # type: ignore[misc]  # see above
        found.append((Folded(stream_id, len(history)), state))
    return found
