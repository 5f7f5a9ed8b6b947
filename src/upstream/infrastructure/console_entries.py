"""The console's door for administrators: open for one session, at one customer, for a while."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, text

from upstream.domain.units import CustomerId

STAYS_OPEN: Final = timedelta(hours=1)
"""Long enough to look into one complaint; the next one deserves its own reason."""

_ENTER = text(
    "INSERT INTO console_entries (session_id, customer_id, reason, ends_at)"
    " VALUES (:session_id, :customer_id, :reason, clock_timestamp() + :lasts)"
    " ON CONFLICT (session_id, customer_id)"
    " DO UPDATE SET reason = excluded.reason, ends_at = excluded.ends_at"
)
_OPEN = text(
    "SELECT customer_id, ends_at FROM console_entries"
    " WHERE session_id = :session_id AND ends_at > clock_timestamp()"
)
_LEAVE = text(
    "DELETE FROM console_entries WHERE session_id = :session_id AND customer_id = :customer_id"
)


def enter(connection: Connection, session_id: UUID, customer_id: CustomerId, reason: str) -> None:
    """`reason` has 1 to 500 characters; entered again, the new reason counts."""
    row = {"session_id": session_id, "customer_id": customer_id, "reason": reason}
    connection.execute(_ENTER, {**row, "lasts": STAYS_OPEN})


def leave(connection: Connection, session_id: UUID, customer_id: CustomerId) -> None:
    connection.execute(_LEAVE, {"session_id": session_id, "customer_id": customer_id})


def open_doors(connection: Connection, session_id: UUID) -> dict[CustomerId, datetime]:
    """Where the session is inside, and until when."""
    rows = connection.execute(_OPEN, {"session_id": session_id})
    return {CustomerId(row.customer_id): row.ends_at for row in rows}
