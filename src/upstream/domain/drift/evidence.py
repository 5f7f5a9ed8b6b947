"""How much the newest weeks speak for a change: surprise (z) and evidence (Bayes factors).

Of many series at once: all numbers run along them.
"""

from functools import cache
from math import exp, expm1, pi, sqrt
from typing import NamedTuple

import numpy as np

from upstream.domain.drift.panel import Looks
from upstream.domain.drift.settings import KindSettings
from upstream.domain.drift.weekly import Floats, Truths

_EXPONENT_MAX = 80.0
"""Beyond e^80 the answer is 1 to every digit we show; exp() itself would overflow at 709."""

_PRECISE = 0.25
"""Variance, relative to the square of a large typical change, below which all is as if normal."""

_STEP, _STEPS = 0.25, 22
"""Of the sum that stands for an integral over log odds ratios: up to e^5.5 times the odds."""

_NO_RISE = 0.1


class Counted(NamedTuple):
    """Events of a window, those its baseline led to expect, and the events of that baseline."""

    observed: Floats
    expected: Floats
    trials: Floats
    information: Floats
    """1 / variance of the effect by chance in this window alone."""
    before: Floats
    before_trials: Floats

    @property
    def pooled(self) -> Floats:
        """What both windows' expectations are multiplied by where nothing changed between them."""
        return (self.observed + self.before) / (self.expected + self.before)

    def where(self, chosen: Truths) -> "Counted":
        return Counted(*(part[chosen] for part in self))


def counted(looks: Looks, effect: Floats) -> Counted:
    """The market's share of the effect is moved into the expectation."""
    trials = np.maximum(np.maximum(looks.trials, looks.observed), looks.expected * (1 + 1e-9))
    expected = looks.expected + (looks.effect - effect) * looks.information
    expected = np.minimum(np.maximum(expected, looks.expected / 10), (trials + looks.expected) / 2)
    before = looks.baseline_observed
    before_trials = np.maximum(looks.trials_before, before * (1 + 1e-9))
    return Counted(looks.observed, expected, trials, looks.information, before, before_trials)


def surprise(counts: Counted, variance: Floats) -> Floats:
    """A standard normal under the null: the signed root of the deviance, with `variance`.

    The deviance of both windows from one common rate keeps small counts honest, where the effect
    over its deviation does not (Pierce and Schafer 1986): five events after a baseline without any
    are no more than five heads. `variance` brings in what the weeks do not know.
    """
    pooled = counts.pooled
    deviance = _deviance(counts.observed, counts.trials, pooled * counts.expected)
    deviance += _deviance(counts.before, counts.before_trials, pooled * counts.before)
    size = np.sqrt(np.maximum(0.0, deviance) * _weight(counts, variance))
    return np.where(counts.observed >= counts.expected, size, -size)


def _weight(counts: Counted, variance: Floats) -> Floats:
    """What the deviance counts for, given all that is not known."""
    own = _binomial_variance(counts.expected, counts.trials)
    before = _binomial_variance(counts.before, counts.before_trials)
    return own**2 * (1 / own + 1 / before) / (counts.information**2 * variance)


def _binomial_variance(events: Floats, trials: Floats) -> Floats:
    return events * (1 - events / trials)


def _deviance(observed: Floats, trials: Floats, expected: Floats) -> Floats:
    return 2 * (_part(observed, expected) + _part(trials - observed, trials - expected))


def _part(observed: Floats, expected: Floats) -> Floats:
    speaks = (observed > 0) & (expected > 0)
    ratio = np.where(speaks, observed, 1.0) / np.where(speaks, expected, 1.0)
    return np.where(speaks, observed * np.log(ratio), 0.0)


def normal_of_t(t: Floats, freedom: Floats) -> Floats:
    """The z that is as surprising as `t` with so many degrees of freedom.

    Wallace 1959, equation 4.1; off by less than 0.02 for 8 degrees and more, out to t = 6.
    """
    scale = (8 * freedom + 1) / (8 * freedom + 3)
    return np.copysign(scale * np.sqrt(freedom * np.log1p(t * t / freedom)), t)


def evidence_of(counts: Counted | None, z: Floats, variance: Floats, kind: KindSettings) -> Floats:
    """As if the effect were normal where it is known well enough, and of means (no counts)."""
    evidence = evidence_of_normal(z, variance, kind)
    if counts is not None:
        rare = variance >= _PRECISE * (kind.slab_micro[1] / 1e6) ** 2
        evidence[rare] = evidence_of_counts(counts.where(rare), z[rare], kind)
    return evidence


def evidence_of_normal(z: Floats, variance: Floats, kind: KindSettings) -> Floats:
    """Bayes factor of "the effect is normal around 0" against "no effect" (Wakefield 2009),
    averaged over a small and a large typical change.
    """
    total = np.zeros_like(z)
    for slab_micro in kind.slab_micro:
        slab = slab_micro / 1e6
        share = slab * slab / (variance + slab * slab)
        total += np.sqrt(1 - share) * np.exp(np.minimum(_EXPONENT_MAX, z * z / 2 * share))
    return _rising(total / len(kind.slab_micro), z, kind)


def evidence_of_counts(counts: Counted, z: Floats, kind: KindSettings) -> Floats:
    """The same where events are too rare for a normal effect: how the events of both windows are
    shared out between them, summed over log odds ratios, and tempered so that the deviance is the
    square of `z`.
    """
    observed, before, pooled = counts.observed, counts.before, counts.pooled
    events, share = observed + before, counts.expected / (counts.expected + before)
    raw = 2 * (_part(observed, pooled * counts.expected) + _part(before, pooled * before))
    tempered = np.where(raw > 0, z * z / np.where(raw > 0, raw, 1.0), 1.0)
    places, weights = _grid(kind.slab_micro, rises_only=kind.rises_only)
    evidence = np.zeros_like(z)
    for (odds, more), weight in zip(places, weights, strict=True):
        likelihood = tempered * (observed * odds - events * np.log1p(share * more))
        evidence += weight * np.exp(likelihood.clip(-_EXPONENT_MAX, _EXPONENT_MAX))
    return _rising(evidence, z, kind)


def _rising(evidence: Floats, z: Floats, kind: KindSettings) -> Floats:
    return np.where(z < 0, _NO_RISE, evidence) if kind.rises_only else evidence


@cache
def _grid(
    slab_micro: tuple[int, int], *, rises_only: bool
) -> tuple[tuple[tuple[float, float], ...], tuple[float, ...]]:
    """Log odds ratios with the odds they add, and how typical each is."""
    slabs = [slab / 1e6 for slab in slab_micro]
    sides = 2 if rises_only else 1
    unit = sides * _STEP / (len(slabs) * sqrt(2 * pi))
    ratios = [_STEP * step for step in range(0 if rises_only else -_STEPS, _STEPS + 1)]
    return (
        tuple((odds, expm1(odds)) for odds in ratios),
        tuple(
            unit * sum(exp(-((odds / slab) ** 2) / 2) / slab for slab in slabs) for odds in ratios
        ),
    )
