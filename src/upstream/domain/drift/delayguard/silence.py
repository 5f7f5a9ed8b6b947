"""A payer from which nothing comes any more: how surprising that is, given its own rhythm."""

from dataclasses import dataclass
from datetime import date, timedelta

from upstream.domain.drift.counts import DecisionDays
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
    chance: float


def silence(days: DecisionDays, rhythm: Rhythm, until: date, weeks: int) -> Silence | None:
    """None while the payer keeps its rhythm.

    Chance is the product, over the silent days, of how often the payer decided nothing on such a
    weekday; holidays say nothing. A gap as long as one it had before proves nothing either.
    """
    silent = rhythm.silent_days
    if silent < SILENT_DAYS_MIN or silent <= rhythm.longest_gap:
        return None
    holidays = federal_holidays(until - timedelta(days=7 * weeks), until)
    decided = {until - timedelta(days=day) for day in days.days_before if day <= 7 * weeks}
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
    confidence = STOPS_PRIOR / (STOPS_PRIOR + (1 - STOPS_PRIOR) * chance)
    return Silence(silent, last, confidence, chance)
