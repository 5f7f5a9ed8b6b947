"""How did each payer first decide each group of procedures, month by month?"""

from collections import defaultdict
from datetime import date, timedelta
from typing import Final, NamedTuple

import numpy as np

from upstream.domain.figures.rates import Tally
from upstream.domain.forecast.history import Cell, History
from upstream.domain.forecast.months import month_of
from upstream.projections.claims.columns import (
    DENIED,
    Claims,
    Integers,
    day_number,
    day_of,
    days_of_month,
    joined,
    month_named,
    months_of,
    paired,
    unpaired,
)
from upstream.projections.claims.packing import NO_DAY
from upstream.projections.claims.reading_columns import Known as Names
from upstream.projections.claims.reading_columns import read_claims
from upstream.projections.view import View

YEARS_BACK: Final = 3


class Known(NamedTuple):
    """The months, and the newest day on which anything was decided."""

    history: History
    through: date


def decided_months(view: View, shown_on: date) -> Known | None:
    """As known at the view's position, decisions through `shown_on`. None where there are none.

    The first month there is gives no rate: it holds a part only, of claims decided fast.
    """
    names = Names(view)
    range_ = day_number(shown_on - timedelta(days=366 * YEARS_BACK + 31)), day_number(shown_on)
    decided = joined(_decided(part, *range_) for part in read_claims(view, names))
    if not len(decided):
        return None
    days = _first_days(decided)
    through = day_of(int(days.max()))
    groups = sorted({group for _, group in names.codes})
    number = {group: place for place, group in enumerate(groups)}
    group = np.array([number[group] for _, group in names.codes], dtype=np.int64)
    places, place_of = np.unique(
        paired(decided.payer * len(groups) + group[decided.code], months_of(days)),
        return_inverse=True,
    )
    denied, early = decided.had_first(DENIED), days_of_month(days) <= through.day
    counts = [
        np.bincount(place_of if mask is None else place_of[mask], minlength=len(places))
        for mask in (None, denied, early, denied & early)
    ]
    whole: defaultdict[tuple[str, str], dict[int, Tally]] = defaultdict(dict)
    part: defaultdict[tuple[str, str], dict[int, Tally]] = defaultdict(dict)
    payers, named = names.payers, (part.tolist() for part in unpaired(places))
    for place, (pair, number_of_month) in enumerate(zip(*named, strict=True)):
        claims, claims_denied, seen, seen_denied = (int(each[place]) for each in counts)
        key = payers[pair // len(groups)], groups[pair % len(groups)]
        month = month_of(month_named(number_of_month))
        whole[key][month] = Tally(claims, claims_denied)
        part[key][month] = Tally(seen, seen_denied)
    cells = [Cell(*key, whole[key], part[key]) for key in sorted(whole)]
    begins = min(min(months) for months in whole.values()) + 1
    return Known(History(cells, begins, month_of(through), through.day), through)


def _decided(claims: Claims, since: int, shown_on: int) -> Claims:
    """By first decision: what a payer says first is not said again, whatever becomes of it."""
    days = _first_days(claims)
    counts = claims.was_decided & ~claims.in_stage("voided")
    return claims.where(counts & (days >= since) & (days <= shown_on))


def _first_days(claims: Claims) -> Integers:
    """Of the submission where nobody said when it was decided."""
    return np.where(claims.first == NO_DAY, claims.submitted, claims.first)
