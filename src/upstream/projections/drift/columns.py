"""The claims known at a view's position as columns of numbers, read in stretches of the log.

Grouping a million rows by four texts costs PostgreSQL many times what handing out their numbers
does. So it hands out numbers: one hash for all the words of a claim, its days, its allowed amount.
The words behind a hash are asked for once (`words.py`).
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from psycopg.abc import Buffer
from psycopg.adapt import Loader
from psycopg.pq import Format

from upstream.domain.drift.counts import Question
from upstream.infrastructure.database import cursor
from upstream.projections.drift.sums import Integers, Short
from upstream.projections.view import View

STRETCH: Final = 1 << 17
"""Positions that are read at once: what a connection holds in memory."""

WORDS: Final = (
    "hashtextextended(coalesce(denial_reason, ''), hashtextextended(outcome,"
    " hashtextextended(cpt, hashtextextended(cpt_group, hashtextextended(payer, 0)))))"
)
"""64 bits: among 100 000 different ones the odds against two being the same are a billion to 3."""

_DAY: Final = 1 << 20
"""More days than a claim waits; two dates share one integer."""

_READ: Final = f"""
SELECT array_agg({WORDS}), array_agg(from_position), array_agg(coalesce(allowed_cents, 0)),
       array_agg((%(until)s - submitted_on)::bigint * {_DAY}
                 + CASE WHEN decided_on < %(until)s THEN %(until)s - decided_on ELSE 0 END)
  FROM claim_versions
 WHERE customer_id = %(customer_id)s AND from_position BETWEEN %(first)s AND %(last)s
   AND from_position <= %(position)s AND to_position > %(position)s
   AND submitted_on < %(until)s
   AND (decided_on >= %(from_on)s OR (decided_on IS NULL AND outcome <> 'OTHER'))
"""
"""A claim of which nobody says more does not wait, and is not read."""

_INT8_ARRAY: Final = 1016
_HEADER_BYTES: Final = 20
_ELEMENT: Final = np.dtype([("length", ">i4"), ("value", ">i8")])


class Columns(NamedTuple):
    """Numbers along the claims of one stretch, after the hashes of their words."""

    words: Integers
    """The different ones …"""
    example: Integers
    """… and the position of a claim of each."""
    kind: Short
    """Which of `words`."""
    allowed_cents: Integers
    """Zero where nobody said."""
    submitted: Short
    """Days before the day a question looks until, 1 the last one …"""
    decided: Short
    """… and 0 where the claim still waited then."""


class _Column(Loader):
    """A one-dimensional array without nulls, in the layout of PostgreSQL's `array_send`."""

    format = Format.BINARY

    def load(self, data: Buffer) -> Integers:
        elements = np.frombuffer(data, dtype=_ELEMENT, offset=_HEADER_BYTES)
        return elements["value"].astype(np.int64)


def stretches(position: int) -> list[range]:
    """Of the log, through `position`."""
    ends = range(1, position + 1, STRETCH)
    return [range(first, min(first + STRETCH, position + 1)) for first in ends]


def read_columns(view: View, question: Question, within: Sequence[range]) -> list[Columns]:
    """What may count for `question`, stretch by stretch, the empty ones left out."""
    reading = cursor(view.connection)
    reading.adapters.register_loader(_INT8_ARRAY, _Column)
    bind = {**view.bind, "from_on": question.from_on, "until": question.until}
    found = []
    for stretch in within:
        asked = {**bind, "first": stretch.start, "last": stretch.stop - 1}
        row = reading.execute(_READ.encode(), asked, binary=True).fetchone()
        if row is not None and row[0] is not None:
            found.append(_columns(*row))
    return found


def _columns(words: Integers, position: Integers, allowed: Integers, days: Integers) -> Columns:
    different, first, kind = np.unique(words, return_index=True, return_inverse=True)
    submitted, decided = np.divmod(days, _DAY)
    return Columns(
        different,
        position[first],
        kind.astype(np.int32),
        allowed,
        submitted.astype(np.int32),
        decided.astype(np.int32),
    )
