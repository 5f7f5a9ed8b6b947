"""From what was measured to what is said: which changes matter, how bad, in which words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple

from upstream.domain.drift.counts import WEEK_DAYS
from upstream.domain.drift.detection import Assessment, Drift, Sample, Unit, Workings, natural_key
from upstream.domain.drift.inference import significant, two_sided
from upstream.domain.drift.scan import Quiet, Scanned
from upstream.domain.drift.settings import KindSettings, Settings
from upstream.domain.drift.severity import severity_bps
from upstream.domain.drift.wording import explanation

Strength = Literal["reported", "faint", "calm"]

_STOCK_WEEKS = 4
"""A delay's money is owed once, a loss every week: a month of loss weighs as much."""

_CONFIDENCE_MAX_BPS = 9_999
"""Nothing is certain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """One scanned series in units people know."""

    scanned: Scanned
    unit: Unit
    baseline_value: int
    current_value: int
    baseline_claims: int
    current_claims: int
    events: float
    effect_bps: int
    """For severity: points of a rate, otherwise the relative change; never negative."""
    worse: bool
    """In the provider's eyes."""
    at_risk_cents: int
    stock: bool = False
    """The money is a one-off stock (cash that comes later), not a loss per window."""
    because: str = ""
    """What else is to be said, appended to the sentence."""

    @property
    def delta(self) -> int:
        return self.current_value - self.baseline_value


class Measured(NamedTuple):
    """What became of one kind."""

    measured: Sequence[Measurement]
    quiet: Sequence[Quiet]


def assessment(
    product: str, parts: Sequence[Measured], until: date, settings: Settings, cells: int
) -> Assessment:
    """Everything measured, in the order of (kind, key)."""
    tested: list[tuple[Scanned | Quiet, Measurement | None]] = []
    for part in parts:
        tested += [(one.scanned, one) for one in part.measured]
        tested += [(one, None) for one in part.quiet]
    in_order = sorted(tested, key=lambda pair: (pair[0].kind, pair[0].key.text()))
    q_values = e_benjamini_hochberg([seen.evidence for seen, _ in in_order])
    judged: dict[Strength, list[Drift]] = {"reported": [], "faint": []}
    calm = []
    for (seen, one), q in zip(in_order, q_values, strict=True):
        strength = _strength(one, settings) if one else "calm"
        if one is None or strength == "calm":
            calm.append(natural_key(product, seen.kind, seen.key))
        else:
            drift = _drift(product, one, q, until, settings, len(in_order))
            judged[strength].append(drift)
    return Assessment(
        cells=cells,
        tests=len(in_order),
        drifts=tuple(judged["reported"]),
        faint=tuple(judged["faint"]),
        calm=tuple(calm),
    )


def e_benjamini_hochberg(evidence: Sequence[float]) -> list[float]:
    """q-values from e-values: valid whatever the dependence (Wang and Ramdas 2022)."""
    tests = len(evidence)
    q_values = [1.0] * tests
    smallest = 1.0
    descending = sorted(range(tests), key=lambda place: (evidence[place], -place))
    for rank, place in zip(range(tests, 0, -1), descending, strict=True):
        smallest = min(smallest, tests / (rank * max(evidence[place], 1e-12)))
        q_values[place] = smallest
    return q_values


def _strength(one: Measurement, settings: Settings) -> Strength:
    scanned = one.scanned
    kind = settings.of(scanned.kind)
    confidence = 10_000 * scanned.confidence
    # Rounded values that contradict the test would make a sentence nobody can believe.
    contradicts = one.delta == 0 or (kind.rises_only and one.delta < 0)
    if contradicts or confidence < settings.keep_open_bps:
        return "calm"
    enough = one.events >= kind.events_min and one.current_claims >= settings.claims_min
    material = enough and is_material(one, kind)
    return "reported" if confidence >= settings.report_from_bps and material else "faint"


def is_material(one: Measurement, kind: KindSettings) -> bool:
    change = abs(one.delta)
    return any(
        change >= floor.at_least and 10_000 * change >= floor.relative_bps * one.baseline_value
        for floor in kind.floors
    )


def _drift(
    product: str, one: Measurement, q: float, until: date, settings: Settings, tests: int
) -> Drift:
    scanned, look = one.scanned, one.scanned.look
    kind = settings.of(scanned.kind)
    began_on = until - timedelta(days=look.current_days)
    baseline = Sample(
        from_on=began_on - timedelta(days=settings.baseline_days),
        to_on=began_on,
        claims=one.baseline_claims,
    )
    current = Sample(from_on=began_on, to_on=until, claims=one.current_claims)
    confidence_bps = min(_CONFIDENCE_MAX_BPS, round(10_000 * scanned.confidence))
    weeks = _STOCK_WEEKS if one.stock else look.current_days / WEEK_DAYS
    return Drift(
        product=product,
        kind=scanned.kind,
        key=scanned.key,
        unit=one.unit,
        baseline_value=one.baseline_value,
        current_value=one.current_value,
        baseline=baseline,
        current=current,
        severity_bps=severity_bps(
            effect_bps=one.effect_bps,
            half_effect_bps=kind.half_effect_bps,
            weekly_cents=one.at_risk_cents / weeks,
            half_cents=settings.half_money_cents,
            worse=one.worse,
        ),
        confidence_bps=confidence_bps,
        p_value=significant(two_sided(scanned.z)),
        at_risk_cents=one.at_risk_cents,
        explanation=explanation(one, baseline, current, confidence_bps),
        workings=Workings(
            z=significant(scanned.z),
            q_value=significant(q),
            weekly_swing=significant(scanned.swing),
            null_scale=significant(scanned.null_scale),
            tests=tests,
            market=significant(scanned.market),
            expected=significant(look.expected),
            observed=significant(look.observed),
        ),
    )
