"""A payer from which nothing comes any more: how surprising that is, given its own rhythm."""

from dataclasses import dataclass
from datetime import date, timedelta
from math import exp, lgamma, log

from upstream.domain.drift.counts import WEEK_DAYS, DecisionDays
from upstream.domain.drift.holidays import federal_holidays
from upstream.domain.drift.remittances import Rhythm

SILENT_DAYS_MIN = 5
"""Shorter silences are a long weekend."""

STOPS_PRIOR = 0.002
"""How often a payer that is looked at has just stopped deciding."""


@dataclass(frozen=True, slots=True)
class Silence:
    """Days since the last decision, and how sure we are that it is no coincidence."""

    days: int
    last_on: date
    confidence: float
    due: float
    """Decisions that were to be expected in these days."""


def silence(
    days: DecisionDays, rhythm: Rhythm, until: date, weeks: int, due_weekly: float
) -> Silence | None:
    """None while the payer keeps its rhythm.

    Chance is the product, over the silent days, of how often the payer decided nothing on such a
    weekday; holidays say nothing. A gap as long as one it had before proves nothing either, and
    who has next to nothing left to decide is silent without a reason: `due_weekly` are the
    decisions that what waits usually gets in a week.
    """
    silent = rhythm.silent_days
    if silent < SILENT_DAYS_MIN or silent <= rhythm.longest_gap:
        return None
    holidays = federal_holidays(until - timedelta(days=WEEK_DAYS * weeks), until)
    decided = {until - timedelta(days=day) for day in days.days_before if day <= WEEK_DAYS * weeks}
    first = min(decided)
    last = max(decided)
    often = [[0, 0] for _ in range(7)]
    day = first
    while day <= last:
        if day not in holidays:
            often[day.weekday()][0] += 1
            often[day.weekday()][1] += day in decided
        day += timedelta(days=1)
    chance = 1.0
    for offset in range(1, silent + 1):
        on = last + timedelta(days=offset)
        if on not in holidays and on < until:
            total, answered = often[on.weekday()]
            chance *= (total - answered + 0.5) / (total + 1)
    due = due_weekly * silent / WEEK_DAYS
    strays = sum(
        claims for day, claims in zip(days.days_before, days.claims, strict=True) if day <= silent
    )
    chance += (1 - chance) * _at_most(strays, due)
    confidence = STOPS_PRIOR / (STOPS_PRIOR + (1 - STOPS_PRIOR) * chance)
    return Silence(silent, last, confidence, due)


def _at_most(count: int, expected: float) -> float:
    """Chance of so many events or fewer where they come one by one (Poisson)."""
    if expected <= 0:
        return 1.0
    return min(
        1.0,
        sum(exp(k * log(expected) - expected - lgamma(k + 1)) for k in range(count + 1)),
    )
