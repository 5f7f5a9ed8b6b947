"""DriftWatch through the detection interface: ask for weeks, test every cell, report what holds."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from upstream.domain.drift.comparison import Measurement, Tested, compared
from upstream.domain.drift.detection import (
    Assessment,
    Cell,
    Drift,
    Evidence,
    EvidenceOf,
    Question,
    Workings,
)
from upstream.domain.drift.driftwatch.defaults import DEFAULTS
from upstream.domain.drift.driftwatch.denial_rate import denial_rate
from upstream.domain.drift.driftwatch.log_means import allowed_amount, days_to_decision
from upstream.domain.drift.driftwatch.maturity import without_young_weeks
from upstream.domain.drift.driftwatch.sides import sides_of
from upstream.domain.drift.driftwatch.wording import explanation
from upstream.domain.drift.inference import benjamini_hochberg, chance_of_change, significant
from upstream.domain.drift.settings import KindSettings, Settings
from upstream.domain.drift.severity import severity_bps
from upstream.domain.drift.windows import WEEK_DAYS, Window, Windows

PRODUCT: Final = "driftwatch"

_STOCK_WEEKS = 4
"""A delay's money is owed once, a loss every week: a month of loss weighs as much."""

_MEASURES: Final = (allowed_amount, days_to_decision, denial_rate)
"""By kind, so that findings come in the order of (kind, cell)."""


class DriftWatch:
    """The detector. It holds nothing: everything it needs is handed to it."""

    product: Final = PRODUCT
    code_version: Final = "driftwatch-1"
    settings: Final = DEFAULTS

    def question(self, until: date, settings: Settings) -> Question:
        windows = Windows.ending(
            until, current_days=settings.current_days, baseline_days=settings.baseline_days
        )
        return Question(by=("payer", "cpt_group"), windows=windows)

    def assess(self, cells: Sequence[Cell], windows: Windows, settings: Settings) -> Assessment:
        in_order = sorted(cells, key=lambda cell: cell.key.text())
        sides = sides_of(without_young_weeks(in_order, windows), windows)
        tested: list[Tested] = []
        for measure in _MEASURES:
            measured = (measure(side, settings) for side in sides)
            tested += compared([measurement for measurement in measured if measurement])
        q_values = benjamini_hochberg([one.p_value for one in tested])
        judged = [
            (_drift(one, q_value, len(tested), settings), _strength(one, q_value, settings))
            for one, q_value in zip(tested, q_values, strict=True)
        ]
        return Assessment(
            cells=len(cells),
            tests=len(tested),
            drifts=tuple(drift for drift, strength in judged if strength == "reported"),
            faint=tuple(drift for drift, strength in judged if strength == "faint"),
            calm=tuple(drift.natural_key for drift, strength in judged if strength == "calm"),
        )

    def evidence(self, drift: Drift) -> Evidence:
        window = Window(from_on=drift.current.from_on, to_on=drift.current.to_on)
        return Evidence(of=_evidence_of(drift), window=window)


def _evidence_of(drift: Drift) -> EvidenceOf:
    rose = drift.delta > 0
    if drift.kind == "days_to_decision":
        return "slow" if rose else "fast"
    if drift.kind == "allowed_amount":
        return "overpaid" if rose else "underpaid"
    return "denied"


def _strength(tested: Tested, q_value: float, settings: Settings) -> str:
    measurement = tested.measurement
    kind = settings.of(measurement.kind)
    # Rounded values that contradict the test would make a sentence nobody can believe.
    delta = measurement.current_value - measurement.baseline_value
    if delta * measurement.effect <= 0:
        return "calm"
    if (
        q_value * 10_000 <= settings.false_discovery_bps
        and measurement.events >= kind.events_min
        and _is_material(measurement, kind)
    ):
        return "reported"
    return "faint" if tested.p_value * 10_000 <= settings.keep_open_bps else "calm"


def _is_material(measurement: Measurement, kind: KindSettings) -> bool:
    change = abs(measurement.current_value - measurement.baseline_value)
    return any(
        change >= floor.at_least
        and 10_000 * change >= floor.relative_bps * measurement.baseline_value
        for floor in kind.floors
    )


def _drift(tested: Tested, q_value: float, tests: int, settings: Settings) -> Drift:
    """One tested cell as a document."""
    measurement = tested.measurement
    kind = settings.of(measurement.kind)
    small, large = kind.slab_micro
    confidence = chance_of_change(
        tested.z, tested.variance, prior=kind.prior_bps / 10_000, slabs=(small / 1e6, large / 1e6)
    )
    p_value = significant(tested.p_value)
    return Drift(
        product=PRODUCT,
        kind=measurement.kind,
        key=measurement.key,
        unit=measurement.unit,
        baseline_value=measurement.baseline_value,
        current_value=measurement.current_value,
        baseline=measurement.baseline,
        current=measurement.current,
        severity_bps=_severity_bps(measurement, kind, settings),
        confidence_bps=round(10_000 * confidence),
        p_value=p_value,
        at_risk_cents=measurement.at_risk_cents,
        explanation=explanation(measurement, p_value=p_value, tests=tests),
        workings=Workings(
            z=significant(tested.z),
            q_value=significant(q_value),
            weekly_swing=significant(tested.swing),
            null_scale=significant(tested.null_scale),
            tests=tests,
        ),
    )


def _severity_bps(measurement: Measurement, kind: KindSettings, settings: Settings) -> int:
    weeks = _STOCK_WEEKS if measurement.stock else settings.current_days / WEEK_DAYS
    return severity_bps(
        effect_bps=measurement.effect_bps,
        half_effect_bps=kind.half_effect_bps,
        weekly_cents=measurement.at_risk_cents / weeks,
        half_cents=settings.half_money_cents,
        worse=measurement.worse,
    )
