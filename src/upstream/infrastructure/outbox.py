"""The queue of messages that are due: taken under a lease, put off or taken out with the log.

Rows come from a reaction to the log and hold ids and times only. Whoever dies with some of them
loses the lease; another one sends them again, under the same message ids.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import Connection, text

from upstream.domain.units import CustomerId
from upstream.infrastructure.database import Database

LEASE_SECONDS = 30
"""A batch is over well before: a worker sends for about ten seconds and then notes."""

_TAKE = text(
    "UPDATE deliveries_due SET attempt = attempt + 1, leased_by = :lease,"
    " lease_until = clock_timestamp() + make_interval(secs => :seconds)"
    " WHERE delivery_id IN ("
    "  SELECT delivery_id FROM deliveries_due WHERE channel_id = :channel_id"
    "   AND customer_id = :customer_id AND due_at <= clock_timestamp()"
    "   AND (lease_until IS NULL OR lease_until < clock_timestamp())"
    "  ORDER BY due_at LIMIT :limit FOR UPDATE SKIP LOCKED)"
    " RETURNING delivery_id, attempt"
)
_PUT_OFF = text(
    "UPDATE deliveries_due SET due_at = coalesce(:due_at, due_at), leased_by = NULL,"
    " lease_until = NULL, attempt = attempt - :untried"
    " WHERE delivery_id = :delivery_id AND leased_by = :lease"
)
_TAKE_OUT = text(
    "DELETE FROM deliveries_due WHERE delivery_id = :delivery_id AND leased_by = :lease"
)
_ASK = text(
    "INSERT INTO jobs (job_id, customer_id, kind, subject_id)"
    " SELECT gen_random_uuid(), d.customer_id, :kind, d.channel_id"
    "  FROM (SELECT DISTINCT customer_id, channel_id FROM deliveries_due"
    "         WHERE due_at <= clock_timestamp()"
    "          AND (lease_until IS NULL OR lease_until < clock_timestamp())) d"
    " WHERE NOT EXISTS (SELECT 1 FROM jobs j WHERE j.kind = :kind"
    "   AND j.subject_id = d.channel_id AND j.state IN ('waiting', 'running'))"
)
_WAITING = text("SELECT count(*) FROM deliveries_due")


class Due(NamedTuple):
    """A message in somebody's hands; `attempt` counts those too that nobody lived to note."""

    delivery_id: UUID
    attempt: int
    lease: UUID


class Turn(NamedTuple):
    """What becomes of a row: put off until then, or None: taken out. `untried`: put back as it was,
    and the attempt does not count.
    """

    due: Due
    due_at: datetime | None
    untried: bool = False


def take(database: Database, customer_id: CustomerId, channel_id: UUID, *, limit: int) -> list[Due]:
    """Those that waited longest, which nobody else has in hand."""
    lease = uuid4()
    asked = {
        "customer_id": customer_id,
        "channel_id": channel_id,
        "lease": lease,
        "seconds": LEASE_SECONDS,
        "limit": limit,
    }
    with database.control() as connection:
        rows = connection.execute(_TAKE, asked).all()
    return [Due(row.delivery_id, row.attempt, lease) for row in rows]


def settle(connection: Connection, turns: Sequence[Turn]) -> None:
    """In the transaction that notes in the log how the attempts went."""
    for turn in turns:
        row = {"delivery_id": turn.due.delivery_id, "lease": turn.due.lease}
        if turn.due_at is None and not turn.untried:
            connection.execute(_TAKE_OUT, row)
        else:
            later = {"due_at": turn.due_at, "untried": int(turn.untried)}
            connection.execute(_PUT_OFF, row | later)


def ask_for_senders(database: Database, kind: str) -> int:
    """One job for each channel that has something due and nobody at it; how many."""
    with database.control() as connection:
        return int(connection.execute(_ASK, {"kind": kind}).rowcount)


def waiting(database: Database) -> int:
    """How many messages are neither delivered nor given up, of all customers."""
    with database.control() as connection:
        return int(connection.execute(_WAITING).scalar_one())
