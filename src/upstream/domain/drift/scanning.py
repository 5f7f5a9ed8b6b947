"""All series of one kind at once: windows of several lengths, the market taken out, and how sure.

The day a change began is unknown, so windows of one to eight weeks are looked at and their Bayes
factors averaged, which is again (nearly) a fair bet against "nothing changed": an e-value.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import median
from typing import NamedTuple

from upstream.domain.drift.dispersion import Swing, swings
from upstream.domain.drift.evidence import (
    Counted,
    counted,
    evidence_of_counts,
    evidence_of_normal,
    is_precise,
    surprise,
)
from upstream.domain.drift.inference import normal_of_t
from upstream.domain.drift.market import common_moves
from upstream.domain.drift.series import Look, Series
from upstream.domain.drift.settings import KindSettings, Settings

NULL_TESTS_MIN = 20
"""Below this many series a median cannot tell a common disturbance from a few true changes."""

_NORMAL_MEDIAN = 0.6744897501960817
"""Median of the absolute value of a standard normal."""

_BEYOND_DOUBT = 1e12
"""Evidence above which only the size of the surprise tells windows apart."""

_MEDIAN_ERROR = 1.166
"""Standard error of that median of n normals, relative to it, times the root of n."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanned:
    """One series with the verdict, at the window that speaks loudest."""

    series: Series
    look: Look
    effect: float
    """Without what the market did."""
    market: float
    variance: float
    swing: float
    z: float
    null_scale: float
    evidence: float
    """Bayes factor, averaged over the windows."""
    confidence: float


def scanned(series: Sequence[Series], settings: Settings, kind: KindSettings) -> list[Scanned]:
    """In the order given; series that cannot be compared at all are left out."""
    learned = swings([(one.key.payer, one.scatter(max(settings.scan_weeks))) for one in series])
    by_window = [_window(series, learned, weeks, settings, kind) for weeks in settings.scan_weeks]
    found = []
    for place, one in enumerate(series):
        verdicts = [window[place] for window in by_window if place in window]
        if verdicts:
            found.append(_verdict(one, learned[place], verdicts, kind, len(by_window)))
    return found


class _Verdict(NamedTuple):
    look: Look
    variance: float
    market: float
    z: float
    scale: float
    evidence: float


class _Surprise(NamedTuple):
    """One series in one window."""

    place: int
    look: Look
    variance: float
    market: float
    counts: Counted | None
    """None of a mean."""
    z: float


def _window(
    series: Sequence[Series],
    learned: Sequence[Swing],
    weeks: int,
    settings: Settings,
    kind: KindSettings,
) -> dict[int, _Verdict]:
    baseline_weeks, weeks_min = settings.baseline_weeks, settings.baseline_weeks_min
    measured: list[tuple[int, Look, float, float]] = []
    for place, one in enumerate(series):
        look = one.look(weeks, baseline_weeks=baseline_weeks, baseline_weeks_min=weeks_min)
        if look is not None:
            between = learned[place].variance * look.unevenness
            variance = 1 / look.information + 1 / look.baseline_information + between + look.doubt
            measured.append((place, look, variance, between / variance))
    moves = common_moves(
        [(series[place].peers, look.effect, 1 / variance) for place, look, variance, _ in measured]
    )
    surprises = []
    for place, look, variance, share in measured:
        market, counts = moves.get(series[place].peers, 0.0), None
        effect = look.effect - market
        if series[place].is_mean:
            z = effect / sqrt(variance)
        else:
            counts = counted(look, effect)
            z = surprise(counts, variance)
        if share > 0:
            z = normal_of_t(z, learned[place].freedom / share**2)
        surprises.append(_Surprise(place, look, variance, market, counts, z))
    scale = _null_scale([one.z for one in surprises])
    return {one.place: _verdict_of(one, scale, kind) for one in surprises}


def _verdict_of(one: _Surprise, scale: float, kind: KindSettings) -> _Verdict:
    z = one.z / scale
    if one.counts is None or is_precise(one.variance, kind):
        evidence = evidence_of_normal(z, one.variance, kind)
    else:
        evidence = evidence_of_counts(one.counts, z, kind)
    return _Verdict(one.look, one.variance, one.market, z, scale, evidence)


def _null_scale(zs: Sequence[float]) -> float:
    """Efron's empirical null: when all series scatter too much, all of them are believed less.

    Too much is what lies more than one standard error above the scatter that chance makes.
    """
    if len(zs) < NULL_TESTS_MIN:
        return 1.0
    scatter = median(abs(z) for z in zs) / _NORMAL_MEDIAN
    return max(1.0, scatter - _MEDIAN_ERROR / sqrt(len(zs)))


def _verdict(
    series: Series, swing: Swing, verdicts: Sequence[_Verdict], kind: KindSettings, windows: int
) -> Scanned:
    # Evidence is capped; among windows that are all beyond doubt the surprise decides.
    best = max(verdicts, key=lambda one: (min(one.evidence, _BEYOND_DOUBT), abs(one.z)))
    # A window that holds nothing speaks neither for a change nor against one.
    unheard = windows - len(verdicts)
    evidence = (sum(one.evidence for one in verdicts) + unheard) / windows
    prior = kind.prior_bps / 10_000
    odds = prior / (1 - prior) * evidence
    return Scanned(
        series=series,
        look=best.look,
        effect=best.look.effect - best.market,
        market=best.market,
        variance=best.variance,
        swing=sqrt(swing.variance),
        z=best.z,
        null_scale=best.scale,
        evidence=evidence,
        confidence=odds / (1 + odds),
    )
