"""The first rows of a stored file, for a person who says which column is which.

Read from the sealed file when it is asked for and never stored; what may tell who somebody is, is
not shown.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final

import msgspec

from upstream.application.readers.catalogue import reader_for
from upstream.application.readers.reader import NO_TABLE, Tabular
from upstream.domain.claims.columns import normalised
from upstream.domain.personal.columns import judge_column
from upstream.domain.personal.headers import is_personal
from upstream.domain.personal.labels import masked_header
from upstream.domain.personal.texts import Finder
from upstream.domain.units import CustomerId
from upstream.domain.uploads.file_problem import FileProblem
from upstream.domain.uploads.mapping import Choice
from upstream.domain.uploads.planning import Sample
from upstream.domain.uploads.recognition import shown
from upstream.infrastructure.file_store import FileStore
from upstream.infrastructure.sealed_file import FileDamaged

ROWS_SHOWN: Final = 8
CHARACTERS_SHOWN: Final = 60


class PreviewColumn(msgspec.Struct, frozen=True, kw_only=True):
    """`cells` is empty where the column may tell who somebody is."""

    header: str
    is_personal: bool
    cells: tuple[str, ...]


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """The columns in the order of the file; `rows` of the sample they were taken from."""

    columns: tuple[PreviewColumn, ...]
    rows: int


def preview(
    files: FileStore,
    customer_id: CustomerId,
    sha256: str,
    chosen: tuple[Choice, ...],
    *,
    today: date,
) -> Preview | FileProblem:
    """What the columns hold; or why there is nothing to choose from."""
    try:
        with files.open(customer_id, sha256) as opened:
            reader = reader_for(opened)
            if isinstance(reader, FileProblem):
                return reader
            if not isinstance(reader, Tabular):
                return NO_TABLE
            sample = reader.sample(opened, chosen)
    except (FileNotFoundError, FileDamaged):
        return FileProblem(code="upload.file_damaged", detail="The stored file cannot be opened.")
    return sample if isinstance(sample, FileProblem) else _shown(sample, today)


def _shown(sample: Sample, today: date) -> Preview:
    finder = Finder(today)
    cells = sample.columns or [[] for _ in sample.headers]
    columns = tuple(
        _column(header, column, finder, today)
        for header, column in zip(sample.headers, cells, strict=False)
    )
    return Preview(columns=columns, rows=sample.rows)


def _column(header: str, cells: Sequence[str], finder: Finder, today: date) -> PreviewColumn:
    name = shown(masked_header(header))
    plain = normalised(header)
    if is_personal(plain) or judge_column(plain, cells, finder, today) is not None:
        return PreviewColumn(header=name, is_personal=True, cells=())
    texts = tuple(finder.masked(cell[:CHARACTERS_SHOWN])[0] for cell in cells[:ROWS_SHOWN])
    return PreviewColumn(header=name, is_personal=False, cells=texts)
