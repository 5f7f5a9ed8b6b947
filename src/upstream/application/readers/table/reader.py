"""Delimited text with a header: CSV and its relatives."""

from collections.abc import Iterator
from datetime import date
from typing import BinaryIO, Final

from upstream.application.readers.reader import ROWS_MAX, Instructions, Part, Place
from upstream.application.readers.strangers import is_known_stranger
from upstream.application.readers.table.parts import parts
from upstream.application.readers.table.sniffing import sniff
from upstream.application.readers.table.totals import with_control_totals
from upstream.domain.claims.chunks import RawRows, understand
from upstream.domain.claims.layout import FileKind, Layout
from upstream.domain.claims.rows import RowRules
from upstream.domain.uploads.corrections import restored
from upstream.domain.uploads.file_problem import FileProblem
from upstream.domain.uploads.mapping import Choice
from upstream.domain.uploads.planning import Sample, plan


class TableReader:
    kind: Final[FileKind] = "table"

    def recognises(self, head: bytes) -> bool:
        return not is_known_stranger(head)

    def judge(
        self, file: BinaryIO, chosen: tuple[Choice, ...], *, today: date
    ) -> Layout | FileProblem:
        sample = self.sample(file, chosen)
        if isinstance(sample, FileProblem):
            return sample
        layout = plan(sample, chosen, today=today)
        if isinstance(layout, FileProblem):
            return layout
        return with_control_totals(file, layout, self.raw_rows(file, layout))

    def sample(self, file: BinaryIO, chosen: tuple[Choice, ...]) -> Sample | FileProblem:
        return sniff(file, chosen)

    def raw_rows(self, file: BinaryIO, layout: Layout) -> Iterator[RawRows]:
        shape = layout.shape
        start = {"line": shape.first_line, "offset": shape.first_offset}
        return (part.rows for part in parts(file, shape, **start))

    def parts(
        self, file: BinaryIO, instructions: Instructions, start: Place, *, rows_max: int = ROWS_MAX
    ) -> Iterator[Part]:
        rules = RowRules(instructions.layout, instructions.pseudonym_key)
        layout = instructions.layout
        shape = layout.shape
        for rows in parts(file, shape, line=start.line, offset=start.offset, rows_max=rows_max):
            after = Place(rows.next_line, rows.next_offset)
            yield Part(understand(rules, _as_sent(rows.rows, layout)), start, after)
            start = after


def _as_sent(rows: RawRows, layout: Layout) -> RawRows:
    """Rows put right have marks against formulas, which were not in the file they came from."""
    if layout.corrects is None:
        return rows
    columns = [list(map(restored, column)) for column in rows.columns]
    return rows._replace(columns=columns)
