"""Fold the stream, decide, append; when another writer got there first, decide again."""

from typing import TypeVar
from uuid import UUID

from upstream.domain.context import Context
from upstream.domain.decider import Decider
from upstream.domain.messages import Command, Event
from upstream.domain.units import StreamId
from upstream.infrastructure.log import (
    Along,
    AlreadyDone,
    Answer,
    Conflict,
    EventLog,
    Recorded,
    StreamEvents,
    nothing,
)

C = TypeVar("C", bound=Command)
S = TypeVar("S")
E = TypeVar("E", bound=Event)

ATTEMPTS_MAX = 3
"""More than two other writers in the same few milliseconds on one stream is not normal use."""


def transact(
    log: EventLog,
    decider: Decider[C, S, E],
    stream_id: UUID,
    command: C,
    context: Context,
    *,
    expected_version: int | None = None,
    along: Along = nothing,
) -> Answer:
    """Carry out one command on one aggregate; a command that changes nothing answers as is.

    Raises what the decider refuses, and `Conflict` when `expected_version` (If-Match) is not the
    stream's, or when other writers kept winning.
    """
    for attempt in range(1, ATTEMPTS_MAX + 1):
        history = log.read(context.customer_id, stream_id)
        if expected_version not in (None, len(history)):
            raise Conflict("the record has another version now; read it again")
        try:
            return _once(log, decider, stream_id, command, context, history, along)
        except AlreadyDone as done:
            return done.answer
        except Conflict:
            if attempt == ATTEMPTS_MAX or expected_version is not None:
                raise
    raise AssertionError


def _once(
    log: EventLog,
    decider: Decider[C, S, E],
    stream_id: UUID,
    command: C,
    context: Context,
    history: list[Recorded],
    along: Along,
) -> Answer:
    state = decider.fold(recorded.event for recorded in history)  # type: ignore[misc]  # a stream holds its own decider's events
    news = decider.decide(command, state)
    if not news:
        reached = history[-1].position if history else log.head(context.customer_id)
        return Answer(id=stream_id, version=len(history), position=reached)
    stream = StreamEvents(
        stream_id=StreamId(stream_id), after_version=len(history), events=tuple(news)
    )
    landed = log.append(context, stream, along=along)
    return Answer(id=stream_id, version=len(history) + len(news), position=landed.last)
