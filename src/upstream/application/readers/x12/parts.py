"""A file in parts of some thousand claims; payments go with the part in which they end.

There is no reading on from the middle, since a claim means what the header before it says. So a
job that goes on reads the file from its beginning and passes over what was recorded.
"""

from collections.abc import Iterator
from typing import BinaryIO, Final

from upstream.application.readers.reader import Part, Place
from upstream.application.readers.x12.entries import Entry, Rules
from upstream.application.readers.x12.reading import NOTHING, read
from upstream.domain.claims.chunks import Understood
from upstream.domain.claims.facts import ClaimFacts
from upstream.domain.claims.faults import RejectedRow
from upstream.domain.claims.identity import natural_keys
from upstream.domain.remittances.facts import Remittance

LINES_MAX: Final = 30_000
"""Service lines of a part: a claim of a hospital may have hundreds."""


def parts(file: BinaryIO, rules: Rules, start: Place, *, rows_max: int) -> Iterator[Part]:
    """A part never mixes transactions of which one says what another cannot say."""
    going_on = _Going(start)
    for silent, told in read(file, rules):
        if isinstance(told, Remittance):
            if told.ends_at > start.offset:
                going_on.remittances.append(told)
            continue
        if told.offset < start.offset:
            continue
        if going_on.is_full(rows_max) or (going_on.entries and silent != going_on.silent):
            here = Place(told.line, told.offset)
            yield going_on.part(here)
            going_on = _Going(here)
        going_on.silent = silent
        going_on.add(told)
    if going_on.entries or going_on.remittances:
        yield going_on.part(Place(going_on.last_line + 1, _size(file)))


class _Going:
    """A part while it fills."""

    def __init__(self, start: Place) -> None:
        self.silent = NOTHING
        self.entries: list[Entry] = []
        self.remittances: list[Remittance] = []
        self.last_line = start.line
        self._start = start
        self._lines = 0

    def is_full(self, rows_max: int) -> bool:
        return len(self.entries) >= rows_max or self._lines >= LINES_MAX

    def add(self, entry: Entry) -> None:
        self.entries.append(entry)
        self.last_line = entry.line
        if isinstance(entry.claim, ClaimFacts):
            self._lines += len(entry.claim.lines)

    def part(self, after: Place) -> Part:
        lines, facts, rejected = [], [], []
        for entry in self.entries:
            if isinstance(entry.claim, ClaimFacts):
                lines.append(entry.line)
                facts.append(entry.claim)
            else:
                rejected.append(RejectedRow(entry.line, entry.claim))
        more = {entry.line: entry.silent for entry in self.entries if entry.silent}
        understood = Understood(lines, natural_keys(facts), facts, rejected, 0, self.silent, more)
        return Part(understood, self._start, after, tuple(self.remittances))


def _size(file: BinaryIO) -> int:
    return file.seek(0, 2)
