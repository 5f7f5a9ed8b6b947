"""The resources of a JSON text one after the other, in memory for one of them at a time.

A bundle, an array of resources, a single resource and one resource per line are all read alike.
"""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import BinaryIO, Final, TypeAlias, cast

import ijson

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | Decimal | bool | None"
Resource: TypeAlias = dict[str, Json]

DEPTH_MAX: Final = 60
VALUES_MAX: Final = 400_000
"""Of one resource: the largest explanations of benefit we know have some ten thousand."""
TOKEN_BYTES_MAX: Final = 4 << 20
READ_BYTES: Final = 1 << 16
_HUGE_NUMBER: Final = re.compile(rb"[0-9]{1000}")
"""Python refuses whole numbers of 4,300 digits, and the parser in C does not expect it to."""
_MARK: Final = b"\xef\xbb\xbf"
_UNREADABLE: Final = (
    ijson.JSONError,
    ValueError,
    OverflowError,
    InvalidOperation,
)
_Event: TypeAlias = tuple[str, Json]


class JsonBroken(Exception):
    """The text is no JSON, breaks off, or goes deeper or on for longer than any claim does."""


class _Watched:
    """Counts what was read since the parser last had something to say."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.silent_bytes = 0

    def read(self, size: int) -> bytes:
        part = self._file.read(size)
        self.silent_bytes += len(part)
        if self.silent_bytes > TOKEN_BYTES_MAX or _HUGE_NUMBER.search(part):
            raise JsonBroken("one text or number is larger than any of a claim")
        return part


def resources(file: BinaryIO) -> Iterator[Json]:
    """Every resource of a bundle's entries, and every one outside of a bundle; None for an entry
    without a resource. Raises `JsonBroken`.
    """
    file.seek(0)
    file.seek(len(_MARK) if file.read(len(_MARK)) == _MARK else 0)
    events = _events(file)
    depth = 0
    for event, value in events:
        if event == "start_map":
            yield from _in_map(events)
        elif event == "start_array" and depth == 0:
            depth = 1
        elif event == "end_array":
            depth = 0
        else:
            yield _Builder(events).built(event, value)


def _events(file: BinaryIO) -> Iterator[_Event]:
    watched = _Watched(file)
    events = ijson.basic_parse(watched, multiple_values=True, buf_size=READ_BYTES)
    while True:
        try:
            event = next(events)
        except StopIteration:
            return
        except JsonBroken:
            raise
        except _UNREADABLE as broken:
            raise JsonBroken("the text is no JSON, or breaks off") from broken
        watched.silent_bytes = 0
        yield cast("_Event", event)


def _in_map(events: Iterator[_Event]) -> Iterator[Json]:
    """The resources of the bundle that begins here, or what begins here itself."""
    whole: Resource = {}
    builder = _Builder(events)
    is_bundle = False
    for event, key in events:
        if event == "end_map":
            break
        first, value = next(events)
        if key != "entry" or first != "start_array":
            whole[str(key)] = builder.built(first, value)
            continue
        is_bundle = True
        for begun, item in events:
            if begun == "end_array":
                break
            entry = _Builder(events).built(begun, item)
            yield entry.get("resource") if isinstance(entry, dict) else None
    if not is_bundle:
        yield whole


class _Builder:
    """One value out of its events, as far as it stays a size that claims have."""

    def __init__(self, events: Iterator[_Event]) -> None:
        self._events = events
        self._values = 0

    def built(self, event: str, value: Json, depth: int = 0) -> Json:
        self._values += 1
        if depth > DEPTH_MAX or self._values > VALUES_MAX:
            raise JsonBroken("one resource is deeper or larger than any claim")
        if event == "start_map":
            return {
                str(key): self.built(*next(self._events), depth + 1)
                for event, key in iter(self._next, ("end_map", None))
            }
        if event == "start_array":
            return [self.built(*item, depth + 1) for item in iter(self._next, ("end_array", None))]
        return value

    def _next(self) -> _Event:
        return next(self._events)
