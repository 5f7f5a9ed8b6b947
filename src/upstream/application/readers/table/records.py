"""The text of some whole lines becomes rows, by column, with the lines they stand on.

Plain text is cut in one go. Text with quotation marks goes through `csv`; where that stumbles, it
goes record by record, so that a mark that never closes costs one line and never the rest.
"""

import csv
import io
from collections.abc import Sequence
from itertools import compress
from typing import Final, NamedTuple

from upstream.domain.claims.chunks import RawRows
from upstream.domain.claims.faults import Fault, RejectedRow
from upstream.domain.claims.layout import Shape

FIELD_CHARACTERS_MAX: Final = 1 << 20
LINES_IN_A_FIELD_MAX: Final = 100
"""A quoted text with more lines is a quotation mark that does not close."""

# By default the reader gives up the whole file at a field of 128 kB.
csv.field_size_limit(FIELD_CHARACTERS_MAX)


class Cut(NamedTuple):
    """Rows, and how many physical lines they take; what is left over goes on in the next part.

    No line at all where a quoted text goes on beyond the text given.
    """

    rows: RawRows
    lines: int
    is_all: bool = True


def cut(text: str, shape: Shape, *, first_line: int, is_last: bool) -> Cut:
    if '"' not in text:
        even = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
        return _plain(even, shape, first_line)
    lines = list(io.StringIO(text, newline=""))
    try:
        rows = list(csv.reader(lines, delimiter=shape.delimiter, strict=True))
    except csv.Error:
        rows = []
    if len(rows) != len(lines):
        return _one_by_one(lines, shape, first_line, is_last=is_last)
    numbers = range(first_line, first_line + len(lines))
    return Cut(_by_column(numbers, rows, shape.width, []), len(lines))


def _plain(text: str, shape: Shape, first_line: int) -> Cut:
    text = text.removesuffix("\n")
    count = text.count("\n") + 1
    numbers = range(first_line, first_line + count)
    # Each line end stays in front of the cell that begins a line: where all of those stand in the
    # first column, every line has as many cells as the header.
    cells = text.replace("\n", shape.delimiter + "\n").split(shape.delimiter)
    if len(cells) == count * shape.width:
        columns = [cells[place :: shape.width] for place in range(shape.width)]
        columns[0] = "".join(columns[0]).split("\n")
        if len(columns[0]) == count:
            return Cut(RawRows(numbers, columns, [], []), count)
    rows = [line.split(shape.delimiter) for line in text.split("\n")]
    return Cut(_by_column(numbers, rows, shape.width, []), count)


def _one_by_one(lines: list[str], shape: Shape, first_line: int, *, is_last: bool) -> Cut:
    numbers: list[int] = []
    rows: list[list[str]] = []
    broken: list[RejectedRow] = []
    place = 0
    while place < len(lines):
        window = lines[place : place + LINES_IN_A_FIELD_MAX]
        record = _record(window, shape)
        if record.code == _OPEN and not is_last and place > len(lines) - LINES_IN_A_FIELD_MAX:
            break
        if record.code is None:
            numbers.append(first_line + place)
            rows.append(record.cells)
        else:
            broken.append(RejectedRow(first_line + place, (Fault(None, record.code),)))
        place += record.lines
    return Cut(_by_column(numbers, rows, shape.width, broken), place, place >= len(lines))


_OPEN: Final = "row.quote_unterminated"
_END_OF_DATA: Final = "unexpected end of data"


class _Record(NamedTuple):
    cells: list[str]
    lines: int
    code: str | None


def _record(window: Sequence[str], shape: Shape) -> _Record:
    """The record at the head of some lines, how many of them it takes, and what is wrong with it.

    What spans lines must fit the header: else the mark was left open, and only its line is lost.
    """
    reader = csv.reader(window, delimiter=shape.delimiter, strict=True)
    try:
        cells = next(reader)
    except csv.Error as error:
        left_open = reader.line_num > 1 or _END_OF_DATA in str(error)
        return _Record([], 1, _OPEN if left_open else "row.quote_misplaced")
    if reader.line_num > 1 and len(_trimmed(cells, shape.width)) != shape.width:
        return _Record([], 1, _OPEN)
    return _Record(cells, reader.line_num, None)


def _by_column(
    numbers: Sequence[int], rows: list[list[str]], width: int, broken: list[RejectedRow]
) -> RawRows:
    if set(map(len, rows)) == {width}:
        return RawRows(numbers, list(map(list, zip(*rows, strict=True))), [], broken)
    trimmed = [_trimmed(row, width) for row in rows]
    regular = [len(row) == width for row in trimmed]
    columns = zip(*compress(trimmed, regular), strict=True)
    odd = [(number, row) for number, row in zip(numbers, trimmed, strict=True) if len(row) != width]
    return RawRows(list(compress(numbers, regular)), list(map(list, columns)), odd, broken)


def _trimmed(row: list[str], width: int) -> list[str]:
    """Without the empty cells that some exports leave behind the last column."""
    return row if len(row) <= width or any(row[width:]) else row[:width]
