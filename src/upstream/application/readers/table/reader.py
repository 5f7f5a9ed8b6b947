"""Delimited text with a header: CSV and its relatives."""

from collections.abc import Iterator
from datetime import date
from typing import BinaryIO, Final

from upstream.application.readers.reader import ROWS_MAX, Instructions, Part, Place
from upstream.application.readers.strangers import is_known_stranger
from upstream.application.readers.table.parts import parts
from upstream.application.readers.table.sniffing import sniff
from upstream.domain.claims.chunks import understand
from upstream.domain.claims.layout import FileKind, Layout
from upstream.domain.claims.rows import RowRules
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
        return plan(sample, chosen, today=today)

    def sample(self, file: BinaryIO, chosen: tuple[Choice, ...]) -> Sample | FileProblem:
        return sniff(file, chosen)

    def parts(
        self, file: BinaryIO, instructions: Instructions, start: Place, *, rows_max: int = ROWS_MAX
    ) -> Iterator[Part]:
        rules = RowRules(instructions.layout, instructions.pseudonym_key)
        shape = instructions.layout.shape
        for rows in parts(file, shape, line=start.line, offset=start.offset, rows_max=rows_max):
            after = Place(rows.next_line, rows.next_offset)
            yield Part(understand(rules, rows.rows), start, after)
            start = after
