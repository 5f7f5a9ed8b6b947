"""Rates of rare events, standardised by stratum: what each stratum's claims usually had of them.

A stratum that holds few claims leans on its whole, and a whole that never had the event on half an
event and a grain of what everybody has: so a reason nobody has seen yet needs no special case.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import add

from upstream.domain.drift.weekly import by_week, total_of

STRATUM_WEIGHT = 200
"""Claims that the whole's rate weighs beside a stratum's own."""

_EVERYBODY_WEIGHT, _EVERYBODY_MAX = 10, 0.002
"""Claims everybody's rate weighs, and what it may be at most: it is no reason to look away."""

_UNSEEN = 0.5
"""Events that a history without any is worth (Jeffreys)."""


@dataclass(frozen=True, slots=True)
class Stratum:
    """Sparse weeks of claims and of events; the event's weeks are among the claims'."""

    weeks: Sequence[int]
    claims: Sequence[int]
    event_weeks: Sequence[int]
    events: Sequence[int]


@dataclass(frozen=True, slots=True)
class RareRate:
    """By week: events, expected events, sum of squares of their chances, claims."""

    observed: list[float]
    expected: list[float]
    squares: list[float]
    trials: list[float]


def rare_rate(
    strata: Sequence[Stratum], *, everybody: float, weeks: int, sound: range, reference_weeks: int
) -> RareRate:
    """`everybody` is the share of all claims, of all payers, that have the event."""
    usual = [
        (
            total_of(one.weeks, one.claims, reference_weeks, sound.stop),
            total_of(one.event_weeks, one.events, reference_weeks, sound.stop),
        )
        for one in strata
    ]
    claims, events = sum(n for n, _ in usual), sum(k for _, k in usual)
    grain = _EVERYBODY_WEIGHT * min(everybody, _EVERYBODY_MAX)
    whole = (events + grain + _UNSEEN) / (claims + _EVERYBODY_WEIGHT)
    expected, squares, trials = [0.0] * weeks, [0.0] * weeks, [0.0] * weeks
    observed = [0.0] * weeks
    for one, (n, k) in zip(strata, usual, strict=True):
        chance = (k + STRATUM_WEIGHT * whole) / (n + STRATUM_WEIGHT)
        totals = by_week(one.weeks, one.claims, length=weeks, within=sound)
        chances = [total * chance for total in totals]
        expected = list(map(add, expected, chances))
        squares = list(map(add, squares, [each * chance for each in chances]))
        trials = list(map(add, trials, totals))
        for week, count in zip(one.event_weeks, one.events, strict=True):
            if week in sound:
                observed[week] += count
    return RareRate(observed, expected, squares, trials)
