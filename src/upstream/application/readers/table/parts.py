"""A file in parts of some thousand rows, each with the place where the next one begins."""

from collections.abc import Iterator
from typing import BinaryIO, Final, NamedTuple

from upstream.application.readers.reader import ROWS_MAX
from upstream.application.readers.table.decoding import decoded, offset_of_line
from upstream.application.readers.table.records import LINES_IN_A_FIELD_MAX, cut
from upstream.domain.claims.chunks import RawRows
from upstream.domain.claims.faults import Fault, RejectedRow
from upstream.domain.claims.layout import Shape

BYTES_MAX: Final = 4 << 20
"""Bytes of a part, and so of a line: beyond it something is wrong with the line ends."""

_READ_BYTES: Final = 1 << 20


class RawPart(NamedTuple):
    """Some rows, and where the file goes on: physical line from 1, and byte."""

    rows: RawRows
    offset: int
    next_line: int
    next_offset: int


def parts(
    file: BinaryIO, shape: Shape, *, line: int, offset: int, rows_max: int = ROWS_MAX
) -> Iterator[RawPart]:
    """All parts from a place on that an earlier part named, or the layout."""
    lines = _Lines(file, shape, offset)
    while raw := lines.take(rows_max):
        if not lines.at_end and not raw.endswith(lines.end):
            size = len(raw) + lines.skip_line()
            broken = RejectedRow(line, (Fault(None, "row.line_too_long"),))
            part = RawPart(RawRows([], [], [], [broken]), offset, line + 1, offset + size)
        else:
            part = _part(lines, raw, shape, line, offset)
        yield part
        line, offset = part.next_line, part.next_offset


def _part(lines: "_Lines", raw: bytes, shape: Shape, line: int, offset: int) -> RawPart:
    while True:
        text = decoded(raw, shape.encoding)
        is_last = lines.at_end or len(raw) >= BYTES_MAX
        rows, taken, is_all = cut(text, shape, first_line=line, is_last=is_last)
        if taken:
            break
        raw += lines.take(LINES_IN_A_FIELD_MAX)
    size = len(raw) if is_all else offset_of_line(raw, shape.encoding, taken)
    lines.give_back(raw[size:])
    return RawPart(rows, offset, line + taken, offset + size)


class _Lines:
    """Whole lines of a file, so many at a time; never more than `BYTES_MAX` of it in memory."""

    def __init__(self, file: BinaryIO, shape: Shape, offset: int) -> None:
        file.seek(offset)
        self._file = file
        self._buffer = b""
        self._file_read = False
        self.end = shape.line_end.encode(shape.encoding)

    @property
    def at_end(self) -> bool:
        return self._file_read and not self._buffer

    def take(self, lines_max: int) -> bytes:
        """At most so many lines; without a line end only at the file's end or for a giant line."""
        while not self._file_read and len(self._buffer) < BYTES_MAX:
            if self._buffer.count(self.end) >= lines_max:
                break
            self._fill()
        size = self._size_of(lines_max)
        is_rest = self._file_read and self._buffer.count(self.end) < lines_max
        if is_rest or size == 0:
            size = len(self._buffer)
        taken, self._buffer = self._buffer[:size], self._buffer[size:]
        return taken

    def give_back(self, raw: bytes) -> None:
        self._buffer = raw + self._buffer

    def skip_line(self) -> int:
        """Drop everything up to the next line end; how many bytes that was."""
        skipped = 0
        while (found := self._find(0)) < 0:
            skipped += len(self._buffer)
            self._buffer = b""
            if self._file_read:
                return skipped
            self._fill()
        self._buffer = self._buffer[found + len(self.end) :]
        return skipped + found + len(self.end)

    def _fill(self) -> None:
        more = self._file.read(_READ_BYTES)
        self._buffer += more
        self._file_read = not more

    def _size_of(self, lines_max: int) -> int:
        """The size of about as many lines, never of more; 0 where there is not one whole line."""
        lines = self._buffer.count(self.end)
        size = len(self._buffer)
        while lines > lines_max:
            size = size * lines_max // lines
            lines = self._buffer.count(self.end, 0, size)
        first = self._find(0)
        return self._rfind(size) or (first + len(self.end) if first >= 0 else 0)

    def _rfind(self, stop: int) -> int:
        """Where the last whole line before `stop` ends; 0 where there is none."""
        unit = len(self.end)
        found = self._buffer.rfind(self.end, 0, stop)
        while found >= 0 and found % unit:
            found = self._buffer.rfind(self.end, 0, found + unit - 1)
        return found + unit if found >= 0 else 0

    def _find(self, start: int) -> int:
        """Where the next line end begins, or -1; in UTF-16 only at a whole character."""
        unit = len(self.end)
        found = self._buffer.find(self.end, start)
        while found >= 0 and found % unit:
            found = self._buffer.find(self.end, found + 1)
        return found
