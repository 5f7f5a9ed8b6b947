"""Triangles of submission and decision, and the days on which payers decided."""

import numpy as np

from upstream.domain.drift.counts import DecisionDays, Waiting
from upstream.projections.drift.kinds import CountedClaims
from upstream.projections.drift.sums import counted, numbered, rows

_WEEK_DAYS = 7


def waiting(claims: CountedClaims, weeks: int) -> list[Waiting]:
    """By payer and CPT group. An answer ends the wait whatever it is."""
    cells, cell = numbered(claims.kinds.payer, claims.kinds.cpt_group)
    # Weeks of submission, then of decision, -1 first: one place for each pair.
    width = weeks + 1
    submitted = (claims.submitted - 1) // _WEEK_DAYS
    decided = -(-claims.decided // _WEEK_DAYS)
    span = int(submitted.max(initial=0)) + 1
    places, held = np.unique(
        (cell[claims.kind] * span + submitted) * width + decided, return_counts=True
    )
    ends = np.searchsorted(places, np.arange(1, len(cells) + 1) * (span * width)).tolist()
    columns = [
        (places // width % span).tolist(),
        (places % width - 1).tolist(),
        held.tolist(),
    ]
    found, begin = [], 0
    for (payer, cpt_group), end in zip(cells, ends, strict=True):
        found.append(Waiting(payer, cpt_group, *(column[begin:end] for column in columns)))
        begin = end
    return found


def decision_days(claims: CountedClaims, weeks: int) -> list[DecisionDays]:
    """By payer, those that decided anything."""
    decided = np.flatnonzero(claims.decided)
    payers, payer = claims.kinds.payer
    width = _WEEK_DAYS * weeks + 1
    place = payer[claims.kind[decided]] * width + claims.decided[decided]
    days = counted(place, len(payers) * width)
    found = zip(payers, rows(width, days), strict=True)
    return [DecisionDays(named, *row) for named, row in found if row[0]]
