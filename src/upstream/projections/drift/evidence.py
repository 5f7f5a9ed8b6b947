"""On which claims does this finding rest, as they were known to the run that saw it?"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text

from upstream.domain.drift.detection import Drift, Evidence, EvidenceOf
from upstream.domain.drift.products import detector_of
from upstream.domain.drift.refusals import FindingUnknown
from upstream.infrastructure.database import cursor
from upstream.projections.claims.claim_versions import claim_versions
from upstream.projections.contracts.claim_lines import claim_lines
from upstream.projections.contracts.contract_versions import contracts
from upstream.projections.contracts.evidence import claims_below_contract
from upstream.projections.drift.cells import AUTHORIZATION
from upstream.projections.drift.documents import drift_in
from upstream.projections.drift.evidence_documents import EvidencePage, evidence_claim
from upstream.projections.drift.finding_versions import findings
from upstream.projections.drift.run_versions import drift_runs
from upstream.projections.mappings.known_claims import known_claims
from upstream.projections.mappings.mapping_versions import mappings
from upstream.projections.view import View

NEEDS = (findings, drift_runs, claim_versions, claim_lines, mappings, contracts)

_FOUND = text(
    "SELECT f.drift, r.position FROM findings f"
    "  JOIN drift_runs r ON r.customer_id = f.customer_id AND r.run_id = f.run_id"
    "   AND r.from_position <= :position AND r.to_position > :position"
    " WHERE f.customer_id = :customer_id AND f.finding_id = :finding_id"
    "   AND f.from_position <= :position AND f.to_position > :position"
)

# How much a claim weighs, and which claims belong: the heaviest first, then by id. Who waits is
# weighed by how long, as of the window's end.
_DAYS: Final = "100 * (least(c.decided_on, %(window_to)s) - c.submitted_on)"
_DECIDED: Final = "c.decided_on >= %(window_from)s AND c.decided_on < %(window_to)s"
_WEIGHT: Final[Mapping[EvidenceOf, tuple[str, str]]] = {
    "denied": ("coalesce(c.billed_cents, 0)", f"{_DECIDED} AND c.outcome = 'DENIED'"),
    "unauthorized": (
        "coalesce(c.billed_cents, 0)",
        f"{_DECIDED} AND c.outcome = 'DENIED' AND c.denial_reason ~ %(unauthorized)s",
    ),
    "slow": (_DAYS, f"NOT c.answered_before AND {_DAYS} > %(baseline_value)s"),
    "waiting": (_DAYS, f"c.waits AND {_DAYS} > %(baseline_value)s"),
    "fast": (f"-{_DAYS}", f"{_DECIDED} AND {_DAYS} < %(baseline_value)s"),
    "underpaid": ("p.cents - c.allowed_cents", f"{_DECIDED} AND p.cents > c.allowed_cents"),
    "overpaid": ("c.allowed_cents - p.cents", f"{_DECIDED} AND p.cents < c.allowed_cents"),
}
# By payer and day of decision, those decided and those not, so that the index serves both.
_CLAIMS: Final = """
WITH known AS (
  SELECT * FROM ({known}) AS decided
   WHERE payer = %(payer)s AND decided_on >= %(decided_from)s
   UNION ALL
  SELECT * FROM ({known}) AS waiting WHERE payer = %(payer)s AND decided_on IS NULL
), cell AS (
  SELECT known.*, decided_on IS NULL OR decided_on >= %(window_to)s AS waits,
         coalesce(decided_on < %(window_from)s, false) AS answered_before
    FROM known
   WHERE submitted_on < %(window_to)s
     AND (%(cpt_group)s::text IS NULL OR cpt_group = %(cpt_group)s)
     AND (%(denial_reason)s::text IS NULL OR denial_reason = %(denial_reason)s)
     AND (%(cpt)s::text IS NULL OR cpt = %(cpt)s)
     AND (outcome IN ('PAID', 'DENIED') OR outcome = 'PENDING')
), p AS (
  SELECT cpt, round(avg(allowed_cents))::bigint AS cents FROM cell
   WHERE decided_on < %(baseline_to)s AND outcome = 'PAID' AND allowed_cents > 0 GROUP BY cpt
), c AS (
  SELECT c.*, {weight} AS weight FROM cell c LEFT JOIN p USING (cpt) WHERE {belongs}
)
"""
_TOTAL: Final = "SELECT count(*) AS total FROM c"
_PAGE: Final = """
SELECT page.*, told.denial_rule, (SELECT count(*) FROM c) AS total
  FROM (SELECT * FROM c WHERE %(after_weight)s::bigint IS NULL OR weight < %(after_weight)s
           OR (weight = %(after_weight)s AND claim_id > %(after_id)s::uuid)
         ORDER BY weight DESC, claim_id LIMIT %(limit)s) AS page
  LEFT JOIN LATERAL (
    SELECT (coalesce(f.facts -> 'facts', f.facts -> 'after') ->> 'denial_rule')::int AS denial_rule
      FROM claim_versions v
      JOIN events e ON e.customer_id = v.customer_id AND e.position = v.from_position
     CROSS JOIN LATERAL (SELECT convert_from(e.state, 'UTF8')::jsonb AS facts) AS f
     WHERE v.customer_id = %(customer_id)s AND v.claim_id = page.claim_id
       AND v.from_position <= %(position)s AND v.to_position > %(position)s
  ) AS told ON true
 ORDER BY weight DESC, claim_id
