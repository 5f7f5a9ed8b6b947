"""How far each projection is for each customer: taken hold of, moved, and parked."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, text

from upstream.domain.units import CustomerId
from upstream.projections.projection import Projection

_NAMED = (
    " (projection, version) IN"
    " (SELECT * FROM unnest(cast(:names AS text[]), cast(:versions AS int[])))"
    " AND customer_id = :customer_id"
)
# Looked for first: an insert would wait for whoever is just moving that checkpoint.
_OPEN = text(
    "INSERT INTO projection_checkpoints (projection, version, customer_id)"
    " SELECT p.name, p.version, :customer_id"
    "  FROM unnest(cast(:names AS text[]), cast(:versions AS int[])) AS p (name, version)"
    " WHERE NOT EXISTS (SELECT 1 FROM projection_checkpoints c WHERE c.projection = p.name"
    "   AND c.version = p.version AND c.customer_id = :customer_id)"
    " ON CONFLICT DO NOTHING"
)
_TAKE = text(
    "SELECT projection, position FROM projection_checkpoints"
    f" WHERE{_NAMED} AND parked_at IS NULL FOR UPDATE SKIP LOCKED"
)
_MOVE = text(
    "UPDATE projection_checkpoints SET position = :position, moved_at = clock_timestamp()"
    f" WHERE{_NAMED}"
)
_PARK = text(
    "UPDATE projection_checkpoints SET parked_at = clock_timestamp(), parked_position = :position,"
    " parked_error = :error"
    f" WHERE{_NAMED}"
)


class Convoy(NamedTuple):
    """Projections of one customer that stand at one position and take steps of one length."""

    projections: tuple[Projection, ...]
    customer_id: CustomerId


def take(connection: Connection, convoy: Convoy) -> tuple[int, list[Projection]]:
    """Those that are ours to move. Who gets hold of the first goes on with the others: two
    processes do not part a convoy between them.
    """
    connection.execute(_OPEN, _keys(*convoy))
    leader, *others = sorted(convoy.projections, key=lambda one: one.name)
    held = connection.execute(_TAKE, _keys([leader], convoy.customer_id)).first()
    if held is None:
        return 0, []
    position = int(held.position)
    if not others:
        return position, [leader]
    found = connection.execute(_TAKE, _keys(others, convoy.customer_id)).all()
    there = {row.projection for row in found if row.position == position}
    return position, [leader, *(one for one in others if one.name in there)]


def move(connection: Connection, convoy: Convoy, position: int) -> None:
    connection.execute(_MOVE, {**_keys(*convoy), "position": position})


def park(connection: Connection, alone: Convoy, cause: str, *, at: int | None) -> int | None:
    """Stop it before the event `at`, or before the next where that is not known; the position, or
    None where somebody else is moving it.
    """
    # What failed took its own opening back with it.
    connection.execute(_OPEN, _keys(*alone))
    held = connection.execute(_TAKE, _keys(*alone)).first()
    if held is None:
        return None
    position = at or int(held.position) + 1
    connection.execute(_PARK, {**_keys(*alone), "position": position, "error": cause})
    return position


def _keys(projections: Sequence[Projection], customer_id: CustomerId) -> dict[str, object]:
    return {
        "names": [projection.name for projection in projections],
        "versions": [projection.version for projection in projections],
        "customer_id": customer_id,
    }
