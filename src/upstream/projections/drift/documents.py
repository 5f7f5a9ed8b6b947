"""A finding as clients read it: rates from 0 to 1, days, dollars with two decimals as text."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from upstream.domain.drift.detection import Drift, Sample, Unit, Workings
from upstream.domain.drift.severity import Bands, SeverityLabel, severity_label
from upstream.projections.money import dollars

Value = float | str
"""A rate or a number of days is a number; money is text."""


class WindowShown(msgspec.Struct, frozen=True, kw_only=True):
    """`[from, to)` and the claims counted in it."""

    begins: date = msgspec.field(name="from")
    ends: date = msgspec.field(name="to")
    claims: int


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One drift as a run saw it. `position` is what that run knew; `status` is what became of it.

    `value`s are shares (0-1) of decided claims denied, mean days, or mean dollars allowed.
    """

    id: UUID
    product: str
    kind: str
    payer: str
    cpt_group: str | None
    denial_reason: str | None
    cpt: str | None
    baseline_value: Value
    current_value: Value
    delta: Value
    severity: float
    severity_label: SeverityLabel
    confidence: float
    p_value: float
    dollars_at_risk: str
    baseline: WindowShown
    current: WindowShown
    explanation: str
    workings: Workings
    run_id: UUID
    position: int
    status: str
    episode: int | None = None
    sightings: int | None = None
    first_seen_at: datetime | None = None
    last_seen_at: datetime | None = None
    resolved_at: datetime | None = None
    resolved_reason: str | None = None
    version: int | None = None


class History(msgspec.Struct, frozen=True, kw_only=True):
    """What the findings table adds to a drift; nothing where a run only looked back."""

    status: str
    episode: int | None = None
    sightings: int | None = None
    first_seen_at: datetime | None = None
    last_seen_at: datetime | None = None
    resolved_at: datetime | None = None
    resolved_reason: str | None = None
    version: int | None = None


def drift_in(stored: object) -> Drift:
    """Out of its jsonb column."""
    return msgspec.convert(stored, Drift)


def finding_of(
    drift: Drift,
    *,
    finding_id: UUID,
    run_id: UUID,
    position: int,
    history: History,
    bands: Bands,
) -> Finding:
    return Finding(
        id=finding_id,
        product=drift.product,
        kind=drift.kind,
        payer=drift.key.payer,
        cpt_group=drift.key.cpt_group,
        denial_reason=drift.key.denial_reason,
        cpt=drift.key.cpt,
        baseline_value=shown(drift.unit, drift.baseline_value),
        current_value=shown(drift.unit, drift.current_value),
        delta=shown(drift.unit, drift.delta),
        severity=drift.severity_bps / 10_000,
        severity_label=severity_label(drift.severity_bps, bands),
        confidence=drift.confidence_bps / 10_000,
        p_value=float(drift.p_value),
        dollars_at_risk=dollars(drift.at_risk_cents),
        baseline=_window(drift.baseline),
        current=_window(drift.current),
        explanation=drift.explanation,
        workings=drift.workings,
        run_id=run_id,
        position=position,
        **msgspec.structs.asdict(history),
    )


def shown(unit: Unit, value: int) -> Value:
    """Basis points as a share, hundredths of a day as days, cents as dollars."""
    match unit:
        case "basis_points":
            return value / 10_000
        case "hundredth_days":
            return value / 100
        case "cents":
            return dollars(value)


def _window(sample: Sample) -> WindowShown:
    return WindowShown(begins=sample.from_on, ends=sample.to_on, claims=sample.claims)
