"""At which moments is it worth stopping, looking back over everything recorded so far?"""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text

from upstream.projections.view import View

STOPS_MAX = 200

# The chunks of one upload are one piece of work: a stop is where a run of commits with the same
# command on the same thing ends.
_STOPS = text(
    "SELECT last, recorded_at, command, subject FROM ("
    "  SELECT last, recorded_at, command, subject,"
    "         lead((command, subject)) OVER (ORDER BY last) IS DISTINCT FROM (command, subject)"
    "         AS ends"
    "    FROM commits WHERE customer_id = :customer_id AND last <= :upto) c"
    " WHERE ends ORDER BY last"
)


class Stop(NamedTuple):
    """The end of a piece of work; `events` were recorded since the stop before."""

    position: int
    recorded_at: datetime
    command: str
    subject: UUID
    events: int


def stops(view: View, *, upto: int | None = None) -> tuple[Stop, ...]:
    """Oldest first, at most 200, the newest among them; up to `upto` (default: all that is read).

    The same `upto` always gives the same stops, so a slider's place can be sent as a number.
    """
    reached = min(view.checkpoints.values(), default=view.position)
    bounds = {"customer_id": view.customer_id, "upto": reached if upto is None else upto}
    rows = view.connection.execute(_STOPS, bounds).all()
    return tuple(_thinned([(row.last, row.recorded_at, row.command, row.subject) for row in rows]))


def _thinned(ends: list[tuple[int, datetime, str, UUID]]) -> list[Stop]:
    """Every n-th, counted from the newest, so that the newest stays."""
    every = -(-len(ends) // STOPS_MAX) or 1
    kept = ends[(len(ends) - 1) % every :: every]
    before = [0, *(end[0] for end in kept)]
    return [Stop(*end, end[0] - last) for end, last in zip(kept, before, strict=False)]
