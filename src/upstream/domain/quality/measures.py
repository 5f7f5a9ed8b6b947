"""What some thousand rows say about the quality of their file; parts add up to the whole."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Final

import msgspec

LINES_KEPT: Final = 5
"""Line numbers named for each rule: enough to look at, no second list of rows."""
PAYERS_KEPT: Final = 100
"""Payers counted by name; the shift between two files shows in the large ones."""


class Broken(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """How often one rule was broken; `rule` is its place in the rule set of the upload."""

    rule: int
    rows: int
    lines: tuple[int, ...] = ()
    """The first physical lines."""


class ChunkQuality(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """Sums over the claims of a chunk, those included that a rule of ours rejected."""

    rows: int = 0
    rows_flagged: int = 0
    """Broke at least one warning, and no error."""
    rows_refused: int = 0
    """Broke at least one error, and were therefore rejected."""
    broken: tuple[Broken, ...] = ()
    missing: dict[str, int] = {}
    """Claims that do not say a field they should have said, by field (`completeness.py`)."""
    outcomes: dict[str, int] = {}
    payers: dict[str, int] = {}
    """Claims by payer, the most frequent `PAYERS_KEPT`."""
    untold: tuple[str, ...] = ()
    """Fields the file has no way of saying."""
    newest: date | None = None
    """The latest date on which something happened to one of the claims."""

    def __add__(self, other: "ChunkQuality") -> "ChunkQuality":
        return ChunkQuality(
            rows=self.rows + other.rows,
            rows_flagged=self.rows_flagged + other.rows_flagged,
            rows_refused=self.rows_refused + other.rows_refused,
            broken=_added(self.broken, other.broken),
            missing=dict(Counter(self.missing) + Counter(other.missing)),
            outcomes=dict(Counter(self.outcomes) + Counter(other.outcomes)),
            payers=dict((Counter(self.payers) + Counter(other.payers)).most_common(PAYERS_KEPT)),
            untold=tuple(dict.fromkeys((*self.untold, *other.untold))),
            newest=max(filter(None, (self.newest, other.newest)), default=None),
        )


def added_up(parts: Iterable[ChunkQuality]) -> ChunkQuality:
    """In the order of the file: of the lines of a rule the first stay."""
    return sum(parts, ChunkQuality())


def _added(first: tuple[Broken, ...], second: tuple[Broken, ...]) -> tuple[Broken, ...]:
    rows: dict[int, int] = {}
    lines: dict[int, tuple[int, ...]] = {}
    for one in (*first, *second):
        rows[one.rule] = rows.get(one.rule, 0) + one.rows
        lines[one.rule] = (lines.get(one.rule, ()) + one.lines)[:LINES_KEPT]
    return tuple(Broken(rule, rows[rule], lines[rule]) for rule in sorted(rows))
