"""When a payer decides: its rhythm, the weeks that fall out of it, and how long it is silent.

A payer that sends a remittance every fortnight decides nothing in every other week, and that is no
slowdown; nor is a remittance that a holiday held up. What is left out is left out of both windows.
A gap that stands alone is told of too: whether it was made up for is seen from what still waits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

from upstream.domain.drift.counts import WEEK_DAYS, DecisionDays
from upstream.domain.drift.holidays import federal_holidays

_STRETCHED, _STRETCHED_DAYS = 1.4, 3
"""A gap is out of rhythm when it exceeds the usual one by both."""

_ALONE_DAYS = 56
"""Who is out of rhythm again within so many days has another rhythm now, and that counts."""


@dataclass(frozen=True, slots=True)
class Gap:
    """One that is over, and was out of rhythm: a holiday's, or one that stands alone."""

    began: int
    """Week of its first silent day …"""
    ended: int
    """… and of the decision that ended it; 0 is the newest."""
    days: int

    @property
    def weeks(self) -> range:
        return range(self.ended, self.began + 1)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """One payer's days of decision, seen from the day a run looks until."""

    usual_gap: float
    """Median of the days between two remittances."""
    longest_gap: int
    """Of all gaps but those around a holiday, and but the one that lasts until now."""
    silent_days: int
    """Whole days since the last remittance."""
    charged: tuple[bool, ...]
    """By week: whether what waited in it could expect an answer."""
    gaps: tuple[Gap, ...]
    """Out of rhythm and over, the newest first."""


def rhythm_of(days: DecisionDays, until: date, weeks: int) -> Rhythm:
    """`days` ascend from the newest; a payer decided at least once."""
    total = sum(days.claims)
    typical = total / len(days.claims)
    # A stray decision between two remittances is no remittance.
    real = [
        day
        for day, claims in zip(days.days_before, days.claims, strict=True)
        if claims * 20 >= typical
    ]
    gaps = [(newer, older - newer) for newer, older in pairwise(real)]
    usual = median(gap for _, gap in gaps) if gaps else float(WEEK_DAYS)
    holidays = federal_holidays(until - timedelta(days=WEEK_DAYS * weeks + 30), until)
    closed_on = sorted((until - day).days for day in holidays)
    held_up, alone = _out_of_rhythm(gaps, usual, closed_on)
    charged = _charged_for(real, weeks, usual, closed_on)
    for newer, gap in held_up:
        for week in _gap(newer, gap).weeks:
            if week < weeks:
                charged[week] = False
    return Rhythm(
        usual_gap=usual,
        longest_gap=max(
            (gap for newer, gap in gaps if (newer, gap) not in held_up), default=WEEK_DAYS
        ),
        silent_days=real[0] - 1,
        charged=tuple(charged),
        gaps=tuple(_gap(newer, gap) for newer, gap in sorted(held_up | alone)),
    )


def _gap(newer: int, days: int) -> Gap:
    return Gap((newer + days - 2) // WEEK_DAYS, (newer - 1) // WEEK_DAYS, days)


def _out_of_rhythm(
    gaps: Sequence[tuple[int, int]], usual: float, holidays: Sequence[int]
) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """Those that a holiday held up, and those that stand alone; each as its end and its days."""
    long = {
        (newer, gap)
        for newer, gap in gaps
        if gap > max(_STRETCHED * usual, usual + _STRETCHED_DAYS)
    }
    held_up = {
        (newer, gap) for newer, gap in long if any(newer <= day <= newer + gap for day in holidays)
    }
    others = sorted(long - held_up)
    near = {
        one for pair in pairwise(others) if pair[1][0] - pair[0][0] <= _ALONE_DAYS for one in pair
    }
    return held_up, set(others) - near


def _charged_for(real: list[int], weeks: int, usual: float, holidays: list[int]) -> list[bool]:
    """A week without a decision counts only where the payer is silent for far too long."""
    first = (real[-1] - 1) // WEEK_DAYS
    decided = {(day - 1) // WEEK_DAYS for day in real}
    allowed = 2 * usual + 2
    charged = []
    for week in range(weeks):
        if week > first:
            charged.append(False)
        elif week in decided:
            charged.append(True)
        else:
            # Silence seen from the end of that week back to the decision before it.
            before = min(day for day in real if day > WEEK_DAYS * (week + 1))
            silent = before - WEEK_DAYS * week
            # Each holiday may have cost a remittance.
            excused = sum(usual for day in holidays if WEEK_DAYS * week < day <= before)
            charged.append(silent > allowed + excused)
    return charged
