"""X12 files behind the one interface of all formats."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import BinaryIO, Final

from upstream.application.readers.reader import ROWS_MAX, Instructions, Part, Place
from upstream.application.readers.x12.content import is_encoded_otherwise, is_x12
from upstream.application.readers.x12.entries import Rules
from upstream.application.readers.x12.judging import Findings, look_at
from upstream.application.readers.x12.notes import notes
from upstream.application.readers.x12.parts import parts
from upstream.application.readers.x12.segments import segments
from upstream.domain.claims.layout import FileKind, Layout, Shape
from upstream.domain.claims.personal import PseudonymMemo
from upstream.domain.uploads.file_problem import FileProblem
from upstream.domain.uploads.mapping import Choice
from upstream.domain.uploads.options import TEST_FILES, said

_TOMORROW: Final = timedelta(days=1)


class X12Reader:
    """Remittances, submitted claims and their status. The line of a claim is the number of its
    first segment (CLP, CLM, TRN); an offset is the byte at which that segment begins.
    """

    kind: Final[FileKind] = "x12"

    def recognises(self, head: bytes) -> bool:
        return is_x12(head) or is_encoded_otherwise(head)

    def judge(
        self, file: BinaryIO, chosen: tuple[Choice, ...], *, today: date
    ) -> Layout | FileProblem:
        file.seek(0)
        if is_encoded_otherwise(file.read(4)):
            detail = (
                "This is X12 in UTF-16 or EBCDIC; send it in ASCII or UTF-8, as X12 is exchanged."
            )
            return FileProblem(code="upload.x12_unreadable", detail=detail)
        found = look_at(file, test_files=said(chosen, TEST_FILES) == "accept")
        return found if isinstance(found, FileProblem) else _layout(file, found, today)

    def parts(
        self, file: BinaryIO, instructions: Instructions, start: Place, *, rows_max: int = ROWS_MAX
    ) -> Iterator[Part]:
        latest = instructions.layout.today + _TOMORROW
        rules = Rules(latest, PseudonymMemo(instructions.pseudonym_key))
        yield from parts(file, rules, start, rows_max=rows_max)


def _layout(file: BinaryIO, found: Findings, today: date) -> Layout:
    between = next(segments(file)).between
    shape = Shape(
        encoding="utf-8",
        delimiter=between.element,
        line_end=between.terminator.decode("latin-1"),
        width=0,
        first_line=1,
        first_offset=0,
    )
    return Layout(
        shape=shape,
        columns=(),
        today=today,
        notes=notes(found, between),
        personal=("NM1",),
        kind="x12",
    )
