"""The segments of an X12 file one by one, with any separators, in bounded memory.

Several interchanges may follow one another, each with separators of its own; lines may be wrapped
at any column, indented, or end every segment. What is no X12 at all ends the reading.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from upstream.application.readers.x12.separators import (
    BLANK,
    BOM,
    ISA_BYTES_MAX,
    Separators,
    of_bare,
    of_isa,
)
from upstream.domain.uploads.file_problem import FileProblem

SEGMENT_BYTES_MAX: Final = 1 << 20
"""The longest segments there are have some thousand bytes."""

_READ_BYTES: Final = 1 << 18
_BETWEEN: Final = BLANK + BOM
_LINE_ENDS: Final = b"\r\n\0"
_WRAPPED: Final = re.compile(rb"[\r\n\0]")


class Unreadable(Exception):
    """The file does not go on as X12; nothing of it is recorded."""

    def __init__(self, problem: FileProblem) -> None:
        super().__init__(problem.code)
        self.problem = problem


class Segment:
    """One segment: `segment[1]` is its first element, empty where it ends before it."""

    __slots__ = ("_elements", "between", "id", "number", "offset", "raw")

    def __init__(self, raw: bytes, number: int, offset: int, between: Separators) -> None:
        elements = _text(raw).split(between.element)
        self._elements = [one.strip() for one in elements] if b" " in raw else elements
        self.id = self._elements[0]
        self.raw = raw
        """Without its terminator and without line ends."""
        self.number = number
        """In the file, from 1."""
        self.offset = offset
        self.between = between

    def __getitem__(self, place: int) -> str:
        try:
            return self._elements[place]
        except IndexError:
            return ""

    def __len__(self) -> int:
        """How many elements it has, the id not counted."""
        return len(self._elements) - 1

    def parts(self, place: int) -> list[str]:
        """The components of an element, at least one."""
        return self[place].split(self.between.component)


def segments(file: BinaryIO) -> Iterator[Segment]:
    """All segments from the beginning on. Raises `Unreadable`."""
    file.seek(0)
    source = _Source(file)
    number = 0
    between: Separators | None = None
    while source.pass_over_blank():
        between = _separators(source, between)
        if between is None:
            return
        for raw, offset in source.until_the_next_interchange(between):
            number += 1
            yield Segment(raw, number, offset, between)


def _separators(source: "_Source", before: Separators | None) -> Separators | None:
    head = source.peek(ISA_BYTES_MAX + _READ_BYTES)
    if head.startswith(b"ISA"):
        found = of_isa(head)
    elif before is None:
        found = of_bare(head)
    else:
        # What follows the last interchange is a mail's signature or the padding of a disk.
        return _separators(source, before) if source.skip_to_isa() else None
    if found is None:
        detail = "The file begins like X12, but its first segment does not say what separates it."
        raise Unreadable(FileProblem(code="upload.x12_unreadable", detail=detail))
    return found


class _Source:
    """A file as a sliding window of bytes."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._buffer = b""
        self._offset = 0
        self._is_read = False

    def peek(self, size: int) -> bytes:
        while len(self._buffer) < size and not self._is_read:
            self._fill()
        return self._buffer[:size]

    def pass_over_blank(self) -> bool:
        """False at the end of the file."""
        while True:
            bare = self._buffer.lstrip(_BETWEEN)
            self._drop(len(self._buffer) - len(bare))
            if bare or self._is_read:
                return bool(bare)
            self._fill()

    def skip_to_isa(self) -> bool:
        while (found := self._buffer.find(b"ISA")) < 0:
            self._drop(max(0, len(self._buffer) - 2))
            if self._is_read:
                return False
            self._fill()
        self._drop(found)
        return True

    def until_the_next_interchange(self, between: Separators) -> Iterator[tuple[bytes, int]]:
        """Each segment with its byte in the file; the ISA of another interchange is left alone."""
        is_first = True
        while True:
            pieces = self._buffer.split(between.terminator)
            rest = len(pieces[-1])
            whole = pieces if self._is_read else pieces[:-1]
            offset = self._offset
            for piece in whole:
                body = _body(piece)
                if body.startswith(b"ISA") and not is_first:
                    self._drop(offset - self._offset)
                    return
                if body:
                    yield body, offset
                    is_first = False
                offset += len(piece) + 1
                if body.startswith(b"IEA"):
                    self._drop(min(offset - self._offset, len(self._buffer)))
                    return
            if self._is_read:
                self._drop(len(self._buffer))
                return
            self._drop(len(self._buffer) - rest)
            if rest > SEGMENT_BYTES_MAX:
                detail = "A segment is longer than 1 MB: what ends a segment is not what ISA says."
                raise Unreadable(FileProblem(code="upload.x12_unreadable", detail=detail))
            self._fill()

    def _fill(self) -> None:
        more = self._file.read(_READ_BYTES)
        self._buffer += more
        self._is_read = not more

    def _drop(self, size: int) -> None:
        self._buffer = self._buffer[size:]
        self._offset += size


def _body(piece: bytes) -> bytes:
    """Without indentation and without the line ends a wrapped file has anywhere."""
    body = piece.strip(BLANK)
    return body.translate(None, _LINE_ENDS) if _WRAPPED.search(body) else body


def _text(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")
