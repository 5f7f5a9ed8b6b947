"""The rows of a workbook's sheets, one after the other, with the numbers that Excel gives them."""

import warnings
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, BinaryIO, Final, cast
from xml.etree.ElementTree import ParseError

import defusedxml
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.xml.constants import SHARED_STRINGS

from upstream.application.readers.excel.cells import Cells
from upstream.application.readers.excel.markup import EXPAT_ERROR
from upstream.application.readers.excel.rows import Row, rows_of
from upstream.application.readers.excel.shared_texts import shared_texts

ROWS_MAX_OF_EXCEL: Final = 1_048_576
_UNREADABLE: Final = (
    InvalidFileException,
    zipfile.BadZipFile,
    ParseError,
    EXPAT_ERROR,
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
    """The parts are sound, but they are not a workbook."""


class _Book(ExcelReader):  # type: ignore[misc]  # openpyxl tells no types
    """What openpyxl knows of a workbook beside its cells, of which it would make objects."""

    sheets: list[tuple[str, bool]]
    """Where the XML of each sheet is, and whether people see it; charts are no sheets."""
    texts: list[str]

    def read(self) -> None:
        self.read_manifest()
        self.read_workbook()
        self.read_strings()
        apply_stylesheet(self.archive, self.wb)
        self.read_worksheets()

    def read_strings(self) -> None:
        self.texts = []
        part = self.package.find(SHARED_STRINGS)
        if part is not None:
            with self.archive.open(part.PartName[1:]) as source:
                self.texts = shared_texts(source)

    def read_worksheets(self) -> None:
        self.sheets = [
            (relation.target, sheet.state == "visible")
            for sheet, relation in self.parser.find_sheets()
            if relation.target in self.valid_files and "chartsheet" not in relation.Type
        ]


class Sheets:
    """An opened workbook. Texts that cells share are in memory, rows are not."""

    def __init__(self, file: BinaryIO) -> None:
        """Raises `WorkbookUnreadable`."""
        file.seek(0)
        try:
            self._book = _Book(
                cast("IO[bytes]", file), read_only=True, data_only=True, keep_links=False
            )
            self._book.read()
        except _UNREADABLE as nonsense:
            raise WorkbookUnreadable from nonsense
        if not self._book.sheets:
            raise WorkbookUnreadable
        styles = self._book.wb
        self._cells = Cells(
            self._book.texts,
            dates=styles._date_formats,  # noqa: SLF001  where openpyxl's own readers look
            durations=styles._timedelta_formats,  # noqa: SLF001
            epoch=styles.epoch,
        )

    def __len__(self) -> int:
        return len(self._book.sheets)

    def is_visible(self, index: int) -> bool:
        return self._book.sheets[index][1]

    def rows(self, index: int, *, width: int, last: int = ROWS_MAX_OF_EXCEL) -> Iterator[Row]:
        """All rows that say anything, as wide as asked. Raises `WorkbookUnreadable`."""
        try:
            with self._book.archive.open(self._book.sheets[index][0]) as part:
                yield from rows_of(part, self._cells, width=width, last=last)
        except _UNREADABLE as nonsense:
            raise WorkbookUnreadable from nonsense

    def close(self) -> None:
        self._book.archive.close()
