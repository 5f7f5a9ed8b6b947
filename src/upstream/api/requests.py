"""What a request says about itself, as a use case needs to know it: who, where, when and why."""

from datetime import UTC, datetime
from hashlib import sha256
from typing import Final

from upstream.api.callers import Caller, Connection
from upstream.domain.context import Context
from upstream.domain.messages import Refusal
from upstream.domain.units import PLATFORM
from upstream.infrastructure.entrance import Place

_CLIENT_CHARACTERS_MAX: Final = 200
_KEY_CHARACTERS_MAX: Final = 200


class IdempotencyKeyUnreadable(Refusal):
    """An Idempotency-Key is 1 to 200 visible ASCII characters."""

    code = "request.idempotency_key_unreadable"


class VersionUnreadable(Refusal):
    """If-Match holds no ETag of ours."""

    code = "request.version_unreadable"


def context_of(
    connection: Connection,
    caller: Caller | None,
    place: Place | None,
    *,
    command: str,
    body: bytes | None = None,
) -> Context:
    """`body` is given for commands that may be repeated under an Idempotency-Key."""
    state = connection.scope["state"]
    key = connection.headers.get("idempotency-key") if body is not None else None
    return Context(
        customer_id=place.customer_id if place else PLATFORM,
        actor=caller.actor if caller else "person:unknown",
        command=command,
        now=datetime.now(UTC),
        correlation_id=state["correlation_id"],
        request_id=state["request_id"],
        reason=caller.reason if caller else None,
        address=connection.client.host if connection.client else None,
        client=connection.headers.get("user-agent", "")[:_CLIENT_CHARACTERS_MAX] or None,
        idempotency_key=None if key is None else _scoped(key, caller, command),
        request_hash=None if key is None else _hash(connection, body or b""),
    )


def expected_version(connection: Connection) -> int | None:
    """The version an If-Match header names; None without one or for `*`."""
    tag = connection.headers.get("if-match")
    if tag is None or tag.strip() == "*":
        return None
    digits = tag.strip().removeprefix('"v').removesuffix('"')
    if not (digits.isascii() and digits.isdigit() and len(digits) < 10):
        raise VersionUnreadable('If-Match holds the ETag of the record, such as "v3".')
    return int(digits)


def _scoped(key: str, caller: Caller | None, command: str) -> str:
    """Two people, or two routes, may use the same key without meeting."""
    if not (0 < len(key) <= _KEY_CHARACTERS_MAX and key.isascii() and key.isprintable()):
        raise IdempotencyKeyUnreadable("An Idempotency-Key is 1 to 200 visible ASCII characters.")
    actor = caller.actor if caller else ""
    return sha256(f"{actor}\n{command}\n{key}".encode()).hexdigest()


def _hash(connection: Connection, body: bytes) -> bytes:
    return sha256(connection.scope["path"].encode() + b"\n" + body).digest()
