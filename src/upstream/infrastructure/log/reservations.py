"""Uniqueness that must hold at once: a row written in the append's own transaction."""

from uuid import UUID

from sqlalchemy import Connection, text

from upstream.domain.units import CustomerId
from upstream.infrastructure.log.records import AlreadyReserved

_RESERVE = text(
    "INSERT INTO reservations (customer_id, scope, key, stream_id)"
    " VALUES (:customer_id, :scope, :key, :stream_id)"
    " ON CONFLICT (customer_id, scope, key) DO NOTHING RETURNING stream_id"
)
_HOLDER = text(
    "SELECT stream_id FROM reservations"
    " WHERE customer_id = :customer_id AND scope = :scope AND key = :key"
)
_HOLDERS = text(
    "SELECT stream_id FROM reservations"
    " WHERE customer_id = :customer_id AND scope = :scope ORDER BY key"
)
_RELEASE = text(
    "DELETE FROM reservations WHERE customer_id = :customer_id AND scope = :scope AND key = :key"
)


def reserve(
    connection: Connection, customer_id: CustomerId, *, scope: str, key: str, stream_id: UUID
) -> None:
    """Take `key` for `stream_id`; a no-op when it has it already. Raises `AlreadyReserved`."""
    row = {"customer_id": customer_id, "scope": scope, "key": key, "stream_id": stream_id}
    if connection.execute(_RESERVE, row).first() is None:
        holder = holder_of(connection, customer_id, scope=scope, key=key)
        if holder != stream_id:
            raise AlreadyReserved(scope, holder or stream_id)


def holder_of(
    connection: Connection, customer_id: CustomerId, *, scope: str, key: str
) -> UUID | None:
    found = connection.execute(_HOLDER, {"customer_id": customer_id, "scope": scope, "key": key})
    return found.scalar_one_or_none()


def release(connection: Connection, customer_id: CustomerId, *, scope: str, key: str) -> None:
    connection.execute(_RELEASE, {"customer_id": customer_id, "scope": scope, "key": key})


def holders_of(connection: Connection, customer_id: CustomerId, *, scope: str) -> list[UUID]:
    """Every stream that holds a key of this scope, in the order of the keys."""
    asked = {"customer_id": customer_id, "scope": scope}
    return list(connection.execute(_HOLDERS, asked).scalars())
