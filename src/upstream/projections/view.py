"""Views: every question of one document answered in one snapshot, at one position.

`views.at(customer, as_of, min_position, needs)` waits, bounded, until the projections it needs
are there, and then reads them all at the same position: now, or any moment that has passed.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, text

from upstream.domain.messages import Refusal
from upstream.domain.units import CustomerId
from upstream.infrastructure.database import Database
from upstream.infrastructure.hints import Hints
from upstream.infrastructure.log import CustomerUnknown, EventLog, InstantInTheFuture
from upstream.projections.moments import AtInstant, AtPosition, Moment, MomentInTheFuture
from upstream.projections.projection import Fact, Projection
from upstream.projections.reading import facts_between

WAIT_SECONDS_MAX = 5.0

_CHECKPOINTS = text(
    "SELECT n.name, coalesce(c.position, 0), c.parked_at IS NOT NULL, l.head"
    "  FROM customer_log l CROSS JOIN unnest(cast(:names AS text[]), cast(:versions AS int[]))"
    "       AS n (name, version)"
    "  LEFT JOIN projection_checkpoints c ON c.projection = n.name AND c.version = n.version"
    "        AND c.customer_id = l.customer_id"
    " WHERE l.customer_id = :customer_id"
)
_RECORDED_AT = text(
    "SELECT recorded_at FROM commits WHERE customer_id = :customer_id AND last >= :position"
    " AND first <= :position ORDER BY last LIMIT 1"
)
_COMMIT_END = text(
    "SELECT coalesce(max(last), 0) FROM commits WHERE customer_id = :customer_id"
    " AND last <= :position"
)


class ProjectionBehind(Refusal):
    """The position asked for was not reached in time; `position` says how far it is."""

    code = "projection.behind"


class ProjectionParked(Refusal):
    """A read model stopped at an event it cannot digest; an operator has to look."""

    code = "projection.parked"


class PositionInTheFuture(Refusal):
    """The log is not that long yet."""

    code = "request.position_in_the_future"


@dataclass(frozen=True, slots=True)
class View:
    """What one document is read from: a snapshot, and the one position it shows."""

    connection: Connection
    customer_id: CustomerId
    position: int
    checkpoints: Mapping[str, int]
    _begun: dict[frozenset[str], list[Fact]] = field(default_factory=dict)

    @property
    def bind(self) -> dict[str, object]:
        return {"customer_id": self.customer_id, "position": self.position}

    def is_current(self, projection: str) -> bool:
        """Whether the projection stands exactly where this view looks."""
        return self.checkpoints[projection] == self.position

    def recorded_at(self) -> datetime | None:
        """When the position shown was recorded; None before the first event."""
        found = self.connection.execute(_RECORDED_AT, self.bind).scalar_one_or_none()
        assert found is None or isinstance(found, datetime)
        return found

    def commit_end(self) -> int:
        """The last commit that had ended by the position shown."""
        return int(self.connection.execute(_COMMIT_END, self.bind).scalar_one())

    def facts_since(self, commit_end: int, tags: frozenset[str]) -> list[Fact]:
        """The part of a commit that a position inside it shows; read once for all questions."""
        if tags not in self._begun:
            self._begun[tags] = facts_between(
                self.connection,
                self.customer_id,
                after=commit_end,
                through=self.position,
                tags=tags,
            )
        return self._begun[tags]


class Views:
    """Opens views. One per process, over its database and its hints."""

    def __init__(self, database: Database, log: EventLog, hints: Hints) -> None:
        self.database = database
        self.log = log
        self._hints = hints

    @contextmanager
    def at(
        self,
        customer_id: CustomerId,
        *,
        needs: Sequence[Projection],
        as_of: Moment | None = None,
        min_position: int = 0,
    ) -> Iterator[View]:
        """Raises `ProjectionBehind`, `ProjectionParked`, `PositionInTheFuture`,
        `MomentInTheFuture`, `CustomerUnknown`.
        """
        wanted = self.resolve(customer_id, as_of)
        self._wait(customer_id, needs, max(min_position, wanted or 0))
        with self.database.snapshot(customer_id) as connection:
            reached = _checkpoints(connection, customer_id, needs)
            now = min(reached.values(), default=0)
            position = now if wanted is None else min(wanted, now)
            yield View(connection, customer_id, position, reached)

    def resolve(self, customer_id: CustomerId, moment: Moment | None) -> int | None:
        """The position a moment means; None means now."""
        match moment:
            case None:
                return None
            case AtPosition(position):
                if position > self.log.head(customer_id):
                    raise PositionInTheFuture("the log does not reach that position yet")
                return position
            case AtInstant(instant, or_now):
                try:
                    return self.log.position_at(customer_id, instant)
                except InstantInTheFuture:
                    if or_now:
                        return None
                    raise MomentInTheFuture("that moment has not come yet") from None

    def _wait(self, customer_id: CustomerId, needs: Sequence[Projection], wanted: int) -> None:
        if wanted == 0:
            return
        deadline = time.monotonic() + WAIT_SECONDS_MAX
        while True:
            seen = self._hints.seen
            with self.database.control() as connection:
                reached = min(_checkpoints(connection, customer_id, needs).values(), default=0)
            left = deadline - time.monotonic()
            if reached >= wanted:
                return
            if left <= 0:
                detail = f"the read model has reached position {reached}, not yet {wanted}"
                raise ProjectionBehind(detail, position=reached)
            self._hints.wait(seen, at_most_seconds=min(left, 0.25))


def _checkpoints(
    connection: Connection, customer_id: CustomerId, needs: Sequence[Projection]
) -> dict[str, int]:
    asked = {
        "customer_id": customer_id,
        "names": [projection.name for projection in needs],
        "versions": [projection.version for projection in needs],
    }
    rows = connection.execute(_CHECKPOINTS, asked).all()
    if not rows:
        raise CustomerUnknown("there is no such customer")
    for name, position, parked, head in rows:
        if parked and position < head:
            detail = f"the read model {name} is parked at position {position}"
            raise ProjectionParked(detail, position=position)
    return {name: int(position) for name, position, _, _ in rows}