"""
"""By which rule a claim was denied stands in the event that its row was made from."""


def found_drift(view: View, finding_id: UUID) -> tuple[Drift, int]:
    """A finding as its last run saw it, and what that run knew. Raises `FindingUnknown`."""
    found = view.connection.execute(_FOUND, {**view.bind, "finding_id": finding_id}).first()
    if found is None:
        raise FindingUnknown("there is no such finding at that moment")
    return drift_in(found.drift), found.position


def evidence(
    view: View, finding_id: UUID, *, limit: int = 50, after: tuple[int, str] | None = None
) -> EvidencePage:
    """One page of the claims behind a finding. Raises `FindingUnknown`."""
    drift, position = found_drift(view, finding_id)
    wanted = detector_of(drift.product).evidence(drift)
    cell, bind = _claims_of(replace(view, position=position), drift, wanted)
    asked = {
        **bind,
        "after_weight": after and after[0],
        "after_id": after and UUID(after[1]),
        "limit": limit + 1,
    }
    rows = _rows(view, cell + _PAGE, asked)
    total = rows[0]["total"] if rows else _rows(view, cell + _TOTAL, asked)[0]["total"]
    last = rows[limit - 1] if len(rows) > limit else None
    return EvidencePage(
        of=wanted.of,
        total=total,
        known_at_position=position,
        items=[evidence_claim(row, wanted.window.to_on) for row in rows[:limit]],
        next=(last["weight"], str(last["claim_id"])) if last else None,
    )


def _claims_of(known: View, drift: Drift, wanted: Evidence) -> tuple[str, dict[str, object]]:
    """`WITH … c AS (…)`, and what to bind."""
    if drift.kind == "underpayment":
        return claims_below_contract(known, drift, wanted.window)
    weight, belongs = _WEIGHT[wanted.of]
    select, names = known_claims(known)
    bounds = {
        **names,
        **_bounds(known, drift, known.position),
        "decided_from": drift.baseline.from_on if "p." in weight else wanted.window.from_on,
        "window_from": wanted.window.from_on,
        "window_to": wanted.window.to_on,
    }
    return _CLAIMS.format(known=select, weight=weight, belongs=belongs), bounds


def _rows(view: View, statement: str, asked: Mapping[str, object]) -> list[dict[str, Any]]:
    found = cursor(view.connection).execute(statement.encode(), asked)
    names = [column.name for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _bounds(view: View, drift: Drift, known: int) -> dict[str, object]:
    return {
        "customer_id": view.customer_id,
        "position": known,
        "payer": drift.key.payer,
        "cpt_group": drift.key.cpt_group,
        "denial_reason": drift.key.denial_reason,
        "cpt": drift.key.cpt,
        "unauthorized": AUTHORIZATION,
        "baseline_to": drift.baseline.to_on,
        "baseline_value": drift.baseline_value,
    }
