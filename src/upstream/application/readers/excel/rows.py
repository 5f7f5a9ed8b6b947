"""The rows of one sheet, read from its XML as it streams by: nothing of it is kept.

A row becomes a list of texts while the XML is read, so no cell is ever an object of its own.
"""

from collections.abc import Iterator
from typing import IO, Final, NamedTuple

from upstream.application.readers.excel.cells import Cells
from upstream.application.readers.excel.markup import Attributes, parser

COLUMNS_MAX_OF_EXCEL: Final = 16_384
_READ_BYTES: Final = 1 << 16
_DIGITS: Final = "0123456789"


class Row(NamedTuple):
    number: int
    """As Excel numbers rows, from 1."""
    cells: list[str]


def rows_of(part: IO[bytes], cells: Cells, *, width: int, last: int) -> Iterator[Row]:
    """All rows that say anything, up to the number `last`, as wide as asked."""
    reading = _Reading(cells, width, last)
    while not reading.is_over and (piece := part.read(_READ_BYTES)):
        reading.parser.Parse(piece, False)
        yield from reading.handed_over()
    if not reading.is_over:
        reading.parser.Parse(b"", True)
        reading.end()
        yield from reading.handed_over()


class _Reading:
    """A cell ends where the next one begins: its end is not listened to, for speed."""

    def __init__(self, cells: Cells, width: int, last: int) -> None:
        self.parser = parser(self._root_begun, self._said)
        self.is_over = False
        self._rows: list[Row] = []
        self._cells = cells
        self._shared = cells.shared
        self._width = width
        self._last = last
        self._number = self._reached = self._column = 0
        self._row: list[str] = []
        self._blank = [""] * width
        self._kind = self._style = ""
        self._place = -1
        self._text: str | None = None
        self._listening = False
        self._spoken = 0
        self._columns: dict[str, int] = {}
        self._row_name = self._cell_name = self._value_name = self._text_name = ""

    def handed_over(self) -> list[Row]:
        rows, self._rows = self._rows, []
        return rows

    def end(self) -> None:
        self._end_row()
        self.is_over = True

    def _root_begun(self, name: str, _: Attributes) -> None:
        prefix = name[: name.find(":") + 1]
        self._row_name, self._cell_name = f"{prefix}row", f"{prefix}c"
        self._value_name, self._text_name = f"{prefix}v", f"{prefix}is"
        self.parser.StartElementHandler = self._begun

    def _begun(self, name: str, attributes: Attributes) -> None:
        if name == self._value_name:
            self._listening = self._place >= 0 and self._kind != "inlineStr"
        elif name == self._cell_name:
            if self._text is not None:
                self._end_cell()
            self._listening = False
            self._kind = attributes.get("t", "n")
            self._style = attributes.get("s", "0")
            place = self._place_of(attributes.get("r"))
            self._place = place if place < self._width else -1
        elif name == self._row_name:
            self._end_row()
            self._begin_row(attributes.get("r"))
        else:
            self._listening = False
            if name == self._text_name and self._kind == "inlineStr" and self._place >= 0:
                self.parser.StartElementHandler = self._begun_within_text
                self.parser.EndElementHandler = self._ended_within_text

    def _said(self, text: str) -> None:
        if self._listening:
            self._text = text if self._text is None else self._text + text

    def _begun_within_text(self, name: str, _: Attributes) -> None:
        name = name.rpartition(":")[2]
        if name == "t":
            self._listening = not self._spoken
        elif name == "rPh":
            self._spoken += 1

    def _ended_within_text(self, name: str) -> None:
        self._listening = False
        name = name.rpartition(":")[2]
        if name == "is":
            self.parser.StartElementHandler = self._begun
            self.parser.EndElementHandler = None
        elif name == "rPh":
            self._spoken -= 1

    def _place_of(self, reference: str | None) -> int:
        """Columns from 0. Raises `ValueError` for one that Excel does not have."""
        if reference is None:
            self._column += 1
        else:
            letters = reference.rstrip(_DIGITS)
            column = self._columns.get(letters)
            if column is None:
                column = self._columns[letters] = _column(letters)
            self._column = column
        return self._column - 1

    def _end_cell(self) -> None:
        text, self._text = self._text, None
        if text is None:
            return
        if self._kind == "s":
            self._row[self._place] = self._shared[int(text)]
            return
        text = text if self._kind == "inlineStr" else text.strip()
        if text:
            self._row[self._place] = self._cells.said(self._kind, self._style, text)

    def _begin_row(self, number: str | None) -> None:
        self._number = self._number + 1 if number is None else _row_number(number)
        self._column = 0
        self._place = -1
        self._row = self._blank.copy()
        if self._number > self._last:
            self.is_over = True

    def _end_row(self) -> None:
        """A row that says nothing is none, nor is one that goes back."""
        self._end_cell()
        if self._reached < self._number <= self._last:
            self._reached = self._number
            if self._row != self._blank:
                self._rows.append(Row(self._number, self._row))


def _row_number(text: str) -> int:
    number = float(text)
    if not number.is_integer():
        raise ValueError("no row number")
    return int(number)


def _column(letters: str) -> int:
    column = 0
    for letter in letters.upper():
        if not "A" <= letter <= "Z":
            raise ValueError("no column")
        column = column * 26 + ord(letter) - 64
        if column > COLUMNS_MAX_OF_EXCEL:
            raise ValueError("no column of Excel's")
    if not column:
        raise ValueError("no column")
    return column
