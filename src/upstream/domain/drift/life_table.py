"""Undecided claims as censored observations: how many could be decided in a week, how many were.

A period life table: of the claims that waited at each age (in weeks) in each week, the share that
was decided then. Claims that still wait count as long as they waited. So a payer that stops
deciding looks slower at once, while the mean of what it decided would not move.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import mul, sub

from upstream.domain.drift.counts import WEEK_DAYS, Waiting

AGES = 21
"""Weeks a claim is followed; who waits longer is lost or fought over, not slow."""

_ENDED_WEEKS = 2
"""Whole weeks without a new claim after which a payer's work with us has ended."""

SHAPE_WEIGHT = 60
"""Claims that the payer's share weighs beside a cell's own at each age."""

_NOBODY = [0] * AGES

_FIRST_WEEK_DAYS = WEEK_DAYS / 3
"""Mean wait of a claim that is submitted and decided in the same week."""


@dataclass(frozen=True, slots=True)
class LifeTable:
    """Lists by week, 0 the newest, then by age in weeks."""

    waited: list[list[int]]
    decided: list[list[int]]


def life_table(waiting: Waiting, weeks: int) -> LifeTable:
    """Of one cell.

    Rows by week of submission lie one after another, so that what was decided in one week, at each
    age, is every `AGES + 1`-th of them all.
    """
    rows = weeks + AGES - 1
    totals, decided = [0] * rows, [0] * (rows * AGES)
    for submitted, week, claims in zip(
        waiting.submitted, waiting.decided, waiting.claims, strict=True
    ):
        if submitted < rows:
            totals[submitted] += claims
            if 0 <= week < weeks and submitted - week < AGES:
                decided[submitted * AGES + submitted - week] += claims
    waited: list[int] = []
    for row, total in enumerate(totals):
        places = decided[row * AGES : row * AGES + AGES - 1]
        waited += accumulate((total, *places), sub) if total else _NOBODY
    return LifeTable(_by_week(waited, weeks), _by_week(decided, weeks))


def _by_week(by_submission: list[int], weeks: int) -> list[list[int]]:
    firsts = range(0, weeks * AGES, AGES)
    return [by_submission[first : first + AGES * AGES : AGES + 1] for first in firsts]


def added(tables: Sequence[LifeTable]) -> LifeTable:
    """Several cells as one."""

    def total(parts: Sequence[list[list[int]]]) -> list[list[int]]:
        return [list(map(sum, zip(*rows, strict=True))) for rows in zip(*parts, strict=True)]

    return LifeTable(
        total([table.waited for table in tables]), total([table.decided for table in tables])
    )


def shares(
    table: LifeTable, weeks: Sequence[int], towards: Sequence[float] | None = None
) -> list[float]:
    """By age, the share decided among those that waited in these weeks."""
    nobody = [0] * AGES
    waited = map(sum, zip(nobody, *(table.waited[week] for week in weeks), strict=True))
    decided = map(sum, zip(nobody, *(table.decided[week] for week in weeks), strict=True))
    pairs = zip(waited, decided, strict=True)
    if towards is None:
        return [(k + 0.5) / (n + 2) if n else 0.25 for n, k in pairs]
    return [
        (k + SHAPE_WEIGHT * usual) / (n + SHAPE_WEIGHT)
        for (n, k), usual in zip(pairs, towards, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Answers:
    """By week: how many were decided, how many had to be, and what chance makes of that."""

    observed: list[float]
    expected: list[float]
    squares: list[float]
    trials: list[float]


def answers(table: LifeTable, usual: Sequence[float], charged: Sequence[bool]) -> Answers:
    """Weeks that are not charged hold zeros."""
    rows: list[tuple[float, float, float, float]] = []
    usual_squares = [share * share for share in usual]
    for week, counts in enumerate(charged):
        waited = table.waited[week]
        rows.append(
            (
                float(sum(table.decided[week])),
                sum(map(mul, waited, usual)),
                sum(map(mul, waited, usual_squares)),
                float(sum(waited)),
            )
            if counts
            else (0.0, 0.0, 0.0, 0.0)
        )
    observed, expected, squares, trials = (list(column) for column in zip(*rows, strict=True))
    return Answers(observed, expected, squares, trials)


def mean_days(usual: Sequence[float], odds_ratio: float = 1.0) -> float:
    """Mean wait of a claim under these shares, their odds multiplied; capped at `AGES` weeks."""
    left, days = 1.0, 0.0
    for age, share in enumerate(usual):
        odds = odds_ratio * share / max(1e-9, 1 - share)
        now = left * odds / (1 + odds)
        days += now * (WEEK_DAYS * age if age else _FIRST_WEEK_DAYS)
        left -= now
    return days + left * WEEK_DAYS * AGES


def percentile_age(usual: Sequence[float], part: float) -> int:
    """Weeks after which this part of all claims is decided."""
    left = 1.0
    for age, share in enumerate(usual):
        left *= 1 - share
        if left <= 1 - part:
            return age + 1
    return AGES


def mature_weeks(waiting: Sequence[Waiting], weeks: int, usual: Sequence[float]) -> int:
    """How many of the newest weeks hold decisions of claims of every age.

    A history that starts with submissions of some day holds, for the weeks after it, only claims
    that were decided fast: rates of those are not those of all.
    """
    first = max((max(one.submitted) for one in waiting if one.submitted), default=0)
    return min(weeks, max(0, first - percentile_age(usual, 0.95)))


def has_ended(waiting: Sequence[Waiting]) -> bool:
    """Whether a payer gets no new claims from us any more: it has another name now, or is left.

    What it decides afterwards was slow, and slow claims are denied more or less often than all.
    """
    return min((min(one.submitted) for one in waiting if one.submitted), default=0) >= _ENDED_WEEKS


def as_one(waiting: Sequence[Waiting]) -> Waiting:
    """All work of one payer."""
    totals: dict[tuple[int, int], int] = {}
    known = totals.get
    for one in waiting:
        places = zip(one.submitted, one.decided, strict=True)
        for place, claims in zip(places, one.claims, strict=True):
            totals[place] = known(place, 0) + claims
    cells = sorted(totals.items())
    return Waiting(
        waiting[0].payer,
        "",
        [submitted for (submitted, _), _ in cells],
        [decided for (_, decided), _ in cells],
        [claims for _, claims in cells],
    )


def by_payer(waiting: Sequence[Waiting]) -> Mapping[str, list[Waiting]]:
    found: dict[str, list[Waiting]] = {}
    for one in waiting:
        found.setdefault(one.payer, []).append(one)
    return found
