"""All series of one kind at once: windows of several lengths, the market taken out, and how sure.

The day a change began is unknown, so windows of one to eight weeks are looked at and their Bayes
factors averaged, which is again (nearly) a fair bet against "nothing changed": an e-value.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from upstream.domain.drift.dispersion import Swings, swings
from upstream.domain.drift.evidence import counted, evidence_of, normal_of_t, surprise
from upstream.domain.drift.market import common_moves, numbered
from upstream.domain.drift.panel import Look, Looks, Panel
from upstream.domain.drift.scan import Quiet, Scan, Scanned
from upstream.domain.drift.settings import KindSettings, Settings
from upstream.domain.drift.weekly import Floats, Integers

NULL_TESTS_MIN = 20
"""Below this many series a median cannot tell a common disturbance from a few true changes."""

_NORMAL_MEDIAN = 0.6744897501960817
"""Median of the absolute value of a standard normal."""

_BEYOND_DOUBT = 1e12
"""Evidence above which only the size of the surprise tells windows apart."""

_MEDIAN_ERROR = 1.166
"""Standard error of that median of n normals, relative to it, times the root of n."""


@np.errstate(divide="raise", over="raise", invalid="raise")
def scanned(
    panel: Panel, settings: Settings, kind: KindSettings, *, quiet_below_bps: int | None = None
) -> Scan:
    """In the order of the panel. Below the confidence that keeps a finding open, unless another is
    given, nothing more is worked out. A quotient that is no number raises `FloatingPointError`
    and is never taken for a verdict.
    """
    if not panel.keys:
        return Scan([], [])
    payers = [key.payer for key in panel.keys]
    learned = swings(payers, panel.scatters(max(settings.scan_weeks)))
    peers = numbered(panel.peers)
    windows = [
        _window(panel, peers, learned, weeks, settings, kind) for weeks in settings.scan_weeks
    ]
    evidence, best = _together(windows, len(panel.keys))
    prior = kind.prior_bps / 10_000
    odds = prior / (1 - prior) * evidence
    confidence = odds / (1 + odds)
    bar = settings.keep_open_bps if quiet_below_bps is None else quiet_below_bps
    found = Scan([], [])
    for place in np.flatnonzero(best >= 0).tolist():
        if 10_000 * confidence[place] < bar:
            found.quiet.append(Quiet(panel.kind, panel.keys[place], float(evidence[place])))
            continue
        found.loud.append(
            windows[best[place]].scanned(
                panel,
                place,
                swing=sqrt(learned.variance[place]),
                evidence=float(evidence[place]),
                confidence=float(confidence[place]),
            )
        )
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Window:
    """Verdicts along the series that can be compared in it."""

    weeks: int
    looks: Looks
    variance: Floats
    market: Floats
    z: Floats
    scale: float
    evidence: Floats

    def scanned(
        self, panel: Panel, place: int, *, swing: float, evidence: float, confidence: float
    ) -> Scanned:
        at, looks = int(np.searchsorted(self.looks.series, place)), self.looks
        market = float(self.market[at])
        return Scanned(
            kind=panel.kind,
            key=panel.keys[place],
            place=place,
            look=Look(
                self.weeks,
                *(
                    float(part[at])
                    for part in (
                        *(looks.observed, looks.expected, looks.level, looks.trials),
                        *(looks.observed_before, looks.trials_before),
                    )
                ),
            ),
            effect=float(looks.effect[at]) - market,
            market=market,
            variance=float(self.variance[at]),
            swing=swing,
            z=float(self.z[at]),
            null_scale=self.scale,
            evidence=evidence,
            confidence=confidence,
        )


def _window(
    panel: Panel,
    peers: Integers,
    learned: Swings,
    weeks: int,
    settings: Settings,
    kind: KindSettings,
) -> _Window:
    looks = panel.looks(
        weeks,
        baseline_weeks=settings.baseline_weeks,
        baseline_weeks_min=settings.baseline_weeks_min,
    )
    here = looks.series
    between = learned.variance[here] * looks.unevenness
    variance = 1 / looks.information + 1 / looks.baseline_information + between + looks.doubt
    market = common_moves(peers[here], looks.effect, 1 / variance)
    effect = looks.effect - market
    counts = None if panel.is_mean else counted(looks, effect)
    z = effect / np.sqrt(variance) if counts is None else surprise(counts, variance)
    share = between / variance
    known = share > 0
    freedom = learned.freedom[here] / np.where(known, share, 1.0) ** 2
    z = np.where(known, normal_of_t(z, freedom), z)
    scale = _null_scale(z)
    z = z / scale
    return _Window(
        weeks=weeks,
        looks=looks,
        variance=variance,
        market=market,
        z=z,
        scale=scale,
        evidence=evidence_of(counts, z, variance, kind),
    )


def _null_scale(zs: Floats) -> float:
    """Efron's empirical null: when all series scatter too much, all of them are believed less.

    Too much is what lies more than one standard error above the scatter that chance makes.
    """
    if len(zs) < NULL_TESTS_MIN:
        return 1.0
    scatter = float(np.median(np.abs(zs))) / _NORMAL_MEDIAN
    return max(1.0, scatter - _MEDIAN_ERROR / sqrt(len(zs)))


def _together(windows: Sequence[_Window], size: int) -> tuple[Floats, Integers]:
    """By series: the mean evidence of all windows, and the one that speaks loudest; -1: none does.

    Evidence is capped; among windows that are all beyond doubt the surprise decides. A window that
    holds nothing speaks neither for a change nor against one.
    """
    total, heard = np.zeros(size), np.zeros(size)
    best = np.full(size, -1)
    loudest, largest = np.full(size, -1.0), np.full(size, -1.0)
    for number, window in enumerate(windows):
        here = window.looks.series
        total[here] += window.evidence
        heard[here] += 1
        loud, large = np.minimum(window.evidence, _BEYOND_DOUBT), np.abs(window.z)
        louder = (loud > loudest[here]) | ((loud == loudest[here]) & (large > largest[here]))
        won = here[louder]
        best[won], loudest[won], largest[won] = number, loud[louder], large[louder]
    return (total + (len(windows) - heard)) / len(windows), best
