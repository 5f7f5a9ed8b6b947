"""One watched number of one cell, week by week, and its two windows held against each other.

A *rate* series has observed events and the events expected from the cell's own mix; what the
baseline had more or less than expected is its level, and rescales the expectation. A *mean* series
has sums and weights; its level is the baseline's mean. Both end in the same three numbers: the
effect, its information, and how much of it single weeks carry.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple

import msgspec

from upstream.domain.drift.counts import WEEK_DAYS
from upstream.domain.drift.detection import Key
from upstream.domain.drift.dispersion import Scatter, scatter_of
from upstream.domain.drift.settings import Kind

_TINY = 1e-9


class Look(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The newest weeks of a series against the weeks before them."""

    weeks: int
    observed: float
    expected: float
    level: float
    """What the baseline's expectation is multiplied by; of a mean, the baseline's mean."""
    effect: float
    """Log odds, or difference of means."""
    information: float
    baseline_information: float
    baseline_observed: float
    """Events, the grain included that a baseline without any is given."""
    baseline_trials: float
    unevenness: float
    """By how much variance between weeks adds to the variance of the effect."""
    trials: float
    doubt: float
    """Variance of the effect because the window holds other strata than the baseline does, of
    which less is known."""
    baseline_weeks: int

    @property
    def current_days(self) -> int:
        return WEEK_DAYS * self.weeks


@dataclass(frozen=True, slots=True)
class Series:
    """Lists by week, 0 the newest; a week that must not count holds zeros."""

    kind: Kind
    key: Key
    peers: str
    """Series of the same kind and name here are moved by the same market."""
    observed: Sequence[float]
    expected: Sequence[float]
    """Of a mean: the weights (information) themselves."""
    squares: Sequence[float]
    """What the expected loses to be a variance: sum of p squared; of a mean nothing."""
    trials: Sequence[float]
    is_mean: bool = False
    pseudo_observed: float = 0.0
    pseudo_expected: float = 0.0
    """Added to every baseline: what one believes of a cell nobody has seen yet."""
    doubts: Sequence[float] = ()
    """How little is known of what each claim is held against, summed: variances, for a rate in
    units of one claim's. Empty where there are no strata."""
    _sums: "_Sums" = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_sums", _sums_of(self))

    def look(self, weeks: int, *, baseline_weeks: int, baseline_weeks_min: int) -> Look | None:
        """None where a window holds nothing, or the baseline too few weeks."""
        sums, end = self._sums, min(weeks + baseline_weeks, len(self.expected))
        counted = sums.counted[end] - sums.counted[weeks]
        expected, base = sums.expected[weeks], sums.expected[end] - sums.expected[weeks]
        if counted < baseline_weeks_min or expected <= _TINY or base <= _TINY:
            return None
        observed = sums.observed[weeks]
        observed_before = sums.observed[end] - observed
        power, weight = sums.powers[weeks], sums.weights[weeks]
        uneven = power / weight**2
        uneven += (sums.powers[end] - power) / (sums.weights[end] - weight) ** 2
        if self.is_mean:
            level = observed_before / base
            effect, information, before = observed / expected - level, expected, base
        else:
            base += self.pseudo_expected
            # A quarter of an event keeps a baseline without any from making everything certain.
            level = (observed_before + self.pseudo_observed + 0.25) / (base + 0.25)
            squares = sums.squares[end] - sums.squares[weeks]
            before = max(level * base - level**2 * squares, level * base / 20)
            expected *= level
            information = max(expected - level**2 * sums.squares[weeks], expected / 20)
            effect = (observed - expected) / information
        trials, doubt = sums.trials[weeks], 0.0
        if self.doubts:
            doubt = _doubt(sums, weeks, end) * (1 if self.is_mean else trials / information)
        return Look(
            weeks=weeks,
            observed=observed,
            expected=expected,
            level=level,
            effect=effect,
            information=information,
            baseline_information=before,
            baseline_observed=level * base,
            baseline_trials=sums.trials[end] - trials,
            unevenness=uneven,
            trials=trials,
            doubt=doubt,
            baseline_weeks=counted,
        )

    def scatter(self, reference_weeks: int) -> Scatter | None:
        """How much the weeks of the reference differ among themselves."""
        columns = (self.expected, self.observed, self.squares)
        usual = [
            week
            for week in zip(*(column[reference_weeks:] for column in columns), strict=True)
            if week[0] > _TINY
        ]
        if len(usual) < 4:
            return None
        grain = 0.0 if self.is_mean else 0.25
        total = sum([expected for expected, _, _ in usual])
        level = (sum([observed for _, observed, _ in usual]) + grain) / (total + grain)
        if self.is_mean:
            return scatter_of([(e, observed - level * e) for e, observed, _ in usual])
        power = level**2
        return scatter_of(
            [
                (max(level * e - power * squares, level * e / 20), observed - level * e)
                for e, observed, squares in usual
            ]
        )


class _Sums(NamedTuple):
    """Of the newest n weeks, at place n."""

    observed: list[float]
    expected: list[float]
    squares: list[float]
    trials: list[float]
    weights: list[float]
    powers: list[float]
    doubts: list[float]
    counted: list[int]


def _sums_of(series: Series) -> _Sums:
    expected = series.expected
    if series.is_mean:
        weights = expected
    else:
        pairs = zip(expected, series.squares, strict=True)
        weights = [max(m - q, m / 20) for m, q in pairs]
    return _Sums(
        list(accumulate(series.observed, initial=0.0)),
        list(accumulate(expected, initial=0.0)),
        list(accumulate(series.squares, initial=0.0)),
        list(accumulate(series.trials, initial=0.0)),
        list(accumulate(weights, initial=0.0)),
        list(accumulate([weight * weight for weight in weights], initial=0.0)),
        list(accumulate(series.doubts, initial=0.0)),
        list(accumulate([m > _TINY for m in expected], initial=0)),
    )


def _doubt(sums: _Sums, weeks: int, end: int) -> float:
    """Variance of the window's mean stratum, in units of one claim's.

    If a part d of the claims moved to strata of which 1/n is known, the mean doubt rises by d/n
    and the variance is d^2/n at most: what rose, squared, over what it rose to.
    """
    trials, before = sums.trials[weeks], sums.trials[end] - sums.trials[weeks]
    if trials <= 0 or before <= 0:
        return 0.0
    now = sums.doubts[weeks] / trials
    rise = now - (sums.doubts[end] - sums.doubts[weeks]) / before
    return rise * rise / now if rise > 0 else 0.0
