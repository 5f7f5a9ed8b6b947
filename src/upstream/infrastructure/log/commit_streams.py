"""Which streams a commit wrote to: a chunk's claims, found again without any read model."""

from collections.abc import Sequence

from upstream.domain.units import CustomerId
from upstream.infrastructure.database import Database, cursor

_STREAMS = (
    "SELECT DISTINCT e.stream_id FROM events e, ("
    "   SELECT first, last FROM commits WHERE customer_id = %(customer_id)s"
    "   AND last >= %(position)s ORDER BY last LIMIT 1) c"
    " WHERE e.customer_id = %(customer_id)s AND e.position BETWEEN c.first AND c.last"
    " AND e.tag = ANY (%(tags)s) ORDER BY e.stream_id"
)


def streams_in_commit(
    database: Database, customer_id: CustomerId, position: int, tags: Sequence[str]
) -> list[bytes]:
    """The streams that got an event with one of these tags in the commit that holds `position`."""
    asked = {"customer_id": customer_id, "position": position, "tags": list(tags)}
    with database.customer(customer_id) as connection:
        rows = cursor(connection).execute(_STREAMS, asked, binary=True).fetchall()
    return [stream_id.bytes for (stream_id,) in rows]
