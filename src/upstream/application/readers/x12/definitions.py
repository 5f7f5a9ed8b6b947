"""How many claims of some remittances were denied, by four definitions people use, and by our rule.

Each definition is a share of the same claims: those a payer decided. The figures differ by more
than two times on the same files, which is why a rate without its definition says nothing.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import median
from typing import BinaryIO, Final

from upstream.application.readers.x12.balance import Sums, difference_cents, provider_adjustments
from upstream.application.readers.x12.control import Control
from upstream.application.readers.x12.decisions import decision_of, status_of
from upstream.application.readers.x12.kinds import REMITTANCE
from upstream.application.readers.x12.remit_lines import Decision, service_of
from upstream.application.readers.x12.remits import Payment, RemitClaim, RemitWalk
from upstream.application.readers.x12.segments import segments
from upstream.application.readers.x12.values import cents, day
from upstream.domain.claims.denials import RULE_VERSION, family_of, is_denial_reason

DEFINITIONS: Final = {
    "status_4": "claim status 4 (CLP02)",
    "unpaid_with_denial_reason": "nothing paid, and a true denial reason",
    "unpaid": "nothing paid, whatever the reason",
    "any_line_denied": "at least one line denied",
    "rule": f"the rule of this system, version {RULE_VERSION}",
}


@dataclass(slots=True)
class Measured:
    """Added up over all files; amounts in cents."""

    payments: int = 0
    claims: int = 0
    reversals: int = 0
    undecided: int = 0
    """Forwarded, predetermined or pended: no decision."""
    final: int = 0
    """What every definition is a share of."""
    denied: Counter[str] = field(default_factory=Counter)
    duplicates: int = 0
    partly_denied: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    families: Counter[str] = field(default_factory=Counter)
    """Why claims were denied, by the rule of this system."""
    adjustments: int = 0
    charged_cents: int = 0
    taken_back_cents: int = 0
    difference_cents: int = 0
    sums: Sums = field(default_factory=Sums)
    delays: list[int] = field(default_factory=list)
    """Days from receipt (DTM*050) to payment (BPR16, else DTM*405), of final claims."""

    def rate(self, definition: str) -> float | None:
        return self.denied[definition] / self.final if self.final else None

    def delay_median(self) -> float | None:
        return median(self.delays) if self.delays else None


def measure(file: BinaryIO, measured: Measured) -> None:
    """Add one file of remittances. Raises `Unreadable`."""
    paid_before = measured.sums.paid_cents
    for payment, claim in _told(file):
        if claim is not None:
            measured.sums.add(claim)
            _count(measured, claim, payment)
            continue
        measured.payments += 1
        taken = provider_adjustments(payment.provider_adjustments)
        measured.taken_back_cents += sum(one.cents for one in taken)
        paid = measured.sums.paid_cents - paid_before
        measured.difference_cents += difference_cents(payment, paid)
        paid_before = measured.sums.paid_cents


def _told(file: BinaryIO) -> Iterator[tuple[Payment, RemitClaim | None]]:
    """Each claim with its payment, then the payment alone."""
    control = Control()
    walk: RemitWalk | None = None
    for segment in segments(file):
        before = control.transaction
        is_envelope = control.feed(segment)
        going_on = control.transaction
        if walk and going_on is not before:
            for claim in walk.end():
                yield walk.payment, claim
            yield walk.payment, None
            walk = None
        if going_on and going_on is not before and going_on.number == REMITTANCE:
            walk = RemitWalk(going_on)
        if walk and not is_envelope:
            for claim in walk.feed(segment):
                yield walk.payment, claim


def _count(measured: Measured, claim: RemitClaim, payment: Payment) -> None:
    measured.claims += 1
    measured.statuses[claim.head[2] or "none"] += 1
    measured.charged_cents += cents(claim.head[3]) or 0
    every = [*claim.adjustments, *(one for line in claim.lines for one in line.adjustments)]
    measured.adjustments += len(every)
    decision = decision_of(claim)
    if decision.stage == "reversed":
        measured.reversals += 1
    elif decision.rule is None:
        measured.undecided += 1
    else:
        measured.final += 1
        _denials(measured, claim, decision)
        _delay(measured, claim, payment)


def _denials(measured: Measured, claim: RemitClaim, decision: Decision) -> None:
    whole = service_of(claim, charge=3, paid=4)
    every = [*claim.adjustments, *(one for line in claim.lines for one in line.adjustments)]
    reasons = [
        one
        for one in every
        if one.group != "PR" and is_denial_reason(one) and family_of(one.carc) != "uncategorised"
    ]
    is_unpaid = whole.paid_cents == 0
    is_duplicate = decision.outcome == "OTHER"
    denied = {
        "status_4": status_of(claim) == "4",
        "unpaid_with_denial_reason": is_unpaid and bool(reasons),
        "unpaid": is_unpaid,
        "any_line_denied": any(decision.denied_lines) or decision.outcome == "DENIED",
        "rule": decision.outcome == "DENIED",
    }
    measured.denied.update(name for name, so in denied.items() if so)
    measured.duplicates += is_duplicate
    measured.partly_denied += decision.partly_denied
    if decision.reason and not decision.partly_denied:
        measured.families[family_of(decision.reason.partition("-")[2])] += 1


def _delay(measured: Measured, claim: RemitClaim, payment: Payment) -> None:
    received = day(claim.dates.get("050", ""))
    decided = (day(payment.bpr[16]) if payment.bpr else None) or day(payment.produced)
    if received and decided:
        measured.delays.append((decided - received).days)
