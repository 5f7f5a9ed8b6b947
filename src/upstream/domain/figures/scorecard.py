"""How each payer treats claims in a range, beside the same days before and beside the others."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Final, NamedTuple

from upstream.domain.figures.rates import (
    CLAIMS_MIN,
    Change,
    Swing,
    Tally,
    change,
    factor,
    shrunk,
    swing,
    total,
)
from upstream.domain.figures.waits import Percentile, Waits, percentile

_WEEK: Final = 7
PRICED_MIN: Final = 10
"""Fewer paid claims and no price is compared."""


class Day(NamedTuple):
    """What one payer did, or got, on one day."""

    on: date
    claims: int
    denied_first: int
    overturned: int
    judged: int
    denied: int
    denied_billed: int


class Treated(NamedTuple):
    """One payer in a range and the range before it; days in order, each once."""

    payer: str
    submitted: Sequence[Day]
    first: Sequence[Day]
    decided: Sequence[Day]
    waits: Waits
    waits_before: Waits
    open_claims: int
    open_billed: int
    priced: int
    """Paid claims of codes that other payers pay too."""
    allowed: int
    """What was allowed for them, in cents."""
    expected: int
    """What all payers together allow for the same codes, in cents."""


class Silence(NamedTuple):
    """Days since the last decision, and the longest gap between two before."""

    days: int
    longest_gap: int | None
    unusual: bool
    """More than twice the longest gap and two days more, while claims wait."""


class Score(NamedTuple):
    """One payer's measures; rates from 0 to 1, money in cents."""

    payer: str
    submitted: int
    first: Tally
    first_before: Tally
    shrunk_rate: float | None
    rate_change: Change
    final: Tally
    overturned: Tally
    """Of those denied first, paid now; `denied` counts the overturned."""
    denied_billed: int
    median: Percentile | None
    median_before: Percentile | None
    ninety: Percentile | None
    days_change: Change
    allowed_index: float | None
    """Allowed, of what all payers allow for the same codes."""
    open_claims: int
    open_billed: int
    silence: Silence | None

    @property
    def is_rankable(self) -> bool:
        return self.first.claims >= CLAIMS_MIN


def scores(treated: Sequence[Treated], since: date, until: date) -> list[Score]:
    """In the order given. `[since, until)` is the range, as many days before it what was before."""
    now = [_tally(_between(one.first, since, until)) for one in treated]
    before = [_tally(_between(one.first, date.min, since)) for one in treated]
    swings = [_swing(one, since, until) for one in treated]
    factors = [factor(own, swings) for own in swings]
    drawn = shrunk(now, factors)
    return [
        _score(one, since, until, change(*pair, swinging), drawn_rate, *pair)
        for one, drawn_rate, swinging, pair in zip(
            treated, drawn, factors, zip(before, now, strict=True), strict=True
        )
    ]


def _score(
    one: Treated,
    since: date,
    until: date,
    moved: Change,
    drawn_rate: float | None,
    before: Tally,
    now: Tally,
) -> Score:
    decided = _between(one.decided, since, until)
    first = _between(one.first, since, until)
    median, median_before = percentile(one.waits, 0.5), percentile(one.waits_before, 0.5)
    return Score(
        payer=one.payer,
        submitted=sum(day.claims for day in _between(one.submitted, since, until)),
        first=now,
        first_before=before,
        shrunk_rate=drawn_rate,
        rate_change=moved,
        final=Tally(sum(day.judged for day in decided), sum(day.denied for day in decided)),
        overturned=Tally(now.denied, sum(day.overturned for day in first)),
        denied_billed=sum(day.denied_billed for day in decided),
        median=median,
        median_before=median_before,
        ninety=percentile(one.waits, 0.9),
        days_change=_days_change(median_before, median),
        allowed_index=one.allowed / one.expected
        if one.priced >= PRICED_MIN and one.expected
        else None,
        open_claims=one.open_claims,
        open_billed=one.open_billed,
        silence=_silence(one, until),
    )


def _between(days: Iterable[Day], since: date, until: date) -> list[Day]:
    return [day for day in days if since <= day.on < until]


def _tally(days: Sequence[Day]) -> Tally:
    return Tally(sum(day.claims for day in days), sum(day.denied_first for day in days))


def _swing(one: Treated, since: date, until: date) -> Swing:
    """Around each period's own rate, so that a change between them is no swing."""
    periods = [
        (_between(one.first, since, until), until),
        (_between(one.first, date.min, since), since),
    ]
    found = [swing(_weeks(days, end)) for days, end in periods]
    return Swing(sum(each.statistic for each in found), sum(each.freedom for each in found))


def _weeks(days: Sequence[Day], end: date) -> list[Tally]:
    by_week: dict[int, list[Tally]] = {}
    for day in days:
        week = ((end - day.on).days - 1) // _WEEK
        by_week.setdefault(week, []).append(Tally(day.claims, day.denied_first))
    return [total(by_week[week]) for week in sorted(by_week)]


def _days_change(before: Percentile | None, now: Percentile | None) -> Change:
    """Clear only where the two intervals do not touch: stricter than one test at 5 %."""
    if before is None or now is None:
        return Change(None, None, None, "too few claims")
    delta = float(now.days - before.days)
    low = None if before.high is None else float(now.low - before.high)
    high = None if now.high is None else float(now.high - before.low)
    if low is not None and low > 0:
        return Change(delta, low, high, "higher")
    clear = high is not None and high < 0
    return Change(delta, low, high, "lower" if clear else "no clear change")


def _silence(one: Treated, until: date) -> Silence | None:
    days = [day.on for day in one.decided]
    if not days:
        return None
    quiet = (until - days[-1] - timedelta(days=1)).days
    gaps = [(later - earlier).days for earlier, later in pairwise(days)]
    longest = max(gaps, default=None)
    unusual = longest is not None and one.open_claims > 0 and quiet > 2 * longest + 2
    return Silence(quiet, longest, unusual)
