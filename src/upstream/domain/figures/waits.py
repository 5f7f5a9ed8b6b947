"""How long claims wait for a decision, day by day of their age, those that still wait counted in.

The product-limit estimate of Kaplan and Meier over the days of a range, as in DelayGuard's life
table: a claim is watched from the age it has when the range begins (left truncation) until it is
decided or the range ends (right censoring). So a payer that stops deciding looks slower, not
faster.
"""

from collections.abc import Iterator, Mapping
from math import exp, log, sqrt
from typing import Final, NamedTuple

DECISIONS_MIN: Final = 10
"""Fewer decisions say nothing about how long claims wait."""

_WATCHED_MIN: Final = 5
"""Ages at which fewer claims were watched end the curve: one of one decided is no certainty."""

_Z: Final = 1.96


class Waits(NamedTuple):
    """Claims by age in days: where watching began, where a decision ended it, where the range."""

    begun: Mapping[int, int]
    decided: Mapping[int, int]
    left: Mapping[int, int]


class Percentile(NamedTuple):
    """By this age the part asked for was decided; a 95 % interval, its end None where open."""

    days: int
    low: int
    high: int | None


class _Point(NamedTuple):
    age: int
    waiting: float
    """Share that still waits after this age."""
    spread: float
    """Greenwood's sum: the variance of its logarithm."""


def percentile(waits: Waits, part: float) -> Percentile | None:
    """The first age by which `part` (0-1) of the claims is decided; None where none is reached."""
    if sum(waits.decided.values()) < DECISIONS_MIN:
        return None
    days = low = high = None
    for point in _curve(waits):
        least, most = _band(point)
        if low is None and least <= 1 - part:
            low = point.age
        if days is None and point.waiting <= 1 - part:
            days = point.age
        if high is None and most <= 1 - part:
            high = point.age
    return None if days is None else Percentile(days, days if low is None else low, high)


def _curve(waits: Waits) -> Iterator[_Point]:
    ages = sorted({*waits.begun, *waits.decided, *waits.left})
    watched, waiting, spread = 0, 1.0, 0.0
    for age in ages:
        watched += waits.begun.get(age, 0)
        decided = waits.decided.get(age, 0)
        if decided and watched >= _WATCHED_MIN:
            waiting *= 1 - decided / watched
            spread += decided / (watched * max(watched - decided, 1))
        yield _Point(age, waiting, spread)
        watched -= decided + waits.left.get(age, 0)


def _band(point: _Point) -> tuple[float, float]:
    """95 % on the scale of log(-log S), which keeps it between 0 and 1."""
    if not 0 < point.waiting < 1:
        return point.waiting, point.waiting
    lost = -log(point.waiting)
    reach = _Z * sqrt(point.spread) / lost
    return exp(-lost * exp(reach)), exp(-lost * exp(-reach))
