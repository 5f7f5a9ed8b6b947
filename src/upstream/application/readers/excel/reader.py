"""Workbooks: the first visible sheet whose header is known, read like a delimited text."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from itertools import islice
from typing import BinaryIO, Final

from msgspec.structs import replace

from upstream.application.readers.excel.package import check
from upstream.application.readers.excel.rows import Row
from upstream.application.readers.excel.sheets import Sheets, WorkbookUnreadable
from upstream.application.readers.reader import ROWS_MAX, Instructions, Part, Place
from upstream.domain.claims.chunks import RawRows, understand
from upstream.domain.claims.layout import FileKind, Layout, Shape
from upstream.domain.claims.rows import RowRules
from upstream.domain.uploads.file_problem import FileProblem
from upstream.domain.uploads.mapping import Choice
from upstream.domain.uploads.planning import Sample, plan
from upstream.domain.uploads.recognition import HEADERS_KNOWN_MIN, header_score
from upstream.infrastructure.file_limits import UNLIMITED, Limits
from upstream.infrastructure.sealed_file import FileDamaged

HEADER_WITHIN_ROWS: Final = 50
COLUMNS_MAX: Final = 1_000
SAMPLE_ROWS: Final = 5_000
_FIRST_NAMES: Final = (b"[Content_Types].xml", b"_rels/", b"xl/", b"docProps/", b"mimetype")
_LOCAL_HEADER_BYTES: Final = 30


class ExcelReader:
    kind: Final[FileKind] = "excel"

    def __init__(self, limits: Limits = UNLIMITED) -> None:
        self._limits = limits

    def recognises(self, head: bytes) -> bool:
        """By the first name in the archive: office programs all begin with one of these."""
        return head.startswith(b"PK\x03\x04") and head[_LOCAL_HEADER_BYTES:].startswith(
            _FIRST_NAMES
        )

    def judge(
        self, file: BinaryIO, chosen: tuple[Choice, ...], *, today: date
    ) -> Layout | FileProblem:
        """Every part of the archive is unpacked once before any is parsed."""
        checked = check(file, self._limits)
        if isinstance(checked, FileProblem):
            return checked
        sample = _opened_sample(file, chosen)
        if isinstance(sample, FileProblem):
            return sample
        layout = plan(sample, chosen, today=today)
        if isinstance(layout, FileProblem):
            return layout
        return replace(layout, kind="excel", expanded_bytes=max(checked.rows, 1))

    def sample(self, file: BinaryIO, chosen: tuple[Choice, ...]) -> Sample | FileProblem:
        checked = check(file, self._limits)
        return checked if isinstance(checked, FileProblem) else _opened_sample(file, chosen)

    def raw_rows(self, file: BinaryIO, layout: Layout) -> Iterator[RawRows]:
        shape = layout.shape
        try:
            with closing(Sheets(file)) as sheets:
                every = sheets.rows(int(shape.delimiter), width=shape.width)
                rows = (row for row in every if row.number >= shape.first_line)
                while batch := list(islice(rows, ROWS_MAX)):
                    yield _by_column(batch)
        except WorkbookUnreadable as nonsense:
            raise FileDamaged("the workbook was accepted, but cannot be read again") from nonsense

    def parts(
        self, file: BinaryIO, instructions: Instructions, start: Place, *, rows_max: int = ROWS_MAX
    ) -> Iterator[Part]:
        """Places are numbers of rows; what lies before `start` is read again and passed over."""
        rules = RowRules(instructions.layout, instructions.pseudonym_key)
        shape = instructions.layout.shape
        try:
            with closing(Sheets(file)) as sheets:
                every = sheets.rows(int(shape.delimiter), width=shape.width)
                rows = (row for row in every if row.number >= start.line)
                while batch := list(islice(rows, rows_max)):
                    after = Place(batch[-1].number + 1, batch[-1].number + 1)
                    yield Part(understand(rules, _by_column(batch)), start, after)
                    start = after
        except WorkbookUnreadable as nonsense:
            raise FileDamaged("the workbook was accepted, but cannot be read again") from nonsense


def _opened_sample(file: BinaryIO, chosen: tuple[Choice, ...]) -> Sample | FileProblem:
    try:
        with closing(Sheets(file)) as sheets:
            return _sample(sheets, chosen)
    except WorkbookUnreadable:
        return _UNREADABLE


def _by_column(rows: list[Row]) -> RawRows:
    columns = list(map(list, zip(*(row.cells for row in rows), strict=True)))
    return RawRows([row.number for row in rows], columns, [], [])


def _sample(sheets: Sheets, chosen: tuple[Choice, ...]) -> Sample | FileProblem:
    notes: list[str] = []
    for index in range(len(sheets)):
        if not sheets.is_visible(index):
            notes.append(f"Sheet {index + 1} is hidden and is not read.")
            continue
        header = _header(sheets, index, chosen)
        if header is not None:
            others = len(sheets) - index - 1
            if len(sheets) > 1:
                notes.append(f"Sheet {index + 1} of {len(sheets)} is read.")
            if others:
                notes.append(f"{others} sheets after it are not read; send them on their own.")
            if header.number > 1:
                notes.append(
                    f"The header is in row {header.number}; the rows before it are not read."
                )
            return _sampled(sheets, index, header, notes)
        notes.append(f"Sheet {index + 1} has no header that is known, and is not read.")
    detail = (
        f"No header row was found in the first {HEADER_WITHIN_ROWS} rows of any visible sheet: a"
        " row that names the columns, such as payer, cpt, submitted_date, decided_date, outcome."
    )
    return FileProblem(code="upload.header_missing", detail=detail)


def _header(sheets: Sheets, index: int, chosen: tuple[Choice, ...]) -> Row | None:
    best, best_score = None, HEADERS_KNOWN_MIN - 1
    for row in sheets.rows(index, width=COLUMNS_MAX, last=HEADER_WITHIN_ROWS):
        score = header_score(row.cells, chosen)
        if score > best_score:
            best, best_score = row, score
    if best is None:
        return None
    filled = max(place for place, cell in enumerate(best.cells, 1) if cell.strip())
    return Row(best.number, best.cells[:filled])


def _sampled(sheets: Sheets, index: int, header: Row, notes: list[str]) -> Sample:
    width = len(header.cells)
    below = (row for row in sheets.rows(index, width=width) if row.number > header.number)
    rows = _by_column(list(islice(below, SAMPLE_ROWS)))
    first = header.number + 1
    shape = Shape("xlsx", str(index), "", width=width, first_line=first, first_offset=first)
    columns = rows.columns or [[] for _ in header.cells]
    return Sample(shape, tuple(header.cells), columns, rows.rows_count, tuple(notes))


_UNREADABLE: Final = FileProblem(
    code="upload.workbook_unreadable",
    detail="The workbook cannot be opened; save it again in Excel, or export it as CSV.",
)
