"""The refused rows of a file, in its own columns, to be put right and sent again.

Read from the sealed file while it is asked for. Columns that are not read because they tell who
somebody is are left out; all others are as the file had them.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import BinaryIO, Final, NamedTuple
from uuid import UUID

from upstream.application.readers.catalogue import reader_for
from upstream.application.readers.reader import Tabular
from upstream.domain.claims.chunks import RawRows
from upstream.domain.claims.layout import Layout
from upstream.domain.messages import Refusal
from upstream.domain.uploads.corrections import OURS, is_ours, safe
from upstream.domain.uploads.file_problem import FileProblem
from upstream.domain.uploads.mapping import Choice
from upstream.domain.uploads.recognition import shown
from upstream.infrastructure.file_limits import Limits

BYTE_ORDER_MARK: Final = "\ufeff"
"""So that Excel reads the file as UTF-8."""


class NoRowsToCorrect(Refusal):
    """The upload has no refused rows, or its format has no rows that could be put right."""

    code = "upload.no_rows_to_correct"


class RefusedRow(NamedTuple):
    line: int
    reason: str


class _Kept(NamedTuple):
    """Which columns go out, and how they are written."""

    indexes: list[int]
    headers: list[str]
    width: int
    delimiter: str
    upload_id: UUID


def refused_rows_file(
    file: BinaryIO,
    layout: Layout | None,
    upload_id: UUID,
    refused: Iterable[RefusedRow],
    *,
    limits: Limits,
) -> Iterator[str]:
    """The lines of a CSV file; `refused` in the order of the file.

    Raises `NoRowsToCorrect`, `FileDamaged`.
    """
    if layout is None:
        raise NoRowsToCorrect("the file as a whole was not taken; there are no single rows")
    reader = reader_for(file, limits)
    if isinstance(reader, FileProblem) or not isinstance(reader, Tabular):
        raise NoRowsToCorrect("files of this format have no rows that could be put right")
    kept = _kept(reader, file, layout, upload_id)
    yield BYTE_ORDER_MARK + _line(kept, [*kept.headers, *OURS])
    yield from _lines(reader.raw_rows(file, layout), iter(refused), kept)


def _kept(reader: Tabular, file: BinaryIO, layout: Layout, upload_id: UUID) -> _Kept:
    chosen = tuple(Choice(column.name, column.header) for column in layout.columns)
    sample = reader.sample(file, chosen)
    if isinstance(sample, FileProblem):
        raise NoRowsToCorrect(sample.detail)
    read = {column.index for column in layout.columns}
    indexes = [
        index
        for index, header in enumerate(sample.headers)
        if not is_ours(header) and (index in read or shown(header) not in layout.personal)
    ]
    delimiter = layout.shape.delimiter
    return _Kept(
        indexes,
        [sample.headers[index] for index in indexes],
        len(sample.headers),
        delimiter if len(delimiter) == 1 and not delimiter.isdigit() else ",",
        upload_id,
    )


def _lines(parts: Iterator[RawRows], refused: Iterator[RefusedRow], kept: _Kept) -> Iterator[str]:
    row = next(refused, None)
    for rows in parts:
        if row is None:
            return
        last = _last_line(rows)
        if row.line > last:
            continue
        cells = _cells_by_line(rows)
        while row is not None and row.line <= last:
            fields = _fields(cells.get(row.line, []), kept)
            yield _line(kept, [*fields, str(row.line), row.reason, str(kept.upload_id)])
            row = next(refused, None)


def _last_line(rows: RawRows) -> int:
    ends = [rows.lines[-1]] if rows.lines else []
    ends += [line for line, _ in rows.odd] + [one.line for one in rows.broken]
    return max(ends, default=0)


def _cells_by_line(rows: RawRows) -> dict[int, list[str]]:
    """Records that could not even be cut into fields have none."""
    even = zip(rows.lines, zip(*rows.columns, strict=True), strict=True) if rows.lines else ()
    return {**{line: list(cells) for line, cells in even}, **dict(rows.odd)}


def _fields(cells: list[str], kept: _Kept) -> list[str]:
    """As many as there are columns; what a row has too many of stays, joined to its last field."""
    if len(cells) > kept.width:
        surplus = kept.delimiter.join(cells[kept.width - 1 :])
        cells = [*cells[: kept.width - 1], surplus]
    full = [*cells, *[""] * (kept.width - len(cells))]
    return [full[index] for index in kept.indexes]


def _line(kept: _Kept, cells: list[str]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=kept.delimiter, lineterminator="\r\n")
    writer.writerow(map(safe, cells))
    return text.getvalue()
