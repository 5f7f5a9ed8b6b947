"""Deterministic stream ids: the same thing always has the same stream."""

from hashlib import sha1
from uuid import UUID, uuid5

from upstream.domain.units import CustomerId, StreamId


def stream_of(customer_id: CustomerId, kind: str, natural_key: str) -> StreamId:
    """UUIDv5 (RFC 9562 §5.5) of the customer, the kind of thing and its natural key."""
    return StreamId(uuid5(customer_id, f"{kind}\x1f{natural_key}"))


def stream_bytes(customer_id: CustomerId, kind: str, natural_keys: list[str]) -> list[bytes]:
    """The same ids as `stream_of`, for many keys at once and as raw bytes: a third of the cost."""
    prefix = sha1(customer_id.bytes + kind.encode() + b"\x1f", usedforsecurity=False)
    found = []
    for key in natural_keys:
        digest = prefix.copy()
        digest.update(key.encode())
        raw = bytearray(digest.digest()[:16])
        raw[6] = raw[6] & 0x0F | 0x50
        raw[8] = raw[8] & 0x3F | 0x80
        found.append(bytes(raw))
    return found


def as_stream(raw: bytes) -> StreamId:
    return StreamId(UUID(bytes=raw))
