"""How much the newest weeks speak for a change: surprise (z) and evidence (Bayes factors)."""

from functools import cache
from math import exp, expm1, log, log1p, pi, sqrt
from operator import mul

import msgspec

from upstream.domain.drift.series import Look
from upstream.domain.drift.settings import KindSettings

_EXPONENT_MAX = 80.0
"""Beyond e^80 the answer is 1 to every digit we show; exp() itself would overflow at 709."""

_PRECISE = 0.25
"""Variance, relative to the square of a large typical change, below which all is as if normal."""

_STEP, _STEPS = 0.25, 22
"""Of the sum that stands for an integral over log odds ratios: up to e^5.5 times the odds."""

_NO_RISE = 0.1


class Counted(msgspec.Struct, frozen=True, gc=False):
    """Events of a window, those its baseline led to expect, and the events of that baseline."""

    observed: float
    expected: float
    trials: float
    information: float
    """1 / variance of the effect by chance in this window alone."""
    before: float
    before_trials: float

    @property
    def pooled(self) -> float:
        """What both windows' expectations are multiplied by where nothing changed between them."""
        return (self.observed + self.before) / (self.expected + self.before)


def counted(look: Look, effect: float) -> Counted:
    """The market's share of the effect is moved into the expectation."""
    trials = max(look.trials, look.observed, look.expected * (1 + 1e-9))
    expected = look.expected + (look.effect - effect) * look.information
    expected = min(max(expected, look.expected / 10), (trials + look.expected) / 2)
    before = look.baseline_observed
    before_trials = max(look.baseline_trials, before * (1 + 1e-9))
    return Counted(look.observed, expected, trials, look.information, before, before_trials)


def surprise(counts: Counted, variance: float) -> float:
    """A standard normal under the null: the signed root of the deviance, with `variance`.

    The deviance of both windows from one common rate keeps small counts honest, where the effect
    over its deviation does not (Pierce and Schafer 1986): five events after a baseline without any
    are no more than five heads. `variance` brings in what the weeks do not know.
    """
    pooled = counts.pooled
    deviance = _deviance(counts.observed, counts.trials, pooled * counts.expected)
    deviance += _deviance(counts.before, counts.before_trials, pooled * counts.before)
    sign = 1 if counts.observed >= counts.expected else -1
    return sign * sqrt(max(0.0, deviance) * _weight(counts, variance))


def _weight(counts: Counted, variance: float) -> float:
    """What the deviance counts for, given all that is not known."""
    own = _binomial_variance(counts.expected, counts.trials)
    before = _binomial_variance(counts.before, counts.before_trials)
    return own**2 * (1 / own + 1 / before) / (counts.information**2 * variance)


def _binomial_variance(events: float, trials: float) -> float:
    return events * (1 - events / trials)


def _deviance(observed: float, trials: float, expected: float) -> float:
    return 2 * (_part(observed, expected) + _part(trials - observed, trials - expected))


def _part(observed: float, expected: float) -> float:
    return observed * log(observed / expected) if observed > 0 and expected > 0 else 0.0


def is_precise(variance: float, kind: KindSettings) -> bool:
    return variance < _PRECISE * (kind.slab_micro[1] / 1e6) ** 2


def evidence_of_normal(z: float, variance: float, kind: KindSettings) -> float:
    """Bayes factor of "the effect is normal around 0" against "no effect" (Wakefield 2009),
    averaged over a small and a large typical change.
    """
    if kind.rises_only and z < 0:
        return _NO_RISE
    total = 0.0
    for slab_micro in kind.slab_micro:
        slab = slab_micro / 1e6
        share = slab * slab / (variance + slab * slab)
        total += sqrt(1 - share) * exp(min(_EXPONENT_MAX, z * z / 2 * share))
    return total / len(kind.slab_micro)


def evidence_of_counts(counts: Counted, z: float, kind: KindSettings) -> float:
    """The same where events are too rare for a normal effect: how the events of both windows are
    shared out between them, summed over log odds ratios, and tempered so that the deviance is the
    square of `z`.
    """
    if kind.rises_only and z < 0:
        return _NO_RISE
    observed, before = counts.observed, counts.before
    events, share = observed + before, counts.expected / (counts.expected + before)
    pooled = counts.pooled
    raw = 2 * (_part(observed, pooled * counts.expected) + _part(before, pooled * before))
    tempered = z * z / raw if raw > 0 else 1.0
    places, weights = _grid(kind.slab_micro, rises_only=kind.rises_only)
    likelihoods = [
        tempered * (observed * odds - events * log1p(share * more)) for odds, more in places
    ]
    if max(likelihoods) > _EXPONENT_MAX or min(likelihoods) < -_EXPONENT_MAX:
        likelihoods = [max(-_EXPONENT_MAX, min(_EXPONENT_MAX, one)) for one in likelihoods]
    evidence: float = sum(map(mul, weights, map(exp, likelihoods)))
    return evidence


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
