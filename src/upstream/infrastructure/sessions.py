"""Sessions and what proves them; only SHA-256 hashes of secrets are stored."""

from datetime import timedelta
from hashlib import sha256
from typing import Any, Literal
from uuid import UUID

import msgspec
from sqlalchemy import Connection, Row, text

from upstream.domain.identity.events import Channel

LIFETIMES: dict[Channel, timedelta] = {"api": timedelta(days=14), "console": timedelta(hours=12)}
"""From signing in to having to sign in again: a shift at the console, two weeks for a client."""

REPEAT_WITHIN = timedelta(seconds=10)
"""An answer may get lost: the same token again this soon gets the same successor."""

Turn = Literal["turned", "repeated", "reused"]

_OPEN = text(
    "INSERT INTO sessions (session_id, person_id, channel, expires_at)"
    " VALUES (:session_id, :person_id, :channel, clock_timestamp() + :lifetime)"
)
_ADD_SECRET = text(
    "INSERT INTO session_secrets (secret_hash, session_id) VALUES (:secret_hash, :session_id)"
)
_END = text(
    "UPDATE sessions SET ended_at = clock_timestamp()"
    " WHERE session_id = :session_id AND ended_at IS NULL"
)
_FAMILY = text(
    "SELECT secret_hash, session_id, person_id, session_secrets.used_at,"
    "  ended_at IS NOT NULL OR expires_at <= clock_timestamp() AS over,"
    "  used_at > clock_timestamp() - :repeat_within AS lately"
    " FROM session_secrets JOIN sessions USING (session_id)"
    " WHERE secret_hash = :secret_hash AND channel = 'api' FOR UPDATE"
)
_USED = text(
    "UPDATE session_secrets SET used_at = clock_timestamp() WHERE secret_hash = :secret_hash"
)
_UNUSED = text("SELECT used_at IS NULL FROM session_secrets WHERE secret_hash = :secret_hash")


class Turned(msgspec.Struct, frozen=True, kw_only=True):
    """How a refresh token fared; `reused` means: end the session, somebody copied the token."""

    turn: Turn
    session_id: UUID
    person_id: UUID


def hashed(secret: str) -> bytes:
    return sha256(secret.encode()).digest()


def open_session(
    connection: Connection, session_id: UUID, person_id: UUID, channel: Channel, secret: str
) -> None:
    row = {"session_id": session_id, "person_id": person_id, "channel": channel}
    connection.execute(_OPEN, {**row, "lifetime": LIFETIMES[channel]})
    connection.execute(_ADD_SECRET, {"secret_hash": hashed(secret), "session_id": session_id})


def end_session(connection: Connection, session_id: UUID) -> None:
    connection.execute(_END, {"session_id": session_id})


def turn_over(connection: Connection, token: str, successor: str) -> Turned | None:
    """Use up a refresh token and put its successor in its place, exactly once.

    None where the session is over or the token was never given out.
    """
    key = {"secret_hash": hashed(token)}
    row = connection.execute(_FAMILY, {**key, "repeat_within": REPEAT_WITHIN}).first()
    if row is None or row.over:
        return None
    return Turned(
        turn=_turn(connection, row, successor),
        session_id=row.session_id,
        person_id=row.person_id,
    )


def _turn(connection: Connection, row: Row[Any], successor: str) -> Turn:
    if row.used_at is None:
        connection.execute(_USED, {"secret_hash": row.secret_hash})
        child = {"secret_hash": hashed(successor), "session_id": row.session_id}
        connection.execute(_ADD_SECRET, child)
        return "turned"
    return "repeated" if row.lately and _unused(connection, successor) else "reused"


def _unused(connection: Connection, secret: str) -> bool:
    found = connection.execute(_UNUSED, {"secret_hash": hashed(secret)})
    return bool(found.scalar_one_or_none())
