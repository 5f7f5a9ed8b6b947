"""What did each file say about this claim, what was decided first, and what stands now?

Read from the log itself: one claim has a handful of events, a list of claims needs none of this.
"""

from datetime import date, datetime
from typing import cast
from uuid import UUID

import msgspec
from sqlalchemy import text

from upstream.domain.claims.claim import Claim, Known, decider
from upstream.domain.claims.events import ClaimEvent
from upstream.domain.claims.facts import Adjustment, ClaimFacts, Decision, ServiceLine, decision_of
from upstream.domain.claims.sightings import Sighting
from upstream.infrastructure.log import codec
from upstream.projections.money import dollars
from upstream.projections.view import View

_STREAM = text(
    "SELECT e.position, e.version, e.tag, e.state, c.recorded_at"
    " FROM events e CROSS JOIN LATERAL (SELECT recorded_at FROM commits c"
    "   WHERE c.customer_id = :customer_id AND c.last >= e.position ORDER BY c.last LIMIT 1) c"
    " WHERE e.customer_id = :customer_id AND e.stream_id = :claim_id"
    " AND e.position <= :position AND e.tag LIKE 'claims.%' ORDER BY e.version"
)


class DecisionTold(msgspec.Struct, frozen=True, kw_only=True):
    """One decision of the payer. Money in dollars with two decimals, as text."""

    outcome: str
    decided_on: date | None
    allowed: str | None
    paid: str | None


class SightingTold(msgspec.Struct, frozen=True, kw_only=True):
    """What one file said, as it said it; `withdrawn` where the upload was taken back since."""

    upload_id: UUID
    line: int
    position: int
    recorded_at: datetime
    outcome: str
    stage: str | None
    submitted_on: date
    decided_on: date | None
    billed: str | None
    allowed: str | None
    paid: str | None
    denial_reason: str | None
    payer_claim_ref: str | None
    withdrawn: bool


class AdjustmentTold(msgspec.Struct, frozen=True, kw_only=True):
    """Why less was paid than charged: `CO-45`, and how much."""

    reason: str
    amount: str


class LineTold(msgspec.Struct, frozen=True, kw_only=True):
    """One service of the claim."""

    number: str
    cpt: str
    modifiers: tuple[str, ...]
    units: int | None
    billed: str | None
    allowed: str | None
    paid: str | None
    denied: bool
    adjustments: list[AdjustmentTold]
    remarks: tuple[str, ...]


class ClaimTold(msgspec.Struct, frozen=True, kw_only=True):
    """Everything about one claim that its row in a list does not say."""

    first_decision: DecisionTold | None
    current_decision: DecisionTold | None
    """None while there is none, and where it was taken back."""
    denial_rule: int | None
    """Version of our rule that read the current decision out of the payer's adjustments (ADR 0014);
    None where the file itself says the outcome."""
    lines: list[LineTold]
    adjustments: list[AdjustmentTold]
    """Of the claim as a whole; those of lines stand with their lines."""
    sightings: list[SightingTold]
    """In the order in which they came in."""
    version: int
    """Of the claim's whole history, words that changed nothing included."""


def told_of(view: View, claim_id: UUID) -> ClaimTold:
    """As of the view's position; empty for a claim that nobody had spoken of by then."""
    claim: Claim = decider.initial
    found: list[tuple[Sighting, int, datetime]] = []
    version = 0
    for row in view.connection.execute(_STREAM, {**view.bind, "claim_id": claim_id}):
        event = cast("ClaimEvent", codec.decode(row.tag, row.state))
        before, version = claim.sightings_told, row.version
        claim = decider.evolve(claim, event)
        if isinstance(claim, Known) and claim.sightings_told > before:
            found.append((claim.sightings[-1], row.position, row.recorded_at))
    now = claim if isinstance(claim, Known) else None
    left = {sighting.number for sighting in now.sightings} if now else set()
    return ClaimTold(
        first_decision=_decision(now.first) if now else None,
        current_decision=_decision(decision_of(now.facts)) if now else None,
        denial_rule=now.facts.denial_rule if now else None,
        lines=[_line(line) for line in now.facts.lines] if now else [],
        adjustments=_adjustments(now.facts.adjustments) if now else [],
        sightings=[
            _sighting(one, position, at, withdrawn=one.number not in left)
            for one, position, at in found
        ],
        version=version,
    )


def _decision(decision: Decision | None) -> DecisionTold | None:
    if decision is None:
        return None
    return DecisionTold(
        outcome=decision.outcome,
        decided_on=decision.decided_on,
        allowed=dollars(decision.allowed_cents),
        paid=dollars(decision.paid_cents),
    )


def _sighting(
    sighting: Sighting, position: int, recorded_at: datetime, *, withdrawn: bool
) -> SightingTold:
    facts: ClaimFacts = sighting.facts
    return SightingTold(
        upload_id=sighting.upload_id,
        line=sighting.line,
        position=position,
        recorded_at=recorded_at,
        outcome=facts.outcome,
        stage=facts.stage,
        submitted_on=facts.submitted_on,
        decided_on=facts.decided_on,
        billed=dollars(facts.billed_cents),
        allowed=dollars(facts.allowed_cents),
        paid=dollars(facts.paid_cents),
        denial_reason=facts.denial_reason,
        payer_claim_ref=facts.payer_claim_ref,
        withdrawn=withdrawn,
    )


def _line(line: ServiceLine) -> LineTold:
    return LineTold(
        number=line.number,
        cpt=line.cpt,
        modifiers=line.modifiers,
        units=line.units,
        billed=dollars(line.billed_cents),
        allowed=dollars(line.allowed_cents),
        paid=dollars(line.paid_cents),
        denied=line.denied,
        adjustments=_adjustments(line.adjustments),
        remarks=line.remarks,
    )


def _adjustments(adjustments: tuple[Adjustment, ...]) -> list[AdjustmentTold]:
    return [
        AdjustmentTold(reason=f"{one.group}-{one.carc}", amount=dollars(one.cents))
        for one in adjustments
    ]
