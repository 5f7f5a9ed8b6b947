"""What is known of one claim at one moment, whichever file said so."""

from datetime import date
from typing import Literal

import msgspec

from upstream.domain.units import Cents

Outcome = Literal["PAID", "DENIED", "OTHER", "PENDING"]
Group = Literal["CO", "PR", "OA", "PI", "CR"]
"""Who bears an adjustment (CAS01): contract, patient, other, payer; CR only before 5010."""
AllowedMethod = Literal["reported", "paid_and_patient", "charge_less_contract"]
"""Said by the payer (AMT*B6 and its like), or derived: per line paid + PR, or charge - CO."""
Stage = Literal[
    "submitted",
    "accepted",
    "rejected",
    "pended",
    "forwarded",
    "predetermined",
    "reversed",
    "corrected",
    "voided",
    "appealed",
    "overturned",
    "upheld",
    "written_off",
]
"""Where in its life a claim is, where the outcome alone does not tell. A rejection by a
clearinghouse or at a payer's gate is no denial: the claim was never decided."""


class Decision(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """How a payer decided once: what is kept of the first time, whatever was decided later."""

    outcome: Literal["PAID", "DENIED"]
    decided_on: date | None = None
    allowed_cents: Cents | None = None
    paid_cents: Cents | None = None


class Adjustment(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One reason why less was paid than charged (a CAS triplet): `CO`, `45`, cents.

    Positive takes away from the payment. Quantities are not kept.
    """

    group: Group
    carc: str
    cents: Cents


class ServiceLine(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """One service of a claim as one file told it."""

    number: str
    """The provider's own (REF*6R, LX), or its place in the claim from 1."""
    cpt: str
    """CPT, HCPCS or revenue code."""
    modifiers: tuple[str, ...] = ()
    billed_cents: Cents | None = None
    allowed_cents: Cents | None = None
    paid_cents: Cents | None = None
    units: int | None = None
    adjustments: tuple[Adjustment, ...] = ()
    remarks: tuple[str, ...] = ()
    denied: bool = False
    submitted_cpt: str | None = None
    """The code as billed, where the payer decided another (SVC06)."""


class ClaimFacts(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """Normalised values; a `*_raw` is kept only where it says something else than its neighbour.

    Fields and their names are a storage format: add at the end with a default, never rename.
    Positional, unlike every message, so that a chunk of rows becomes claims by one `map`.
    """

    claim_ref: str | None
    """The claim's own number in the provider's system (837 CLM01), as written."""
    payer: str
    cpt: str
    """CPT or HCPCS code without modifiers."""
    cpt_group: str
    submitted_on: date
    decided_on: date | None
    """None while undecided, and for files that have no decision date at all."""
    outcome: Outcome
    billed_cents: Cents | None = None
    allowed_cents: Cents | None = None
    paid_cents: Cents | None = None
    denial_reason: str | None = None
    """Group and CARC, `CO-197`; a reason that is no code is kept as its own words."""
    paid_on: date | None = None
    modifiers: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    """Remark codes (RARC) that came with the denial reason, `M76`."""
    place_of_service: str | None = None
    provider_npi: str | None = None
    facility: str | None = None
    prior_authorization: str | None = None
    units: int | None = None
    patient_pseudonym: str | None = None
    """HMAC-SHA-256 under the customer's key, base64url without padding; never the id itself."""
    payer_raw: str | None = None
    outcome_raw: str | None = None
    denial_reason_raw: str | None = None
    service_on: date | None = None
    """First day of service."""
    payer_claim_ref: str | None = None
    """The payer's number of this decision (CLP07, ICN): a correction may bring a new one."""
    line_of_business: str | None = None
    """Claim filing indicator (CLP06, SBR09): `12` PPO, `MB` Medicare Part B."""
    frequency: str | None = None
    """`1` original, `7` replacement, `8` void (CLM05-3, CLP09)."""
    stage: Stage | None = None
    partly_denied: bool = False
    """Paid, though at least one line was denied."""
    adjustments: tuple[Adjustment, ...] = ()
    """Of the claim as a whole; those of lines stand with their lines."""
    lines: tuple[ServiceLine, ...] = ()
    allowed_method: AllowedMethod | None = None
    """How the allowed amount was found; None where a file's own column said it."""
    denial_rule: int | None = None
    """Version of the rule that read the outcome from adjustments; None where the file said it."""


def decision_of(facts: ClaimFacts | None) -> Decision | None:
    """The decision these facts tell of; None while there is none, and where it was taken back."""
    if facts is None or facts.outcome not in {"PAID", "DENIED"}:
        return None
    outcome: Literal["PAID", "DENIED"] = "PAID" if facts.outcome == "PAID" else "DENIED"
    return Decision(outcome, facts.decided_on, facts.allowed_cents, facts.paid_cents)
