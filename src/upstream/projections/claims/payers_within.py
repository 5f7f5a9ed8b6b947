"""What did each payer decide in a range of days? In the cells of the ledgers, cut by the day."""

from collections.abc import Iterator
from datetime import date
from typing import Final

import numpy as np

from upstream.projections.claims.columns import (
    DENIED,
    OTHER,
    PAID,
    PENDING,
    Claims,
    Integers,
    Truths,
    day_number,
    joined,
    month_named,
    months_of,
    paired,
    unpaired,
)
from upstream.projections.claims.packing import NO_DAY
from upstream.projections.claims.reading_columns import Known, read_claims
from upstream.projections.dashboard.claim_ledgers import DAYS_MAX
from upstream.projections.ledger import Cells
from upstream.projections.view import View

_OUTCOMES: Final = (PAID, DENIED, OTHER, PENDING)


class Within:
    """The claims of a range, each on the day of its decision, of its submission without one."""

    def __init__(self, view: View, since: date | None, until: date | None) -> None:
        known = Known(view)
        first, last = day_number(since or date.min), day_number(until or date.max)
        self._claims = joined(
            _inside(part, first, last) for part in read_claims(view, known, "billed", "allowed")
        )
        self._payers = known.payers

    def months(self) -> Cells:
        """As `payer_months`: by payer and month."""
        months = months_of(_days(self._claims))
        return {
            (self._payers[payer], month_named(month)): measures
            for payer, month, measures in _added(self._claims, months)
        }

    def days(self) -> Cells:
        """As `decision_days`, of claims decided in the range."""
        decided = self._claims.where(self._claims.decided != NO_DAY)
        days = np.minimum(decided.decided - decided.submitted, DAYS_MAX)
        return {
            (self._payers[payer], many): [sum(measures[:4])]
            for payer, many, measures in _added(decided, days)
        }


def _inside(claims: Claims, first: int, last: int) -> Claims:
    days = _days(claims)
    return claims.where(~claims.in_stage("voided") & (days >= first) & (days < last))


def _days(claims: Claims) -> Integers:
    return np.where(claims.decided == NO_DAY, claims.submitted, claims.decided)


def _added(claims: Claims, cells: Integers) -> Iterator[tuple[int, int, list[int]]]:
    """Payer, what else makes the cell, and sums, where there is a claim."""
    found, place = np.unique(paired(claims.payer, cells), return_inverse=True)

    def added(mask: Truths, cents: Integers | None = None) -> Integers:
        weights = None if cents is None else np.maximum(cents, 0)[mask]
        return np.bincount(place[mask], weights, len(found)).astype(np.int64)

    every = np.ones(len(claims), dtype=np.bool_)
    columns = (
        *(added(claims.has(outcome)) for outcome in _OUTCOMES),
        added(every, claims.billed),
        added(every, claims.allowed),
        added(claims.has(DENIED), claims.billed),
    )
    named = (part.tolist() for part in unpaired(found))
    for payer, cell, *measures in zip(*named, *(one.tolist() for one in columns), strict=True):
        yield payer, cell, measures
