"""The rows of a workbook's sheets, one after the other, with the numbers that Excel gives them."""

import warnings
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, BinaryIO, Final, NamedTuple, cast
from xml.etree.ElementTree import ParseError

import defusedxml
import openpyxl
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from upstream.application.readers.excel.cells import texts

ROWS_MAX_OF_EXCEL: Final = 1_048_576
_UNREADABLE: Final = (
    InvalidFileException,
    zipfile.BadZipFile,
    ParseError,
    defusedxml.DefusedXmlException,
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RecursionError,
    RuntimeError,
    TypeError,
    ValueError,
    zlib.error,
)
"""openpyxl believes the XML it reads, so nonsense in it comes out as almost anything."""


# Its warnings quote cells.
warnings.filterwarnings("ignore", category=UserWarning, module=r"openpyxl\.")


class WorkbookUnreadable(Exception):
    """The parts are sound, but they are not a workbook that openpyxl understands."""


class Row(NamedTuple):
    number: int
    """As Excel numbers rows, from 1."""
    cells: list[str]


class Sheets:
    """An opened workbook. Texts that cells share are in memory, rows are not."""

    def __init__(self, file: BinaryIO) -> None:
        """Raises `WorkbookUnreadable`."""
        file.seek(0)
        try:
            self._book: Workbook = openpyxl.load_workbook(
                cast("IO[bytes]", file), read_only=True, data_only=True, keep_links=False
            )
            self._sheets = [
                sheet for sheet in self._book.worksheets if isinstance(sheet, ReadOnlyWorksheet)
            ]
        except _UNREADABLE as nonsense:
            raise WorkbookUnreadable from nonsense
        if not self._sheets:
            raise WorkbookUnreadable

    def __len__(self) -> int:
        return len(self._sheets)

    def is_visible(self, index: int) -> bool:
        return bool(self._sheets[index].sheet_state == "visible")

    def rows(self, index: int, *, width: int, last: int = ROWS_MAX_OF_EXCEL) -> Iterator[Row]:
        """All rows that say anything, as wide as asked. Raises `WorkbookUnreadable`."""
        sheet = self._sheets[index]
        # What the sheet says of its own size is often wrong.
        sheet.reset_dimensions()
        rows = sheet.iter_rows(min_row=1, max_row=last, max_col=width, values_only=True)
        blank: tuple[object, ...] | None = None
        for number in range(1, last + 1):
            try:
                row = next(rows)
            except StopIteration:
                return
            except _UNREADABLE as nonsense:
                raise WorkbookUnreadable from nonsense
            if row is blank:
                continue  # one and the same for every row that the sheet leaves out
            if row.count(None) == len(row):
                blank = row
            else:
                yield Row(number, texts(row, width))

    def close(self) -> None:
        self._book.close()
