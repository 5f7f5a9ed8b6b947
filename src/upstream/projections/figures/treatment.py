"""What did each payer do in a range and in the range before it, counted and ready to be judged?"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Final

import numpy as np

from upstream.domain.figures.counts import Open
from upstream.domain.figures.scorecard import Day, Treated
from upstream.domain.figures.waits import Waits
from upstream.infrastructure import arrays
from upstream.infrastructure.database import cursor
from upstream.projections.claims.columns import (
    DENIED,
    PAID,
    Claims,
    Integers,
    Truths,
    day_number,
    day_of,
    paired,
    unpaired,
)
from upstream.projections.figures import counting
from upstream.projections.figures.counting import added
from upstream.projections.figures.looking import Looked, Range, ends_of, look, range_of, waiting
from upstream.projections.view import View

_CLOCKS: Final = ("submitted", "first", "decided")
_PRICES: Final = """
WITH paid AS (
  SELECT * FROM unnest(%(payers)s, %(codes)s, %(claims)s, %(allowed)s)
    AS p (payer, code, claims, allowed)
), prices AS (
  SELECT code, sum(allowed) / sum(claims) AS price FROM paid GROUP BY code HAVING count(*) > 1
)
SELECT payer, sum(claims)::bigint, sum(allowed)::bigint, round(sum(claims * price))::bigint
  FROM paid JOIN prices USING (code) GROUP BY payer
"""
"""A code that only one payer pays has nothing to be compared with."""


def treatment(view: View, *, since: date, until: date) -> tuple[list[Treated], bool]:
    """By payer's name; and whether any denial was ever seen decided again."""
    now, before = range_of(since, until), day_number(_before(since, until))
    looked = look(view, day_of(before), until)
    names = looked.known.payers
    days = _days(looked)
    waits = dict(_waits(looked, now, before))
    prices = _prices(view, looked, now)
    still_open = counting.open_at(looked, now.until)
    nobody, priceless = Waits({}, {}, {}), (0, 0, 0)
    found = []
    for payer in sorted({*days, *(payer for payer, _ in waits)}, key=names.__getitem__):
        submitted, first, decided = (days[payer][clock] for clock in _CLOCKS)
        priced, allowed, expected = prices.get(payer, priceless)
        still = still_open.get(names[payer], Open())
        found.append(
            Treated(
                payer=names[payer],
                submitted=submitted,
                first=first,
                decided=decided,
                waits=waits.get((payer, True), nobody),
                waits_before=waits.get((payer, False), nobody),
                open_claims=still.claims,
                open_billed=still.billed,
                priced=priced,
                allowed=allowed,
                expected=expected,
            )
        )
    return found, looked.seen.decided_again


def _before(since: date, until: date) -> date:
    """As many days before; a range that reaches back to the first of all days has none."""
    try:
        return since - (until - since)
    except OverflowError:
        return date.min


def _days(looked: Looked) -> defaultdict[int, defaultdict[str, list[Day]]]:
    """By payer's number and clock."""
    found: defaultdict[int, defaultdict[str, list[Day]]] = defaultdict(lambda: defaultdict(list))
    for clock, inside, days in counting.clocks(looked):
        claims = looked.claims.where(inside)
        for payer, *counts in _by_day(claims, days[inside]):
            found[payer][clock].append(Day(day_of(counts[0]), *counts[1:]))
    return found


def _by_day(claims: Claims, days: Integers) -> Iterator[list[int]]:
    """Payer, day, and what `Day` counts, the days of a payer in order."""
    if not len(claims):
        return
    cells, cell = np.unique(paired(claims.payer, days), return_inverse=True)
    denied, denied_first = claims.has(DENIED), claims.had_first(DENIED)
    size = len(cells)
    columns = [
        added(cell, None, None, size),
        added(cell, denied_first, None, size),
        added(cell, denied_first & claims.has(PAID), None, size),
        added(cell, denied | claims.has(PAID), None, size),
        added(cell, denied, None, size),
        added(cell, denied, np.maximum(claims.billed, 0), size),
    ]
    yield from np.stack([*unpaired(cells), *columns]).T.tolist()


def _waits(looked: Looked, now: Range, before: int) -> Iterator[tuple[tuple[int, bool], Waits]]:
    """By payer's number, and whether of the range itself or of the one before.

    An answer ends the wait whatever it is; a claim of which nobody says more does not wait.
    """
    every = looked.claims.where(waiting(looked.claims))
    for period, is_now in ((now, True), (Range(before, now.since), False)):
        claims = every.where((every.submitted < period.until) & (ends_of(every) >= period.since))
        ends = ends_of(claims)
        answered = ends < period.until
        begun = np.maximum(0, period.since - claims.submitted)
        ended = np.where(answered, ends, period.until - 1) - claims.submitted
        parts = [
            _by_age(claims.payer, begun, None),
            _by_age(claims.payer, ended, answered),
            _by_age(claims.payer, ended, ~answered),
        ]
        for payer in np.unique(claims.payer).tolist():
            yield (payer, is_now), Waits(*(part[payer] for part in parts))


def _by_age(
    payers: Integers, ages: Integers, mask: Truths | None
) -> defaultdict[int, dict[int, int]]:
    """How many claims, by payer and age."""
    keys = paired(payers, ages)
    cells, counts = np.unique(keys if mask is None else keys[mask], return_counts=True)
    found: defaultdict[int, dict[int, int]] = defaultdict(dict)
    places = (part.tolist() for part in unpaired(cells))
    for payer, age, many in zip(*places, counts.tolist(), strict=True):
        found[payer][age] = many
    return found


def _prices(view: View, looked: Looked, now: Range) -> dict[int, tuple[int, int, int]]:
    """Claims, allowed and expected cents by payer's number, of codes that others pay too."""
    claims = looked.claims
    claims = claims.where(claims.has(PAID) & (claims.allowed > 0) & now.holds(claims.decided))
    cpts = sorted({cpt for cpt, _ in looked.known.codes})
    numbers = {cpt: number for number, cpt in enumerate(cpts)}
    code = np.array([numbers[cpt] for cpt, _ in looked.known.codes], dtype=np.int64)
    cell = claims.payer.astype(np.int64) * len(cpts) + code[claims.code]
    cells, place = np.unique(cell, return_inverse=True)
    size = len(cells)
    asked = {
        "payers": arrays.int8s((cells // max(1, len(cpts))).tolist()),
        "codes": arrays.int8s((cells % max(1, len(cpts))).tolist()),
        "claims": arrays.int8s(added(place, None, None, size).tolist()),
        "allowed": arrays.int8s(added(place, None, claims.allowed, size).tolist()),
    }
    rows = cursor(view.connection).execute(_PRICES.encode(), asked).fetchall()
    return {payer: (priced, allowed, expected) for payer, priced, allowed, expected in rows}
