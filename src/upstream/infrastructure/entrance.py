"""One look-up per request: is the session alive, and what is its person at the customer meant?"""

from datetime import datetime
from typing import cast
from uuid import UUID

import msgspec
from sqlalchemy import text

from upstream.domain.identity.roles import Role
from upstream.domain.units import CustomerId
from upstream.infrastructure.database import Database
from upstream.infrastructure.sessions import hashed

_LOOK_UP = """
SELECT s.session_id, s.person_id, a.person_id IS NOT NULL AS administrator,
       c.customer_id, c.slug, c.name, c.time_zone, m.role, {door}
  FROM {proof}
  LEFT JOIN administrators a USING (person_id)
  LEFT JOIN customers c ON c.slug = :slug OR c.customer_id = :customer_id
  LEFT JOIN memberships m ON m.customer_id = c.customer_id AND m.person_id = s.person_id
 {opened}
 WHERE s.ended_at IS NULL AND s.expires_at > clock_timestamp()
"""
_BY_SESSION = text(
    _LOOK_UP.format(
        proof="(SELECT * FROM sessions WHERE session_id = :proof) s",
        door="NULL AS reason, NULL AS ends_at",
        opened="",
    )
)
# The console's door stands open for the console alone: programs give a reason every time.
_BY_SECRET = text(
    _LOOK_UP.format(
        proof="(SELECT sessions.* FROM session_secrets JOIN sessions USING (session_id)"
        " WHERE secret_hash = :proof AND channel = 'console') s",
        door="e.reason, e.ends_at",
        opened="LEFT JOIN console_entries e ON e.customer_id = c.customer_id"
        " AND e.session_id = s.session_id AND e.ends_at > clock_timestamp()",
    )
)


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """The customer a request names. `time_zone` is an IANA name."""

    customer_id: CustomerId
    slug: str
    name: str
    time_zone: str


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A living session, and what its person is at the customer asked for."""

    session_id: UUID
    person_id: UUID
    administrator: bool
    place: Place | None
    """None where no such customer exists, or none was named."""
    role: Role | None
    reason: str | None = None
    """Why a platform administrator entered this customer in the console, while that lasts."""
    inside_until: datetime | None = None
    """How long that lasts."""


def by_session(database: Database, session_id: UUID, customer: str | None) -> Entry | None:
    """For the bearer of an access token; None when the session is over."""
    return _look_up(database, by_secret=False, proof=session_id, customer=customer)


def by_cookie(database: Database, secret: str, customer: str | None) -> Entry | None:
    """For a console's cookie; None when the session is over or never was."""
    return _look_up(database, by_secret=True, proof=hashed(secret), customer=customer)


def _look_up(
    database: Database, *, by_secret: bool, proof: UUID | bytes, customer: str | None
) -> Entry | None:
    statement = _BY_SECRET if by_secret else _BY_SESSION
    # PostgreSQL knows no text with a NUL in it; no customer is called so either.
    slug = customer if customer is not None and customer.isprintable() else None
    asked = {"proof": proof, "slug": slug, "customer_id": _as_id(customer)}
    with database.control() as connection:
        row = connection.execute(statement, asked).first()
    if row is None:
        return None
    place = None
    if row.customer_id is not None:
        place = Place(
            customer_id=CustomerId(row.customer_id),
            slug=row.slug,
            name=row.name,
            time_zone=row.time_zone,
        )
    return Entry(
        session_id=row.session_id,
        person_id=row.person_id,
        administrator=row.administrator,
        place=place,
        role=cast("Role | None", row.role),
        reason=row.reason,
        inside_until=row.ends_at,
    )


def _as_id(customer: str | None) -> UUID | None:
    try:
        return UUID(customer or "")
    except ValueError:
        return None
