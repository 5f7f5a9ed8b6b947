"""A totals row at the end of a text is found in its last bytes; only then are rows added up."""

import csv
import io
import os
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO, Final

from msgspec.structs import replace

from upstream.application.readers.table.decoding import decoded
from upstream.domain.claims.chunks import RawRows
from upstream.domain.claims.control_totals import control_totals, stated_totals
from upstream.domain.claims.layout import Layout, Shape

_TAIL_BYTES: Final = 16_384
_LINES: Final = 10


def with_control_totals(file: BinaryIO, layout: Layout, rows: Iterator[RawRows]) -> Layout:
    """The layout, with a note on every amount that a totals row states."""
    stated = stated_totals(layout, _last_rows(file, layout.shape))
    if not stated:
        return layout
    notes = (total.note for total in control_totals(layout, stated, rows))
    return replace(layout, notes=tuple(chain(layout.notes, notes)))


def _last_rows(file: BinaryIO, shape: Shape) -> list[list[str]]:
    end = file.seek(0, os.SEEK_END)
    start = max(shape.first_offset, end - _TAIL_BYTES)
    # UTF-16 must be cut between characters.
    start += (start - shape.first_offset) % len(shape.line_end.encode(shape.encoding))
    file.seek(start)
    lines = decoded(file.read(_TAIL_BYTES), shape.encoding).splitlines()[-_LINES:]
    try:
        return list(csv.reader(io.StringIO("\n".join(lines)), delimiter=shape.delimiter))
    except csv.Error:
        return []
