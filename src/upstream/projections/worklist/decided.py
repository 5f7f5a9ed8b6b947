"""What did each payer decide of late, how much of it paid, and what does it usually allow?

Both out of one read of the claims, in columns.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final, NamedTuple

import numpy as np

from upstream.domain.drift.detection import Drift, Key, Sample
from upstream.projections.claims.columns import (
    DENIED,
    PAID,
    Claims,
    day_number,
    joined,
)
from upstream.projections.claims.reading_columns import Known, read_claims
from upstream.projections.view import View

LEARNED_FOR: Final = timedelta(days=730)
"""Older decisions say little about how a payer decides now."""
_PRICED_FOR: Final = timedelta(days=365)


class Price(NamedTuple):
    """What a payer allows for a code on average, rounded to cents."""

    payer: str
    cpt: str
    cents: int


class Decided:
    """As known at a position. `payers`: by name, claims decided and those of them paid."""

    def __init__(self, known: Known, claims: Claims, today: date) -> None:
        first, last = (day_number(day) for day in (today - LEARNED_FOR, today))
        self._names, self._codes = known.payers, known.codes
        self._paid = claims.where(
            claims.has(PAID) & (claims.allowed > 0) & ~claims.in_stage("voided")
        )
        lately = claims.where((claims.decided >= first) & (claims.decided <= last))
        every = np.bincount(lately.payer, minlength=len(self._names)).tolist()
        paid = np.bincount(lately.payer[lately.has(PAID)], minlength=len(self._names)).tolist()
        rows = zip(self._names, every, paid, strict=True)
        self.payers: list[tuple[str, int, int]] = sorted(row for row in rows if row[1])
        self._today = today

    def prices(self) -> list[Price]:
        """Of the last year."""
        since, today = (day_number(day) for day in (self._today - _PRICED_FOR, self._today))
        paid = self._paid
        return self._prices(paid.where((paid.decided >= since) & (paid.decided <= today)))

    def usual(self, key: Key, payer: str, window: Sample) -> list[Price]:
        """What was usual in that window of a finding's; `payer` as the customer calls it."""
        if payer not in self._names or key.denial_reason is not None:
            return []
        paid, held = (
            self._paid,
            np.array(
                [
                    key.cpt_group in {None, group} and key.cpt in {None, cpt}
                    for cpt, group in self._codes
                ],
                dtype=np.bool_,
            ),
        )
        inside = (paid.decided >= day_number(window.from_on)) & (
            paid.decided < day_number(window.to_on)
        )
        here = (paid.payer == self._names.index(payer)) & held[paid.code]
        return self._prices(paid.where(inside & here))

    def _prices(self, claims: Claims) -> list[Price]:
        cpts = sorted({cpt for cpt, _ in self._codes})
        numbers = {cpt: number for number, cpt in enumerate(cpts)}
        code = np.array([numbers[cpt] for cpt, _ in self._codes], dtype=np.int64)
        cell = claims.payer.astype(np.int64) * len(cpts) + code[claims.code]
        cells, place = np.unique(cell, return_inverse=True)
        sums = np.bincount(place, claims.allowed, len(cells)).astype(np.int64)
        counts = np.maximum(np.bincount(place, minlength=len(cells)), 1)
        # Half a cent goes up.
        cents = (2 * sums + counts) // (2 * counts)
        return [
            Price(self._names[each // len(cpts)], cpts[each % len(cpts)], average)
            for each, average in zip(cells.tolist(), cents.tolist(), strict=True)
        ]


def decided_of_late(view: View, today: date, drifts: Iterable[Drift]) -> Decided:
    """As known at the view's position; `today` is the customer's. Of the findings nothing is told
    but what goes back to the beginning of what was usual before them.
    """
    known = Known(view)
    begins = (drift.baseline.from_on for drift in drifts)
    first = day_number(min(begins, default=today))
    first = min(first, day_number(today - LEARNED_FOR))
    claims = joined(
        part.where((part.has(PAID) | part.has(DENIED)) & (part.decided >= first))
        for part in read_claims(view, known, "allowed")
    )
    return Decided(known, claims, today)
