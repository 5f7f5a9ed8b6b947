"""How a text is written, seen from its first megabyte: encoding, delimiter, header, first rows."""

import csv
import io
import re
from typing import BinaryIO, Final, NamedTuple

from upstream.application.readers.reader import HEAD_BYTES
from upstream.application.readers.table.decoding import decoded, encoding_of, offset_of_line
from upstream.application.readers.table.parts import parts
from upstream.domain.claims.columns import normalised
from upstream.domain.claims.layout import Shape
from upstream.domain.uploads.file_problem import FileProblem
from upstream.domain.uploads.mapping import Choice
from upstream.domain.uploads.options import DELIMITER, ENCODING, said
from upstream.domain.uploads.planning import Sample
from upstream.domain.uploads.recognition import HEADERS_KNOWN_MIN, header_score

HEADER_WITHIN_LINES: Final = 50
SAMPLE_ROWS: Final = 5_000

_NAMED: Final = {"comma": ",", "tab": "\t", "semicolon": ";", "pipe": "|"}
_DELIMITERS: Final = tuple(_NAMED.values())

COLUMNS_MAX: Final = 2_000
"""Ten times the widest export we know; each column costs memory for a whole part of the file."""
COLUMNS_MIN: Final = 4
"""Payer, code, date and outcome: a claim cannot be told in less."""
_VALUE: Final = re.compile(r"[-+$\s]*\d[\d\s.,:/T-]*|\d{1,2}-[A-Za-z]{3}-\d{2,4}|[A-Z]{1,3}-?\d+")


class _Header(NamedTuple):
    cells: tuple[str, ...]
    delimiter: str
    line: int
    """Where it begins."""
    first_line: int
    """The line after it."""
    score: int


def sniff(file: BinaryIO, chosen: tuple[Choice, ...]) -> Sample | FileProblem:
    """A sample to plan with. `chosen` headers are looked for too."""
    file.seek(0)
    head = file.read(HEAD_BYTES)
    encoding, mark = encoding_of(head)
    encoding = said(chosen, ENCODING) or encoding
    text = decoded(head[mark:], encoding)
    told = _NAMED.get(said(chosen, DELIMITER) or "")
    delimiters = (told,) if told else _DELIMITERS
    header = _best_header(text, chosen, delimiters) or _unfamiliar_header(text, delimiters)
    if header is None:
        if any(_is_too_wide(line) for line in text.splitlines()[:HEADER_WITHIN_LINES]):
            return _TOO_WIDE
        detail = (
            f"No header row was found in the first {HEADER_WITHIN_LINES} lines: a row that names"
            " the columns, such as payer, cpt, submitted_date, decided_date, outcome."
        )
        return FileProblem(code="upload.header_missing", detail=detail)
    shape = Shape(
        encoding=encoding,
        delimiter=header.delimiter,
        line_end="\n" if "\n" in text else "\r",
        width=len(header.cells),
        first_line=header.first_line,
        first_offset=mark + offset_of_line(head[mark:], encoding, header.first_line - 1),
    )
    return _sampled(file, shape, header)


def _is_too_wide(line: str) -> bool:
    return any(line.count(delimiter) > COLUMNS_MAX for delimiter in _DELIMITERS)


_TOO_WIDE: Final = FileProblem(
    code="upload.too_many_columns",
    detail=f"The file has more than {COLUMNS_MAX} columns; export only those of claims.",
)


def _sampled(file: BinaryIO, shape: Shape, header: _Header) -> Sample:
    start = {"line": shape.first_line, "offset": shape.first_offset}
    first = next(parts(file, shape, **start, rows_max=SAMPLE_ROWS), None)
    columns = first.rows.columns if first and first.rows.columns else [[] for _ in header.cells]
    rows = first.rows.rows_count if first else 0
    lines = first.rows.lines if first else ()
    return Sample(shape, header.cells, columns, rows, tuple(_notes(shape, header)), lines)


def _notes(shape: Shape, header: _Header) -> list[str]:
    notes = []
    if header.line > 1:
        notes.append(f"The header is on line {header.line}; the lines before it are not read.")
    if shape.encoding != "utf-8":
        notes.append(f"The file is read as {_SAID.get(shape.encoding, shape.encoding)}.")
    if shape.delimiter != ",":
        notes.append(f"Fields are separated by {_SAID.get(shape.delimiter, shape.delimiter)}.")
    return notes


_SAID: Final = {
    "cp1252": "Windows-1252",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "\t": "tabs",
    ";": "semicolons",
    "|": "vertical bars",
}


def _best_header(
    text: str, chosen: tuple[Choice, ...], delimiters: tuple[str, ...]
) -> _Header | None:
    """The row with the most familiar headers, whichever delimiter shows it."""
    found = [_header(text, delimiter, chosen) for delimiter in delimiters]
    best = max(found, key=lambda header: header.score)
    return best if best.score >= HEADERS_KNOWN_MIN else None


def _header(text: str, delimiter: str, chosen: tuple[Choice, ...]) -> _Header:
    best = _Header((), delimiter, 1, 1, 0)
    line = 1
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    for cells in reader:
        score = header_score(cells, chosen) if len(cells) <= COLUMNS_MAX else 0
        if score > best.score:
            named = tuple(_without_blank_end(cells))
            best = _Header(named, delimiter, line, reader.line_num + 1, score)
        line = reader.line_num + 1
        if line > HEADER_WITHIN_LINES:
            break
    return best


def _unfamiliar_header(text: str, delimiters: tuple[str, ...]) -> _Header | None:
    """The first row, where it names its columns in words nobody taught us: a person is asked."""
    for delimiter in delimiters:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        for line, cells in enumerate(reader, 1):
            named = _without_blank_end(cells)
            if not COLUMNS_MIN <= len(named) <= COLUMNS_MAX:
                break
            first_line = reader.line_num + 1
            data = next(reader, [])
            if _are_names(named) and len(_without_blank_end(data)) >= len(named) - 2:
                return _Header(tuple(named), delimiter, line, first_line, 0)
            break
    return None


def _are_names(cells: list[str]) -> bool:
    """All different, all said, and none a number, a date or an amount."""
    names = {normalised(cell) for cell in cells}
    return "" not in names and len(names) == len(cells) and not any(map(_VALUE.fullmatch, cells))


def _without_blank_end(cells: list[str]) -> list[str]:
    """Some exports end every line with a delimiter; the header then names one column less."""
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    return cells
