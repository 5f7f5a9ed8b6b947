"""PostgreSQL arrays packed by hand in the binary wire format: what set-based statements eat.

Handing psycopg a million Python objects costs more than the statement itself. Each class here is
a `bytes` that already is the array, in the layout of PostgreSQL's `array_send`.
"""

import sys
from array import array
from collections.abc import Iterable, Sequence
from datetime import date
from struct import Struct, pack
from typing import ClassVar

import psycopg
from psycopg.adapt import Dumper
from psycopg.pq import Format

_NULL = pack(">i", -1)
_INT4, _INT8 = Struct(">ii"), Struct(">iq")
_UUID_LENGTH = pack(">i", 16)
_LENGTH = Struct(">i").pack
_EPOCH = date(2000, 1, 1).toordinal()


class PackedArray(bytes):
    """One whole array parameter; subclasses name the element type."""

    __slots__ = ()
    element_oid: ClassVar[int]
    array_oid: ClassVar[int]

    @classmethod
    def of(cls, elements: Sequence[bytes], count: int | None = None) -> "PackedArray":
        """`elements` are length-prefixed already; `count` where several are in one."""
        header = pack(">iiIii", 1, 1, cls.element_oid, count or len(elements), 1)
        return cls(header + b"".join(elements) if elements else pack(">iiI", 0, 0, cls.element_oid))


class UuidArray(PackedArray):
    __slots__ = ()
    element_oid, array_oid = 2950, 2951


class Int4Array(PackedArray):
    __slots__ = ()
    element_oid, array_oid = 23, 1007


class Int8Array(PackedArray):
    __slots__ = ()
    element_oid, array_oid = 20, 1016


class TextArray(PackedArray):
    __slots__ = ()
    element_oid, array_oid = 25, 1009


class ByteaArray(PackedArray):
    __slots__ = ()
    element_oid, array_oid = 17, 1001


class DateArray(PackedArray):
    __slots__ = ()
    element_oid, array_oid = 1082, 1182


def uuids(raw: Sequence[bytes]) -> PackedArray:
    """From 16-byte values."""
    if not raw:
        return UuidArray.of([])
    return UuidArray.of([_UUID_LENGTH + _UUID_LENGTH.join(raw)], len(raw))


def int4s(values: Iterable[int | None]) -> PackedArray:
    one = _INT4.pack
    return Int4Array.of([_NULL if value is None else one(4, value) for value in values])


def int8s(values: Iterable[int | None]) -> PackedArray:
    """Where no value is missing, thousands of them cost what a hundred do one by one."""
    listed = list(values)
    try:
        raw = array("q", listed)  # type: ignore[type-var]  # what is None goes the other way
    except TypeError:
        one = _INT8.pack
        return Int8Array.of([_NULL if value is None else one(8, value) for value in listed])
    if sys.byteorder == "little":
        raw.byteswap()
    return Int8Array.of([_spread(raw.tobytes())], len(listed)) if listed else Int8Array.of([])


def texts(values: Iterable[str | None]) -> PackedArray:
    return TextArray.of([_text(value) for value in values])


def few_texts(values: Sequence[str | None]) -> PackedArray:
    """The same array as `texts`, at a third of the cost where the same values come again."""
    packed = {value: _text(value) for value in set(values)}
    return TextArray.of(list(map(packed.__getitem__, values)))


def few_int4s(values: Sequence[int]) -> PackedArray:
    """The same array as `int4s`, at a third of the cost where the same values come again."""
    packed = {value: _INT4.pack(4, value) for value in set(values)}
    return Int4Array.of(list(map(packed.__getitem__, values)))


def few_dates(values: Sequence[date | None]) -> PackedArray:
    """The same array as `dates`, at a third of the cost where the same days come again."""
    packed = {day: _date(day) for day in set(values)}
    return DateArray.of(list(map(packed.__getitem__, values)))


def byteas(values: Iterable[bytes | None]) -> PackedArray:
    return ByteaArray.of([_NULL if value is None else _sized(value) for value in values])


def dates(values: Iterable[date | None]) -> PackedArray:
    return DateArray.of(list(map(_date, values)))


def _spread(numbers: bytes) -> bytes:
    """Eight bytes each, put behind their lengths a column of bytes at a time."""
    whole = bytearray(_INT8.pack(8, 0) * (len(numbers) // 8))
    for place in range(8):
        whole[4 + place :: 12] = numbers[place::8]
    return bytes(whole)


def _date(day: date | None) -> bytes:
    return _NULL if day is None else _INT4.pack(4, day.toordinal() - _EPOCH)


def _text(value: str | None) -> bytes:
    if value is None:
        return _NULL
    encoded = value.encode()
    return _LENGTH(len(encoded)) + encoded


def _sized(value: bytes) -> bytes:
    return _LENGTH(len(value)) + value


class _PackedDumper(Dumper):
    format = Format.BINARY

    def dump(self, obj: PackedArray) -> bytes:
        return bytes(obj)


def _register() -> None:
    for kind in (UuidArray, Int4Array, Int8Array, TextArray, ByteaArray, DateArray):
        dumper = type(f"{kind.__name__}Dumper", (_PackedDumper,), {"oid": kind.array_oid})
        psycopg.adapters.register_dumper(kind, dumper)


_register()
