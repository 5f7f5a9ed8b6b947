"""A file read to its end, without a database."""

import io
from datetime import date
from typing import NamedTuple

from upstream.application.readers.catalogue import reader_for, reader_of
from upstream.application.readers.reader import ROWS_MAX, Instructions, Part, Place
from upstream.domain.claims.facts import ClaimFacts
from upstream.domain.claims.faults import RejectedRow
from upstream.domain.claims.layout import Layout
from upstream.domain.remittances.facts import Remittance
from upstream.domain.uploads.file_problem import FileProblem
from upstream.domain.uploads.mapping import choices

TODAY = date(2026, 11, 22)
KEY = b"a key that only tests use"
ACCEPTED = {"test_files": "accept"}


class Read(NamedTuple):
    layout: Layout
    parts: list[Part]

    @property
    def claims(self) -> list[ClaimFacts]:
        return [claim for part in self.parts for claim in part.understood.facts]

    @property
    def rejected(self) -> list[RejectedRow]:
        return [row for part in self.parts for row in part.understood.rejected]

    @property
    def remittances(self) -> list[Remittance]:
        return [one for part in self.parts for one in part.remittances]

    @property
    def rows_count(self) -> int:
        return len(self.claims) + len(self.rejected)


def judged(data: bytes, options: dict[str, str] | None = None) -> Layout | FileProblem:
    file = io.BytesIO(data)
    reader = reader_for(file)
    if isinstance(reader, FileProblem):
        return reader
    return reader.judge(file, choices(options or {}), today=TODAY)


def problem(data: bytes, options: dict[str, str] | None = None) -> FileProblem:
    found = judged(data, options)
    assert isinstance(found, FileProblem)
    return found


def read(
    data: bytes,
    options: dict[str, str] | None = None,
    *,
    rows_max: int = ROWS_MAX,
    start: Place | None = None,
) -> Read:
    layout = judged(data, options)
    assert isinstance(layout, Layout), layout
    first = start or Place(layout.shape.first_line, layout.shape.first_offset)
    reader = reader_of(layout.kind)
    parts = reader.parts(io.BytesIO(data), Instructions(layout, KEY), first, rows_max=rows_max)
    return Read(layout, list(parts))


def only_claim(data: bytes) -> ClaimFacts:
    (found,) = read(data).claims
    return found
