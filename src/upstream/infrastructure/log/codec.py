"""Between events and their bytes: JSON under a storage tag, never a Python path."""

from functools import cache

import msgspec

from upstream.domain.catalogue import BY_TAG
from upstream.domain.catalogue import tag_of as tag_of  # noqa: PLC0414  part of this module's face
from upstream.domain.messages import Event

encode = msgspec.json.Encoder().encode


class UnknownTag(Exception):
    """The log holds an event this code does not know: an older program on a newer log."""


@cache
def _decoder(tag: str) -> "msgspec.json.Decoder[Event]":
    try:
        return msgspec.json.Decoder(BY_TAG[tag])
    except KeyError:
        raise UnknownTag(tag) from None


def decode(tag: str, state: bytes) -> Event:
    """Raises `UnknownTag`, or `msgspec.DecodeError` when the bytes are not that event."""
    return _decoder(tag).decode(state)
