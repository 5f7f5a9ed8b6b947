"""Current window against baseline, for all cells of one kind at once: effects become p-values."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import median

from upstream.domain.drift.detection import Key, Sample, Unit
from upstream.domain.drift.dispersion import (
    GLOBAL_WEIGHT,
    PAYER_WEIGHT,
    Scatter,
    Swing,
    Week,
    moderated,
    pooled,
    scatter_of,
)
from upstream.domain.drift.inference import normal_of_t, two_sided
from upstream.domain.drift.settings import Kind

NULL_SCALE_TESTS_MIN = 20
"""Below this many cells a median cannot tell a common disturbance from a few true changes."""

_NORMAL_MEDIAN = 0.6744897501960817
"""Median of the absolute value of a standard normal."""

_MEDIAN_ERROR = 1.166
"""Standard error of that median of n normals, relative to it, times the root of n."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """One cell and kind, measured in both windows. `effect` is on the scale of the test."""

    kind: Kind
    key: Key
    unit: Unit
    baseline_value: int
    current_value: int
    baseline: Sample
    current: Sample
    events: int
    """Claims of the kind in both windows."""
    effect: float
    effect_bps: int
    """For severity: points of a rate, otherwise the relative change; never negative."""
    worse: bool
    """In the provider's eyes."""
    at_risk_cents: int
    stock: bool
    """The money is a one-off stock (cash that comes later), not a loss per window."""
    baseline_weeks: tuple[Week, ...]
    current_weeks: tuple[Week, ...]
    exact_p: Callable[[], float] | None = None
    """Where the cell is too small for the normal approximation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tested:
    """A measurement with the verdict of chance."""

    measurement: Measurement
    z: float
    p_value: float
    variance: float
    swing: float
    """Standard deviation between weeks beyond chance."""
    null_scale: float


def compared(measurements: Sequence[Measurement]) -> list[Tested]:
    """All cells of one kind, in their order."""
    raw = [
        (measurement, swing, _z(measurement, swing))
        for measurement, swing in zip(measurements, _swings(measurements), strict=True)
    ]
    scale = _null_scale([z for _, _, z in raw])
    return [_tested(measurement, swing, z, scale) for measurement, swing, z in raw]


def _swings(measurements: Sequence[Measurement]) -> list[Swing]:
    scatters = [scatter_of(measurement.baseline_weeks) for measurement in measurements]
    by_payer: dict[str, list[Scatter]] = {}
    for measurement, scatter in zip(measurements, scatters, strict=True):
        by_payer.setdefault(measurement.key.payer, []).append(scatter)
    everybody = pooled(scatters)
    payers = {
        payer: moderated(own, towards=everybody, weight=GLOBAL_WEIGHT).variance
        for payer, own in by_payer.items()
    }
    return [
        moderated([scatter], towards=payers[measurement.key.payer], weight=PAYER_WEIGHT)
        for measurement, scatter in zip(measurements, scatters, strict=True)
    ]


def _z(measurement: Measurement, swing: Swing) -> float:
    chance, between = _variances(measurement, swing)
    variance = chance + between
    t = measurement.effect / sqrt(variance)
    share = between / variance
    return normal_of_t(t, swing.freedom / share**2) if share > 0 else t


def _variances(measurement: Measurement, swing: Swing) -> tuple[float, float]:
    """Of the effect: what chance makes of finite claims, and what weeks make of each other."""
    chance = between = 0.0
    for weeks in (measurement.current_weeks, measurement.baseline_weeks):
        information = sum(week.information for week in weeks)
        chance += 1 / information
        between += sum(week.information**2 for week in weeks) / information**2
    return chance, swing.variance * between


def _null_scale(zs: Sequence[float]) -> float:
    """Efron's empirical null: when all cells scatter too much, all of them are believed less.

    Too much is what lies more than one standard error above the scatter that chance makes.
    """
    if len(zs) < NULL_SCALE_TESTS_MIN:
        return 1.0
    scatter = median(abs(z) for z in zs) / _NORMAL_MEDIAN
    return max(1.0, scatter - _MEDIAN_ERROR / sqrt(len(zs)))


def _tested(measurement: Measurement, swing: Swing, raw_z: float, scale: float) -> Tested:
    z = raw_z / scale
    p_value = two_sided(z)
    if measurement.exact_p is not None:
        p_value = max(p_value, measurement.exact_p())
    return Tested(
        measurement=measurement,
        z=z,
        p_value=p_value,
        variance=sum(_variances(measurement, swing)),
        swing=sqrt(swing.variance),
        null_scale=scale,
    )
