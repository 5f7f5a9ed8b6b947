"""How a log must not be written: positions handed out before the commit that uses them.

The head moves in a transaction of its own, so its lock orders nothing: later positions become
visible before earlier ones, and whoever follows by position never sees those.
"""

from sqlalchemy import text

from upstream.domain.units import CustomerId
from upstream.infrastructure import arrays
from upstream.infrastructure.database import Database, cursor
from upstream.infrastructure.log import Chunk

_TAKE_POSITIONS = text(
    "UPDATE customer_log SET head = head + :count WHERE customer_id = :customer_id"
    " RETURNING head - :count"
)
_WRITE_THERE = """
WITH noted AS (
  INSERT INTO commits (customer_id, first, last, recorded_at, actor, command, correlation_id,
    subject, subject_version)
  VALUES (%(customer_id)s, %(before)s + 1, %(before)s + %(count)s, clock_timestamp(),
    'system:canary', 'canary', gen_random_uuid(), %(subject)s, 1)
)
INSERT INTO events (customer_id, position, stream_id, version, tag, state)
SELECT %(customer_id)s, %(before)s + e.place, e.stream_id, e.version, e.tag, e.state
  FROM unnest(%(stream_ids)s, %(versions)s, %(tags)s, %(states)s)
    WITH ORDINALITY AS e (stream_id, version, tag, state, place)
"""


def write_without_the_lock(database: Database, customer_id: CustomerId, chunk: Chunk) -> None:
    count = len(chunk.stream_ids)
    with database.control() as connection:
        asked = {"customer_id": customer_id, "count": count}
        before = connection.execute(_TAKE_POSITIONS, asked).scalar_one()
    with database.customer(customer_id) as connection:
        cursor(connection).execute(
            _WRITE_THERE,
            {
                "customer_id": customer_id,
                "before": before,
                "count": count,
                "subject": chunk.subject,
                "stream_ids": arrays.uuids(chunk.stream_ids),
                "versions": arrays.int4s(chunk.versions),
                "tags": arrays.texts(chunk.tags),
                "states": arrays.byteas(chunk.states),
            },
        )
