"""What is known of one claim at one moment, whichever file said so."""

from datetime import date
from typing import Literal

import msgspec

from upstream.domain.units import Cents

Outcome = Literal["PAID", "DENIED", "OTHER", "PENDING"]


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
