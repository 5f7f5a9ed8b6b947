"""Any other reader, behind one layer of packing."""

from collections.abc import Iterator
from datetime import date
from typing import BinaryIO

from msgspec.structs import replace

from upstream.application.readers.packed.unpacking import expanded_size, packing_of, unpacked
from upstream.application.readers.reader import (
    HEAD_BYTES,
    NO_TABLE,
    ROWS_MAX,
    Instructions,
    Part,
    Place,
    Reader,
    Tabular,
)
from upstream.domain.claims.chunks import RawRows
from upstream.domain.claims.layout import FileKind, Layout
from upstream.domain.uploads.file_problem import FileProblem
from upstream.domain.uploads.mapping import Choice
from upstream.domain.uploads.planning import Sample
from upstream.infrastructure.file_limits import UNLIMITED, Limits
from upstream.infrastructure.sealed_file import FileDamaged


class PackedReader:
    """Places are places of the unpacked bytes; to read on, what lies before is passed over."""

    def __init__(self, inner: Reader, limits: Limits = UNLIMITED) -> None:
        self._inner = inner
        self._limits = limits

    @property
    def kind(self) -> FileKind:
        return self._inner.kind

    def recognises(self, head: bytes) -> bool:
        return packing_of(head) is not None

    def judge(
        self, file: BinaryIO, chosen: tuple[Choice, ...], *, today: date
    ) -> Layout | FileProblem:
        """The whole packed stream is tested first: a file cut off half-way leaves no claim."""
        file.seek(0)
        packing = packing_of(file.read(HEAD_BYTES))
        assert packing is not None
        plain = unpacked(file, packing, self._limits)
        if isinstance(plain, FileProblem):
            return plain
        size = expanded_size(plain, file, self._limits)
        if isinstance(size, FileProblem):
            return size
        layout = self._inner.judge(plain, chosen, today=today)
        if isinstance(layout, FileProblem):
            return layout
        note = f"The file was unpacked ({packing})."
        return replace(
            layout,
            packing=packing,
            expanded_bytes=layout.expanded_bytes or size,
            notes=(note, *layout.notes),
        )

    def sample(self, file: BinaryIO, chosen: tuple[Choice, ...]) -> Sample | FileProblem:
        """Of what is inside, where that has rows and columns."""
        file.seek(0)
        packing = packing_of(file.read(HEAD_BYTES))
        assert packing is not None
        plain = unpacked(file, packing, self._limits)
        if isinstance(plain, FileProblem):
            return plain
        if not isinstance(self._inner, Tabular):
            return NO_TABLE
        return self._inner.sample(plain, chosen)

    def raw_rows(self, file: BinaryIO, layout: Layout) -> Iterator[RawRows]:
        plain = unpacked(file, layout.packing, self._limits) if layout.packing else file
        if isinstance(plain, FileProblem) or not isinstance(self._inner, Tabular):
            raise FileDamaged("the file was accepted, but does not open")
        yield from self._inner.raw_rows(plain, layout)

    def parts(
        self, file: BinaryIO, instructions: Instructions, start: Place, *, rows_max: int = ROWS_MAX
    ) -> Iterator[Part]:
        packing = instructions.layout.packing
        plain = unpacked(file, packing, self._limits) if packing else file
        if isinstance(plain, FileProblem):
            raise FileDamaged("the file was accepted, but does not open")
        yield from self._inner.parts(plain, instructions, start, rows_max=rows_max)
