"""Projection, Batch, Change: a question kept answered, what it is fed, and what it writes."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from upstream.domain.messages import Event
from upstream.domain.units import CustomerId
from upstream.infrastructure.log import codec


class Fact(msgspec.Struct, gc=False):
    """One stored event on its way into projections; decoded once for all, when one looks."""

    position: int
    stream: bytes
    """The stream's id as its 16 bytes."""
    version: int
    tag: str
    state: bytes
    decoded: Event | None = None

    @property
    def stream_id(self) -> UUID:
        return UUID(bytes=self.stream)

    def event(self) -> Event:
        """Raises `PoisonousEvent` where the bytes are not the event their tag promises."""
        if self.decoded is None:
            try:
                self.decoded = codec.decode(self.tag, self.state)
            except (msgspec.DecodeError, codec.UnknownTag) as error:
                raise PoisonousEvent(self.position, type(error).__name__) from None
        return self.decoded


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

    def heard_by(self, tags: frozenset[str]) -> "Batch":
        """The same batch for one that listens to these tags only (none: all)."""
        if not tags:
            return self
        return self._replace(facts=[fact for fact in self.facts if fact.tag in tags])


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
