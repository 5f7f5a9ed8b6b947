"""What came before in a file, kept in a few bytes a row."""

from array import array
from collections.abc import Iterable
from typing import Final

ROWS_MAX: Final = 1 << 21
"""Twice so many rows at most are kept in mind, in 64 MiB; then the older half is forgotten."""
_SLOTS_FIRST: Final = 1 << 13
_WORD: Final = 0xFFFF_FFFF_FFFF_FFFF


class Seen:
    """A set of 64-bit hashes: 16 to 32 bytes each, where Python's own takes a hundred.

    Among a million rows two different ones look the same once in 30 million files.
    """

    def __init__(self) -> None:
        self._before: array[int] | None = None
        self._slots = _empty(_SLOTS_FIRST)
        self._count = 0

    def again(self, hashes: Iterable[int]) -> list[int]:
        """The places of those that came before; all are remembered."""
        values = [value & _WORD or 1 for value in hashes]
        self._make_room(len(values))
        slots, mask = self._slots, len(self._slots) - 1
        found = []
        for place, value in enumerate(values):
            at = (value ^ value >> 32) & mask
            while (there := slots[at]) and there != value:
                at = (at + 1) & mask
            if there:
                found.append(place)
            else:
                slots[at] = value
        self._count += len(values) - len(found)
        if self._before is None:
            return found
        known = set(found)
        return [i for i, value in enumerate(values) if i in known or _holds(self._before, value)]

    def _make_room(self, rows: int) -> None:
        """Half of the slots stay empty, so that a free one is never far."""
        if self._count + rows > ROWS_MAX and self._count:
            self._before, self._slots, self._count = self._slots, _empty(_SLOTS_FIRST), 0
        size = len(self._slots)
        while size < 2 * (self._count + rows):
            size *= 2
        if size > len(self._slots):
            self._slots = _moved(self._slots, size)


def _empty(size: int) -> "array[int]":
    return array("Q", bytes(8 * size))


def _moved(values: "array[int]", size: int) -> "array[int]":
    slots, mask = _empty(size), size - 1
    for value in filter(None, values):
        at = (value ^ value >> 32) & mask
        while slots[at]:
            at = (at + 1) & mask
        slots[at] = value
    return slots


def _holds(slots: "array[int]", value: int) -> bool:
    mask = len(slots) - 1
    at = (value ^ value >> 32) & mask
    while (there := slots[at]) and there != value:
        at = (at + 1) & mask
    return bool(there)
