"""Whether a remittance adds up: per line, per claim, per payment (X12 RFI 2601).

Line: charge - adjustments = paid. Claim: charge - all adjustments = paid (CLP04). Payment: BPR02 =
sum of CLP04 - sum of provider adjustments (PLB).
"""

from dataclasses import dataclass

from upstream.application.readers.x12.remits import Payment, RemitClaim, Told
from upstream.application.readers.x12.segments import Segment
from upstream.application.readers.x12.values import cents, day, reference
from upstream.domain.remittances.facts import ProviderAdjustment
from upstream.domain.units import Cents


@dataclass(slots=True)
class Sums:
    """Of one payment, claim after claim."""

    claims: int = 0
    lines: int = 0
    paid_cents: int = 0
    claims_off: int = 0
    lines_off: int = 0

    def add(self, claim: RemitClaim) -> None:
        self.claims += 1
        self.lines += len(claim.lines)
        self.paid_cents += cents(claim.head[4]) or 0
        self.lines_off += sum(_is_off(line, 2, _taken(line)) for line in claim.lines)
        taken = _taken(claim) + sum(map(_taken, claim.lines))
        self.claims_off += _is_off(claim, 3, taken)


def paid_cents(payment: Payment) -> Cents:
    """BPR02, below zero for a debit (BPR03)."""
    if payment.bpr is None:
        return Cents(0)
    amount = cents(payment.bpr[2]) or Cents(0)
    return Cents(-abs(amount)) if payment.bpr[3] == "D" else amount


def provider_adjustments(segments: list[Segment]) -> tuple[ProviderAdjustment, ...]:
    """PLB: a provider, its fiscal year's end, then up to six times reason and amount."""
    found = []
    for segment in segments:
        for place in range(3, len(segment) + 1, 2):
            reason, *rest = segment.parts(place)
            amount = cents(segment[place + 1])
            if amount is not None:
                about = reference(rest[0]) if rest else None
                code = reason.upper()[:5] if reason.isalnum() else "?"
                found.append(ProviderAdjustment(code, amount, about, day(segment[2])))
    return tuple(found)


def difference_cents(payment: Payment, claims_paid_cents: int) -> Cents:
    """How much more is paid than claims and provider adjustments say; 0 where it balances."""
    taken = sum(one.cents for one in provider_adjustments(payment.provider_adjustments))
    return Cents(paid_cents(payment) - (claims_paid_cents - taken))


def _taken(told: Told) -> int:
    return sum(one.cents for one in told.adjustments)


def _is_off(told: Told, charge: int, taken: int) -> bool:
    return (cents(told.head[charge]) or 0) - taken != (cents(told.head[charge + 1]) or 0)
