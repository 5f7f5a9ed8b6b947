"""Projection, Batch, Change: a question kept answered, what it is fed, and what it writes."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from upstream.domain.messages import Event
from upstream.domain.units import CustomerId
from upstream.infrastructure.log import codec


class Fact:
    """One stored event on its way into a projection; decoded once, when somebody looks."""

    __slots__ = ("_event", "position", "state", "stream_id", "tag", "version")

    def __init__(
        self, position: int, stream_id: UUID, version: int, tag: str, state: bytes
    ) -> None:
        self.position = position
        self.stream_id = stream_id
        self.version = version
        self.tag = tag
        self.state = state
        self._event: Event | None = None

    def event(self) -> Event:
        """Raises `PoisonousEvent` where the bytes are not the event their tag promises."""
        if self._event is None:
            try:
                self._event = codec.decode(self.tag, self.state)
            except (msgspec.DecodeError, codec.UnknownTag) as error:
                raise PoisonousEvent(self.position, type(error).__name__) from None
        return self._event


class CommitNote(NamedTuple):
    """Who, when and why of the events `first` to `last`."""

    first: int
    last: int
    recorded_at: datetime
    actor: str
    on_behalf_of: str | None
    command: str
    reason: str | None
    correlation_id: UUID
    causation_id: UUID | None
    request_id: str | None
    address: str | None
    client: str | None
    subject: UUID


class Batch(NamedTuple):
    """What a projection listens to of the events after `after` up to `through`: whole commits."""

    customer_id: CustomerId
    after: int
    through: int
    facts: list[Fact]
    commits: list[CommitNote]

    def by_commit(self) -> Iterator[tuple[CommitNote, list[Fact]]]:
        """Each commit with its facts, in order; commits without any are passed over."""
        facts = iter(self.facts)
        fact = next(facts, None)
        for commit in self.commits:
            mine: list[Fact] = []
            while fact is not None and fact.position <= commit.last:
                mine.append(fact)
                fact = next(facts, None)
            if mine:
                yield commit, mine


class Change(NamedTuple):
    """One set-based statement. `%(customer_id)s` is always there to be used."""

    sql: str
    parameters: Mapping[str, Any]


class Projection(msgspec.Struct, frozen=True, kw_only=True):
    """One question: its name and version, the tags it listens to (empty: all), its pure fold.

    `span_max`: how many positions one batch may cover; small where every event counts, large
    where nearly all are passed over by their tag. `reads_state`: False for one that needs no more
    than the tags.
    """

    name: str
    version: int
    tags: frozenset[str]
    changes: Callable[[Batch], Iterable[Change]]
    span_max: int = 100_000
    reads_state: bool = True


class PoisonousEvent(Exception):
    """An event this projection cannot digest; it parks the projection for that customer."""

    def __init__(self, position: int, cause: str) -> None:
        super().__init__(f"{cause} at position {position}")
        self.position = position
        self.cause = cause


def tags_of(*kinds: type[Event]) -> frozenset[str]:
    return frozenset(codec.tag_of(kind) for kind in kinds)
