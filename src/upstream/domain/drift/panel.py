"""Many watched numbers, week by week, and the two windows of each held against each other.

A *rate* has observed events and the events expected from the cell's own mix; what the baseline had
more or less than expected is its level, and rescales the expectation. A *mean* has sums and
weights; its level is the baseline's mean. Both end in the same three numbers: the effect, its
information, and how much of it single weeks carry.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

import numpy as np

from upstream.domain.drift.counts import WEEK_DAYS
from upstream.domain.drift.detection import Key
from upstream.domain.drift.dispersion import Scatters, scatters_of
from upstream.domain.drift.running_sums import RunningSums, Sums, running
from upstream.domain.drift.settings import Kind
from upstream.domain.drift.weekly import Floats, Integers

_TINY = 1e-9
_GRAIN = 0.25
"""Of an event: it keeps a baseline without any from making everything certain."""

_SCATTER_WEEKS_MIN = 4


class Look(NamedTuple):
    """The newest weeks of one series against the weeks before them."""

    weeks: int
    observed: float
    expected: float
    level: float
    """What the baseline's expectation is multiplied by; of a mean, the baseline's mean."""
    trials: float
    observed_before: float
    trials_before: float

    @property
    def current_days(self) -> int:
        return WEEK_DAYS * self.weeks


class Looks(NamedTuple):
    """The same of all series that have something in both windows; numbers run along `series`."""

    series: Integers
    """Their columns in the panel."""
    observed: Floats
    expected: Floats
    level: Floats
    effect: Floats
    """Log odds, or difference of means."""
    information: Floats
    baseline_information: Floats
    baseline_observed: Floats
    """Events, the grain included that a baseline without any is given."""
    unevenness: Floats
    """By how much variance between weeks adds to the variance of the effect."""
    trials: Floats
    doubt: Floats
    """Variance of the effect because the window holds other strata than the baseline does, of
    which less is known."""
    observed_before: Floats
    trials_before: Floats


@dataclass(frozen=True, slots=True)
class Panel:
    """All series of one kind; matrices by week, 0 the newest, and series. A week that must not
    count holds zeros.
    """

    kind: Kind
    keys: Sequence[Key]
    peers: Sequence[str]
    """Series of one name here are moved by the same market."""
    observed: Floats
    expected: Floats
    """Of means: the weights (information) themselves."""
    squares: Floats
    """What the expected loses to be a variance: sum of p squared; of means nothing."""
    trials: Floats
    is_mean: bool = False
    doubts: Floats | None = None
    """How little is known of what each claim is held against, summed: variances, for a rate in
    units of one claim's. None where there are no strata."""
    _sums: RunningSums = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_sums", _sums_of(self))

    def looks(self, weeks: int, *, baseline_weeks: int, baseline_weeks_min: int) -> Looks:
        """Without those of which a window holds nothing, or the baseline too few weeks."""
        end = min(weeks + baseline_weeks, len(self.expected))
        counted = self._sums.counted[end] - self._sums.counted[weeks]
        now, before = self._sums.window(0, weeks), self._sums.window(weeks, end)
        asked = (counted >= baseline_weeks_min) & (now.expected > _TINY) & (before.expected > _TINY)
        here = np.flatnonzero(asked)
        return self._looks(here, *(Sums(*(part[here] for part in one)) for one in (now, before)))

    def _looks(self, here: Integers, now: Sums, before: Sums) -> Looks:
        uneven = now.powers / now.weights**2 + before.powers / before.weights**2
        expected, base = now.expected, before.expected
        if self.is_mean:
            level = before.observed / base
            effect, information = now.observed / expected - level, expected
            known = base
        else:
            level = (before.observed + _GRAIN) / (base + _GRAIN)
            known = np.maximum(level * base - level**2 * before.squares, level * base / 20)
            expected = expected * level
            information = np.maximum(expected - level**2 * now.squares, expected / 20)
            effect = (now.observed - expected) / information
        doubt = np.zeros(len(here))
        if self.doubts is not None:
            doubt = _doubt(now, before) * (1 if self.is_mean else now.trials / information)
        return Looks(
            here,
            now.observed,
            expected,
            level,
            effect,
            information,
            known,
            level * base,
            uneven,
            now.trials,
            doubt,
            before.observed,
            before.trials,
        )

    def scatters(self, reference_weeks: int) -> Scatters:
        """How much the weeks of each reference differ among themselves."""
        counts = self.expected[reference_weeks:] > _TINY
        expected, observed, squares = (
            np.where(counts, part[reference_weeks:], 0.0)
            for part in (self.expected, self.observed, self.squares)
        )
        grain = 0.0 if self.is_mean else _GRAIN
        total = expected.sum(axis=0)
        enough = counts.sum(axis=0) >= _SCATTER_WEEKS_MIN
        level = (observed.sum(axis=0) + grain) / np.where(enough, total + grain, 1.0)
        usual = level * expected
        chance = expected if self.is_mean else np.maximum(usual - level**2 * squares, usual / 20)
        return scatters_of(chance, observed - usual, counts & enough)


def _sums_of(panel: Panel) -> RunningSums:
    expected = panel.expected
    weights = expected
    if not panel.is_mean:
        weights = np.maximum(expected - panel.squares, expected / 20)
    doubts = np.zeros_like(expected) if panel.doubts is None else panel.doubts
    parts = panel.observed, expected, panel.squares, panel.trials, weights, weights**2, doubts
    return RunningSums(Sums(*map(running, parts)), running((expected > _TINY).astype(np.float64)))


def _doubt(now: Sums, before: Sums) -> Floats:
    """Variance of the window's mean stratum, in units of one claim's.

    If a part d of the claims moved to strata of which 1/n is known, the mean doubt rises by d/n
    and the variance is d^2/n at most: what rose, squared, over what it rose to.
    """
    known = (now.trials > 0) & (before.trials > 0)
    mean_now, mean_before = (one.doubts / np.where(known, one.trials, 1.0) for one in (now, before))
    rise = mean_now - mean_before
    rises = known & (rise > 0)
    return np.where(rises, rise * rise / np.where(rises, mean_now, 1.0), 0.0)


Parts: TypeAlias = tuple[Floats, Floats, Floats, Floats]
"""Observed, expected, squares and trials of some series."""


def side_by_side(parts: Iterable[Parts], weeks: int) -> Parts:
    """The series of all parts in their order; there may be none."""
    known = list(parts)
    nothing = np.zeros((weeks, 0))
    observed, expected, squares, trials = (
        np.hstack([nothing, *(part[number] for part in known)]) for number in range(4)
    )
    return observed, expected, squares, trials
