"""How much a payer swings from week to week anyway, beyond chance: learned from the baseline.

An additive variance between weeks (Spiegelhalter 2005, as in a p'-chart, but added rather than
multiplied), by the method of moments (DerSimonian & Laird 1986), and moderated: a cell has a few
dozen weeks at most, so its own estimate leans on its payer's, and the payer's on everybody's.
"""

from collections.abc import Sequence
from dataclasses import dataclass

PAYER_WEIGHT = 10
"""Degrees of freedom the payer's estimate weighs beside a cell's own: cells of one payer differ."""

GLOBAL_WEIGHT = 24
"""Degrees of freedom everybody's estimate weighs beside a payer's: about two cells."""

PRIOR_FREEDOM = 10
"""Degrees of freedom the pooled part is worth when the test accounts for not knowing it."""

_WILDEST = 5


@dataclass(frozen=True, slots=True)
class Scatter:
    """What the baseline's weeks say about one cell: Q, its expectation, and what a swing adds."""

    excess: float
    """Cochran's Q minus its degrees of freedom."""
    freedom: float
    leverage: float
    """By how much Q grows per unit of variance between weeks."""


def scatter_of(weeks: Sequence[tuple[float, float]]) -> Scatter:
    """`weeks` are pairs of a week's variance by chance and its distance from what was expected."""
    information = sum([variance for variance, _ in weeks])
    squares = sum([variance**2 for variance, _ in weeks])
    q = sum([distance**2 / variance for variance, distance in weeks])
    return Scatter(q - (len(weeks) - 1), len(weeks) - 1, information - squares / information)


def pooled(scatters: Sequence[Scatter]) -> float:
    """One variance for all of them; never negative.

    Each cell counts by how well its weeks can tell the variance from chance, and no cell for more
    than `_WILDEST` times what all of them say: one that drifts must not excuse the others.
    """
    usual = _ratio([(scatter.excess, scatter.leverage) for scatter in scatters])
    for _ in range(2):
        weighed = []
        for scatter in scatters:
            if scatter.leverage > 0:
                own = min(scatter.excess / scatter.leverage, _WILDEST * usual)
                noise = scatter.freedom / scatter.leverage + usual
                weight = scatter.freedom / noise**2
                weighed.append((weight * own, weight))
        usual = _ratio(weighed)
    return usual


def _ratio(pairs: Sequence[tuple[float, float]]) -> float:
    below = sum([weight for _, weight in pairs])
    return max(0.0, sum([value for value, _ in pairs]) / below) if below > 0 else 0.0


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


def swings(scatters: Sequence[tuple[str, Scatter | None]]) -> list[Swing]:
    """One for each `(payer, scatter)`, in their order; without weeks of its own, its payer's."""
    by_payer: dict[str, list[Scatter]] = {}
    for payer, scatter in scatters:
        if scatter is not None:
            by_payer.setdefault(payer, []).append(scatter)
    everybody = pooled([scatter for own in by_payer.values() for scatter in own])
    payers = {
        payer: moderated(own, towards=everybody, weight=GLOBAL_WEIGHT).variance
        for payer, own in by_payer.items()
    }
    return [
        moderated(
            [scatter] if scatter else [],
            towards=payers.get(payer, everybody),
            weight=PAYER_WEIGHT,
        )
        for payer, scatter in scatters
    ]
