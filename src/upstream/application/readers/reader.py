"""What a format has to be able to do; each is a package beside this module.

A new format is one package, one name in `domain.claims.layout.FileKind` and one line in
`catalogue.py`.
"""

from collections.abc import Iterator
from datetime import date
from typing import BinaryIO, Final, NamedTuple, Protocol, runtime_checkable

from upstream.domain.claims.chunks import RawRows, Understood
from upstream.domain.claims.layout import FileKind, Layout
from upstream.domain.remittances.facts import Remittance
from upstream.domain.uploads.file_problem import FileProblem
from upstream.domain.uploads.mapping import Choice
from upstream.domain.uploads.planning import Sample

HEAD_BYTES: Final = 1 << 20
"""What a file is shows in its first megabyte."""

ROWS_MAX: Final = 10_000
"""Records of a part: an append of so many holds a customer's log for some 60 ms."""


class Place(NamedTuple):
    """Where to read on. Only the reader knows what an offset is, but it always grows."""

    line: int
    """Physical line or segment, from 1: what a person is told."""
    offset: int


class Part(NamedTuple):
    """Some thousand records as claims, and where the file goes on."""

    understood: Understood
    start: Place
    next: Place
    remittances: tuple[Remittance, ...] = ()
    """Payments that end here, where the format tells of payments."""


class Instructions(NamedTuple):
    """Everything the claims of one file depend on, the file itself excepted."""

    layout: Layout
    pseudonym_key: bytes
    """The customer's own: what would tell who a patient is goes through it."""


class Reader(Protocol):
    """One format. Files are plain bytes, seekable, never held as a whole."""

    @property
    def kind(self) -> FileKind: ...

    def recognises(self, head: bytes) -> bool:
        """By content, never by name. `head` are the first `HEAD_BYTES`."""

    def judge(
        self, file: BinaryIO, chosen: tuple[Choice, ...], *, today: date
    ) -> Layout | FileProblem:
        """How all of it will be read, or why none of it can be; no claim is recorded before."""

    def parts(
        self, file: BinaryIO, instructions: Instructions, start: Place, *, rows_max: int = ROWS_MAX
    ) -> Iterator[Part]:
        """All parts from a place on that an earlier part named, or the layout."""


@runtime_checkable
class Tabular(Protocol):
    """A format with rows and columns: people can be shown some of them."""

    def sample(self, file: BinaryIO, chosen: tuple[Choice, ...]) -> Sample | FileProblem: ...

    def raw_rows(self, file: BinaryIO, layout: Layout) -> Iterator[RawRows]:
        """All rows below the header of an accepted file, as they are."""


NO_TABLE: Final = FileProblem(
    code="upload.not_a_table", detail="The file has no rows and columns to choose from."
)
