"""Undecided claims as censored observations: how many could be decided in a week, how many were.

A period life table: of the claims that waited at each age (in weeks) in each week, the share that
was decided then. Claims that still wait count as long as they waited. So a payer that stops
deciding looks slower at once, while the mean of what it decided would not move.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from upstream.domain.drift.counts import WEEK_DAYS, Waiting
from upstream.domain.drift.weekly import Floats, Integers, flat

AGES = 21
"""Weeks a claim is followed; who waits longer is lost or fought over, not slow."""

_ENDED_WEEKS = 2
"""Whole weeks without a new claim after which a payer's work with us has ended."""

SHAPE_WEIGHT = 60
"""Claims that the payer's share weighs beside a cell's own at each age."""

_FIRST_WEEK_DAYS = WEEK_DAYS / 3
"""Mean wait of a claim that is submitted and decided in the same week."""


class LifeTable(NamedTuple):
    """By age in weeks, week (0 the newest) and cell."""

    waited: Integers
    decided: Integers

    def whole(self) -> "LifeTable":
        """All cells as one."""
        return LifeTable(*(part.sum(axis=2, keepdims=True) for part in self))


def life_table(waiting: Sequence[Waiting], weeks: int) -> LifeTable:
    """Of some cells, in their order."""
    rows, cells = weeks + AGES - 1, len(waiting)
    cell = np.repeat(np.arange(cells), [len(one.claims) for one in waiting])
    submitted, week, claims = (
        flat(column)
        for column in (
            [one.submitted for one in waiting],
            [one.decided for one in waiting],
            [one.claims for one in waiting],
        )
    )
    came, decided = np.zeros((rows, cells), np.int64), np.zeros((AGES, rows, cells), np.int64)
    seen = submitted < rows
    np.add.at(came, (submitted[seen], cell[seen]), claims[seen])
    age = submitted - week
    here = seen & (week >= 0) & (week < weeks) & (age < AGES)
    np.add.at(decided, (age[here], submitted[here], cell[here]), claims[here])
    waited = np.broadcast_to(came, decided.shape).copy()
    waited[1:] -= np.cumsum(decided[:-1], axis=0)
    # Who is of some age in a week was submitted so many weeks before it.
    ages = np.arange(AGES)[:, None]
    row = ages + np.arange(weeks)
    return LifeTable(waited[ages, row], decided[ages, row])


def shares(table: LifeTable, weeks: Sequence[int], towards: Floats | None = None) -> Floats:
    """By age and cell, the share decided among those that waited in these weeks."""
    n, k = (part[:, list(weeks)].sum(axis=1) for part in table)
    if towards is None:
        return np.where(n > 0, (k + 0.5) / (n + 2), 0.25)
    leaning: Floats = (k + SHAPE_WEIGHT * towards) / (n + SHAPE_WEIGHT)
    return leaning


class Answers(NamedTuple):
    """By week and cell: how many were decided, how many had to be, what chance makes of that."""

    observed: Floats
    expected: Floats
    squares: Floats
    trials: Floats

    def whole(self) -> "Answers":
        """All cells as one."""
        return Answers(*(part.sum(axis=1, keepdims=True) for part in self))


def answers(table: LifeTable, usual: Floats, charged: Sequence[bool]) -> Answers:
    """Weeks that are not charged hold zeros; `usual` is by age and cell."""
    waited = table.waited.astype(np.float64)
    expected = waited * usual[:, None]
    columns = table.decided, expected, expected * usual[:, None], waited
    counts = np.array(charged, dtype=np.float64)[:, None]
    return Answers(*(column.sum(axis=0) * counts for column in columns))


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


def by_payer(waiting: Sequence[Waiting]) -> Mapping[str, list[Waiting]]:
    found: dict[str, list[Waiting]] = {}
    for one in waiting:
        found.setdefault(one.payer, []).append(one)
    return found
