"""One transaction of kind 835: its claims one after the other, then the payment as a whole."""

from collections.abc import Iterator
from typing import Final

from upstream.application.readers.x12.balance import (
    Sums,
    difference_cents,
    paid_cents,
    provider_adjustments,
)
from upstream.application.readers.x12.control import Transaction
from upstream.application.readers.x12.entries import Entry, Rules
from upstream.application.readers.x12.remit_facts import entry_of
from upstream.application.readers.x12.remits import RemitClaim, RemitWalk
from upstream.application.readers.x12.segments import Segment
from upstream.application.readers.x12.values import day, reference, text
from upstream.domain.remittances.facts import Remittance, RemittanceFacts
from upstream.domain.units import Cents

SILENT: Final = frozenset({"prior_authorization", "denial_reason_raw"})
"""Facts of a claim that a remittance has no way of saying."""
_UNNAMED: Final = "unnamed payer"


class RemittanceSet:
    """Reads as it is fed; `remittance` is whole at the end."""

    silent = SILENT

    def __init__(self, transaction: Transaction, rules: Rules) -> None:
        self._walk = RemitWalk(transaction)
        self._rules = rules
        self._sums = Sums()

    def feed(self, segment: Segment) -> Iterator[Entry]:
        for claim in self._walk.feed(segment):
            yield self._entry(claim)

    def end(self) -> Iterator[Entry]:
        for claim in self._walk.end():
            yield self._entry(claim)

    def remittance(self, ends_at: int) -> Remittance:
        payment, sums = self._walk.payment, self._sums
        bpr, trn, payee = payment.bpr, payment.trn, payment.payee
        facts = RemittanceFacts(
            payer=(text(payment.payer[2]) if payment.payer else None) or _UNNAMED,
            payer_id=(reference(trn[3]) if trn else None) or reference(payment.payer_number),
            payee=text(payee[2]) if payee else None,
            payee_id=reference(payee[4]) if payee else None,
            trace=reference(trn[2]) if trn else None,
            method=((bpr[4] if bpr else "") or "NON")[:3].upper(),
            paid_cents=paid_cents(payment),
            paid_on=day(bpr[16]) if bpr else None,
            produced_on=day(payment.produced),
            claims_count=sums.claims,
            claims_paid_cents=Cents(sums.paid_cents),
            lines_count=sums.lines,
            adjustments=provider_adjustments(payment.provider_adjustments),
            difference_cents=difference_cents(payment, sums.paid_cents),
            claims_off_balance=sums.claims_off,
            lines_off_balance=sums.lines_off,
        )
        return Remittance(facts, payment.transaction.began_at, ends_at)

    def _entry(self, claim: RemitClaim) -> Entry:
        self._sums.add(claim)
        return entry_of(claim, self._walk.payment, self._rules)
