"""On which claims does this finding rest, as they were known to the run that saw it?"""

from collections.abc import Mapping
from datetime import date
from typing import Final
from uuid import UUID

import msgspec
from sqlalchemy import RowMapping, text

from upstream.domain.drift.detection import Drift, EvidenceOf
from upstream.domain.drift.products import detector_of
from upstream.domain.drift.refusals import FindingUnknown
from upstream.projections.claims.claim_versions import claim_versions
from upstream.projections.drift.documents import drift_in
from upstream.projections.drift.finding_versions import findings
from upstream.projections.drift.run_versions import drift_runs
from upstream.projections.money import dollars
from upstream.projections.view import View

NEEDS = (findings, drift_runs, claim_versions)

_FOUND = text(
    "SELECT f.drift, r.position FROM findings f"
    "  JOIN drift_runs r ON r.customer_id = f.customer_id AND r.run_id = f.run_id"
    "   AND r.from_position <= :position AND r.to_position > :position"
    " WHERE f.customer_id = :customer_id AND f.finding_id = :finding_id"
    "   AND f.from_position <= :position AND f.to_position > :position"
)

# How much a claim weighs, and which claims belong: the heaviest first, then by id.
_WEIGHT: Final[Mapping[EvidenceOf, tuple[str, str]]] = {
    "denied": ("coalesce(c.billed_cents, 0)", "c.outcome = 'DENIED'"),
    "slow": ("100 * (c.decided_on - c.submitted_on)", "{weight} > :baseline_value"),
    "waiting": ("100 * (:window_to - c.submitted_on)", "{weight} > :baseline_value"),
    "fast": ("-100 * (c.decided_on - c.submitted_on)", "{weight} > -:baseline_value"),
    "underpaid": ("p.cents - c.allowed_cents", "{weight} > 0"),
    "overpaid": ("c.allowed_cents - p.cents", "{weight} > 0"),
}
_CLAIMS: Final = """
WITH cell AS (
  SELECT * FROM claim_versions
   WHERE customer_id = :customer_id AND from_position <= :known AND to_position > :known
     AND payer = :payer AND (cast(:cpt_group AS text) IS NULL OR cpt_group = :cpt_group)
     AND (cast(:denial_reason AS text) IS NULL OR denial_reason = :denial_reason)
     AND outcome IN ('PAID', 'DENIED')
     AND decided_on >= :baseline_from AND decided_on < :window_to
), p AS (
  SELECT cpt, round(avg(allowed_cents))::bigint AS cents FROM cell
   WHERE decided_on < :baseline_to AND outcome = 'PAID' AND allowed_cents > 0 GROUP BY cpt
), c AS (
  SELECT c.*, {weight} AS weight FROM cell c LEFT JOIN p USING (cpt)
   WHERE c.decided_on >= :window_from AND {belongs}
)
"""
_TOTAL: Final = "SELECT count(*) FROM c"
_PAGE: Final = (
    "SELECT * FROM c WHERE cast(:after_weight AS bigint) IS NULL OR weight < :after_weight"
    " OR (weight = :after_weight AND claim_id > cast(:after_id AS uuid))"
    " ORDER BY weight DESC, claim_id LIMIT :limit"
)


class EvidenceClaim(msgspec.Struct, frozen=True, kw_only=True):
    """One claim as it was known to the run."""

    id: UUID
    claim_ref: str | None
    cpt: str
    submitted_on: date
    decided_on: date
    days_to_decision: int
    outcome: str
    denial_reason: str | None
    billed: str | None
    allowed: str | None
    paid: str | None


class EvidencePage(msgspec.Struct, frozen=True, kw_only=True):
    """The heaviest first; `known_at_position` is the run's. `next` goes back in as `after`."""

    of: EvidenceOf
    total: int
    known_at_position: int
    items: list[EvidenceClaim]
    next: tuple[int, str] | None


def evidence(
    view: View, finding_id: UUID, *, limit: int = 50, after: tuple[int, str] | None = None
) -> EvidencePage:
    """One page of the claims behind a finding. Raises `FindingUnknown`."""
    found = view.connection.execute(_FOUND, {**view.bind, "finding_id": finding_id}).first()
    if found is None:
        raise FindingUnknown("there is no such finding at that moment")
    drift = drift_in(found.drift)
    wanted = detector_of(drift.product).evidence(drift)
    weight, belongs = _WEIGHT[wanted.of]
    cell = _CLAIMS.format(weight=weight, belongs=belongs.format(weight=weight))
    asked = {
        **_bounds(view, drift, found.position),
        "window_from": wanted.window.from_on,
        "window_to": wanted.window.to_on,
    }
    page = {
        "after_weight": after and after[0],
        "after_id": after and UUID(after[1]),
        "limit": limit + 1,
    }
    total = view.connection.execute(text(cell + _TOTAL), asked).scalar_one()
    rows = view.connection.execute(text(cell + _PAGE), {**asked, **page}).mappings().all()
    last = rows[limit - 1] if len(rows) > limit else None
    return EvidencePage(
        of=wanted.of,
        total=total,
        known_at_position=found.position,
        items=[_claim(row) for row in rows[:limit]],
        next=(last["weight"], str(last["claim_id"])) if last else None,
    )


def _bounds(view: View, drift: Drift, known: int) -> dict[str, object]:
    return {
        "customer_id": view.customer_id,
        "known": known,
        "payer": drift.key.payer,
        "cpt_group": drift.key.cpt_group,
        "denial_reason": drift.key.denial_reason,
        "baseline_from": drift.baseline.from_on,
        "baseline_to": drift.baseline.to_on,
        "baseline_value": drift.baseline_value,
    }


def _claim(row: RowMapping) -> EvidenceClaim:
    return EvidenceClaim(
        id=row["claim_id"],
        claim_ref=row["claim_ref"],
        cpt=row["cpt"],
        submitted_on=row["submitted_on"],
        decided_on=row["decided_on"],
        days_to_decision=(row["decided_on"] - row["submitted_on"]).days,
        outcome=row["outcome"],
        denial_reason=row["denial_reason"],
        billed=dollars(row["billed_cents"]),
        allowed=dollars(row["allowed_cents"]),
        paid=dollars(row["paid_cents"]),
    )
