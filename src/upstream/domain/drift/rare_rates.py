"""Rates of rare events, standardised by stratum: what each stratum's claims usually had of them.

A stratum that holds few claims leans on its whole, and a whole that never had the event on half an
event and a grain of what everybody has: so a reason nobody has seen yet needs no special case.
"""

from typing import NamedTuple

import numpy as np

from upstream.domain.drift.weekly import Floats, Truths

STRATUM_WEIGHT = 200
"""Claims that the whole's rate weighs beside a stratum's own."""

_EVERYBODY_WEIGHT, _EVERYBODY_MAX = 10, 0.002
"""Claims everybody's rate weighs, and what it may be at most: it is no reason to look away."""

_UNSEEN = 0.5
"""Events that a history without any is worth (Jeffreys)."""


class RareRates(NamedTuple):
    """By week and series: events, expected events, sum of squares of their chances, claims."""

    observed: Floats
    expected: Floats
    squares: Floats
    trials: Floats


def rare_rates(
    claims: Floats, events: Floats, *, everybody: Floats, sound: Truths, reference_weeks: int
) -> RareRates:
    """`claims` and `events` are by stratum, week and series, `sound` says by week and series which
    weeks count, `everybody` by series which share of all claims, of all payers, has the event.

    What series have in common may stand in one column.
    """
    claims, events = claims * sound, events * sound
    n, k = (part[:, reference_weeks:].sum(axis=1) for part in (claims, events))
    grain = _EVERYBODY_WEIGHT * np.minimum(everybody, _EVERYBODY_MAX)
    whole = (k.sum(axis=0) + grain + _UNSEEN) / (n.sum(axis=0) + _EVERYBODY_WEIGHT)
    chances = (k + STRATUM_WEIGHT * whole) / (n + STRATUM_WEIGHT)
    expected, squares = np.zeros(events.shape[1:]), np.zeros(events.shape[1:])
    for of_stratum, chance in zip(claims, chances, strict=True):
        expected += of_stratum * chance
        squares += of_stratum * chance * chance
    trials = np.broadcast_to(claims.sum(axis=0), expected.shape)
    return RareRates(events.sum(axis=0), expected, squares, trials)
