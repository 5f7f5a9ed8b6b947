"""What a remittance says about one payment as a whole."""

from datetime import date

import msgspec

from upstream.domain.units import Cents, StreamId


class ProviderAdjustment(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """Money that changes hands beside the claims (PLB): taken back, forwarded, interest, fees.

    Positive takes away from the payment. It belongs to no claim and never becomes one.
    """

    reason: str
    """`WO` overpayment recovered, `FB` balance forwarded, `L6` interest, `72` refund given, `CS`
    adjustment, …: the code as the payer wrote it (PLB03-1)."""
    cents: Cents
    reference: str | None = None
    """The payer's number for it, often that of the claim it is about (PLB03-2)."""
    fiscal_on: date | None = None
    """End of the provider's fiscal year (PLB02)."""


class RemittanceFacts(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One payment (ST of an 835): who pays how much, and whether that adds up.

    `difference_cents` = paid - (sum of claim payments - sum of provider adjustments), 0 where the
    remittance balances (X12 RFI 2601; TR3 005010X221A1 section 1.10.2).
    """

    payer: str
    trace: str | None
    """Number of the check or transfer (TRN02)."""
    method: str
    """`ACH`, `CHK`, `NON` (no money moves), … (BPR04)."""
    paid_cents: Cents
    """BPR02; below zero where the provider owes."""
    paid_on: date | None
    """BPR16."""
    produced_on: date | None
    """DTM*405."""
    claims_count: int
    claims_paid_cents: Cents
    lines_count: int
    adjustments: tuple[ProviderAdjustment, ...] = ()
    difference_cents: Cents = Cents(0)
    claims_off_balance: int = 0
    """Claims whose charge less adjustments is not what was paid."""
    lines_off_balance: int = 0
    payer_id: str | None = None
    """As the payer signs payments (TRN03), or its id (REF*2U)."""
    payee: str | None = None
    payee_id: str | None = None

    @property
    def taken_back_cents(self) -> Cents:
        return Cents(sum(one.cents for one in self.adjustments))


class Telling(msgspec.Struct, frozen=True):
    """What one upload says about a payment, and at which of its segments."""

    upload_id: StreamId
    line: int
    facts: RemittanceFacts


class Remittance(msgspec.Struct, frozen=True):
    """A payment as one file told it. `line` is the number of its first segment (ST), `ends_at` the
    byte at which its last one begins.
    """

    facts: RemittanceFacts
    line: int
    ends_at: int


KIND = "remittance"
_BETWEEN = "\x1f"


def natural_key(facts: RemittanceFacts) -> str:
    """The same payment in whichever file: payer, its own id, payee, trace number, day.

    A payment without a trace number is known by its amounts as well.
    """
    day = facts.paid_on or facts.produced_on
    known: list[object] = [facts.payer.casefold(), facts.payer_id, facts.payee_id, facts.trace, day]
    if facts.trace is None:
        known += [facts.paid_cents, facts.claims_count, facts.claims_paid_cents]
    return _BETWEEN.join("" if one is None else str(one) for one in known)
