"""Cursors: where a list goes on, at the position it began at; signed, so nobody makes one up."""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from typing import Final

import msgspec

from upstream.domain.messages import Refusal

_SIGNATURE_BYTES: Final = 16
_CHARACTERS_MAX: Final = 2_000


class CursorUnreadable(Refusal):
    """Not one of our cursors, or one of another list, another filter or another customer."""

    code = "request.cursor_unreadable"


class Cursor(msgspec.Struct, frozen=True, array_like=True):
    """`after` is the sort key of the last item shown, `asked` a digest of the list's question."""

    position: int
    after: tuple[str | int | None, ...]
    asked: bytes


class Cursors:
    def __init__(self, key: bytes) -> None:
        self._key = key

    def written(self, cursor: Cursor) -> str:
        content = msgspec.msgpack.encode(cursor)
        return urlsafe_b64encode(self._signature(content) + content).rstrip(b"=").decode()

    def read(self, text: str, *, asked: bytes) -> Cursor:
        """Raises CursorUnreadable."""
        try:
            if len(text) > _CHARACTERS_MAX:
                raise _unreadable()
            raw = urlsafe_b64decode(text.encode() + b"=" * (-len(text) % 4))
            signature, content = raw[:_SIGNATURE_BYTES], raw[_SIGNATURE_BYTES:]
            if not hmac.compare_digest(signature, self._signature(content)):
                raise _unreadable()
            cursor = msgspec.msgpack.decode(content, type=Cursor)
        except ValueError as nonsense:
            raise _unreadable() from nonsense
        if cursor.asked != asked:
            raise _unreadable()
        return cursor

    def _signature(self, content: bytes) -> bytes:
        return hmac.digest(self._key, content, sha256)[:_SIGNATURE_BYTES]


def _unreadable() -> CursorUnreadable:
    return CursorUnreadable("The cursor does not belong to this list; begin without one.")
