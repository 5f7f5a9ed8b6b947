"""A claim that is evidence, and a page of them, as clients read them."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from upstream.domain.drift.detection import EvidenceOf
from upstream.projections.money import dollars


class EvidenceClaim(msgspec.Struct, frozen=True, kw_only=True):
    """One claim as it was known to the run; days so far where it still waits.

    `contracted` and `owed` come with findings about a contract; then `allowed` is that of the lines
    below it.
    """

    id: UUID
    claim_ref: str | None
    cpt: str
    submitted_on: date
    decided_on: date | None
    days_to_decision: int
    outcome: str
    denial_reason: str | None
    billed: str | None
    allowed: str | None
    paid: str | None
    denial_rule: int | None = None
    """Version of our rule that read the outcome out of the payer's adjustments; None where the file
    itself says it."""
    contracted: str | None = None
    owed: str | None = None


class EvidencePage(msgspec.Struct, frozen=True, kw_only=True):
    """The heaviest first; `known_at_position` is the run's. `next` goes back in as `after`."""

    of: EvidenceOf
    total: int
    known_at_position: int
    items: list[EvidenceClaim]
    next: tuple[int, str] | None


def evidence_claim(row: Mapping[str, Any], until: date) -> EvidenceClaim:
    """What was not decided by `until` still waits, whatever became known of it later."""
    decided_on = row["decided_on"]
    waits = decided_on is None or decided_on >= until
    return EvidenceClaim(
        id=row["claim_id"],
        claim_ref=row["claim_ref"],
        cpt=row["cpt"],
        submitted_on=row["submitted_on"],
        decided_on=None if waits else decided_on,
        days_to_decision=((until if waits else decided_on) - row["submitted_on"]).days,
        outcome="PENDING" if waits else row["outcome"],
        denial_reason=None if waits else row["denial_reason"],
        billed=dollars(row["billed_cents"]),
        allowed=None if waits else dollars(row["allowed_cents"]),
        paid=None if waits else dollars(row["paid_cents"]),
        denial_rule=None if waits else row["denial_rule"],
        contracted=dollars(row.get("contracted_cents")),
        owed=dollars(row["weight"]) if "contracted_cents" in row else None,
    )
