"""How much a payer swings from week to week anyway, beyond chance: learned from the baseline.

An additive variance between weeks (Spiegelhalter 2005, as in a p'-chart, but added rather than
multiplied), by the method of moments (DerSimonian & Laird 1986), and moderated: a cell has a dozen
weeks at most, so its own estimate leans on its payer's, and the payer's on everybody's.
"""

from collections.abc import Sequence
from dataclasses import dataclass

PAYER_WEIGHT = 12
"""Degrees of freedom the payer's estimate weighs beside a cell's own: about one baseline."""

GLOBAL_WEIGHT = 24
"""Degrees of freedom everybody's estimate weighs beside a payer's: about two cells."""

PRIOR_FREEDOM = 16
"""Degrees of freedom the pooled part is worth when the test accounts for not knowing it."""


@dataclass(frozen=True, slots=True)
class Week:
    """One week of a window: its information (1 / variance) and its distance from the baseline."""

    information: float
    effect: float


@dataclass(frozen=True, slots=True)
class Scatter:
    """What the baseline's weeks say about one cell: Q, its expectation, and what a swing adds."""

    excess: float
    """Cochran's Q minus its degrees of freedom."""
    freedom: float
    leverage: float
    """By how much Q grows per unit of variance between weeks."""


def scatter_of(weeks: Sequence[Week]) -> Scatter:
    information = sum(week.information for week in weeks)
    squares = sum(week.information**2 for week in weeks)
    q = sum(week.information * week.effect**2 for week in weeks)
    return Scatter(q - (len(weeks) - 1), len(weeks) - 1, information - squares / information)


def pooled(scatters: Sequence[Scatter]) -> float:
    """One variance for all of them; never negative."""
    leverage = sum(scatter.leverage for scatter in scatters)
    excess = sum(scatter.excess for scatter in scatters)
    return max(0.0, excess / leverage) if leverage > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Swing:
    """A cell's variance between weeks, and how many degrees of freedom stand behind it."""

    variance: float
    freedom: float


def moderated(scatters: Sequence[Scatter], *, towards: float, weight: int) -> Swing:
    """The scatters' own variance counts by how well their weeks can tell it from chance."""
    freedom = sum(scatter.freedom for scatter in scatters)
    signal = towards * sum(scatter.leverage for scatter in scatters)
    own = freedom * signal / (signal + freedom) if signal > 0 else 0.0
    variance = (own * pooled(scatters) + weight * towards) / (own + weight)
    return Swing(variance, own + PRIOR_FREEDOM)
