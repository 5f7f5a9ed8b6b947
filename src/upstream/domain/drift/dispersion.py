"""How much a payer swings from week to week anyway, beyond chance: learned from the baseline.

An additive variance between weeks (Spiegelhalter 2005, as in a p'-chart, but added rather than
multiplied), by the method of moments (DerSimonian & Laird 1986), and moderated: a cell has a few
dozen weeks at most, so its own estimate leans on its payer's, and the payer's on everybody's.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from upstream.domain.drift.weekly import Floats, Integers, Truths

PAYER_WEIGHT = 10
"""Degrees of freedom the payer's estimate weighs beside a cell's own: cells of one payer differ."""

GLOBAL_WEIGHT = 24
"""Degrees of freedom everybody's estimate weighs beside a payer's: about two cells."""

PRIOR_FREEDOM = 10
"""Degrees of freedom the pooled part is worth when the test accounts for not knowing it."""

_WILDEST = 5
_ROUNDS = 2


class Scatters(NamedTuple):
    """What the baseline's weeks say, along the series; zeros where there were too few."""

    excess: Floats
    """Cochran's Q minus its degrees of freedom."""
    freedom: Floats
    leverage: Floats
    """By how much Q grows per unit of variance between weeks."""


def scatters_of(chance: Floats, distance: Floats, counts: Truths) -> Scatters:
    """By week and series: the variance by chance, the distance from what was expected, and
    whether the week counts.
    """
    variance = np.where(counts, chance, 1.0)
    information = np.where(counts, chance, 0.0).sum(axis=0)
    squares = np.where(counts, chance**2, 0.0).sum(axis=0)
    q = np.where(counts, distance**2 / variance, 0.0).sum(axis=0)
    weeks = counts.sum(axis=0)
    freedom = np.where(weeks, weeks - 1, 0).astype(np.float64)
    leverage = information - squares / np.where(weeks, information, 1.0)
    return Scatters(q - freedom, freedom, leverage)


class Swings(NamedTuple):
    """Variance between weeks and the degrees of freedom behind it, along the series."""

    variance: Floats
    freedom: Floats


def swings(payers: Sequence[str], scatters: Scatters) -> Swings:
    """Without weeks of its own a series swings as its payer does."""
    if not payers:
        return Swings(np.zeros(0), np.zeros(0))
    everybody = _pooled(scatters, np.zeros(len(payers), dtype=np.int64), 1)
    _, payer = np.unique(np.array(payers), return_inverse=True)
    size = int(payer.max()) + 1
    together = Scatters(*(np.bincount(payer, part, size).astype(np.float64) for part in scatters))
    of_payer = _moderated(together, _pooled(scatters, payer, size), everybody, GLOBAL_WEIGHT)
    own = _pooled(scatters, np.arange(len(payers)), len(payers))
    return _moderated(scatters, own, of_payer.variance[payer], PAYER_WEIGHT)


def _pooled(scatters: Scatters, group: Integers, size: int) -> Floats:
    """One variance for each group; never negative.

    Each series counts by how well its weeks can tell the variance from chance, and none for more
    than `_WILDEST` times what all of them say: one that drifts must not excuse the others.
    """

    def ratio(values: Floats, weights: Floats) -> Floats:
        below = np.bincount(group, weights, size)
        above = np.bincount(group, values, size)
        return np.maximum(0.0, above / np.where(below > 0, below, 1.0)) * (below > 0)

    usual = ratio(scatters.excess, scatters.leverage)
    tells = scatters.leverage > 0
    leverage = np.where(tells, scatters.leverage, 1.0)
    for _ in range(_ROUNDS):
        own = np.minimum(scatters.excess / leverage, _WILDEST * usual[group])
        noise = scatters.freedom / leverage + usual[group]
        weight = np.where(tells, scatters.freedom / np.where(tells, noise, 1.0) ** 2, 0.0)
        usual = ratio(weight * own, weight)
    return usual


def _moderated(scatters: Scatters, pooled: Floats, towards: Floats, weight: int) -> Swings:
    """What is pooled counts by how well its weeks can tell it from chance."""
    freedom, signal = scatters.freedom, towards * scatters.leverage
    speaks = signal > 0
    own = np.where(speaks, freedom * signal / np.where(speaks, signal + freedom, 1.0), 0.0)
    return Swings((own * pooled + weight * towards) / (own + weight), own + PRIOR_FREEDOM)
