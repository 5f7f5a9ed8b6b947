"""A claim of a remittance (835) as facts: outcome by the versioned rule, dates, amounts, lines."""

from datetime import date
from typing import Final, NamedTuple

from upstream.application.readers.x12.decisions import (
    NO_MONEY,
    decision_of,
    is_reversal,
    status_said,
)
from upstream.application.readers.x12.entries import (
    PAYER_MISSING,
    SUBMITTED_MISSING,
    Entry,
    Rules,
    faults_of_dates,
)
from upstream.application.readers.x12.remit_lines import (
    principal,
    remarks_of,
    service_line,
)
from upstream.application.readers.x12.remits import Payment, RemitClaim
from upstream.application.readers.x12.values import (
    as_written,
    cents,
    claim_ref,
    day,
    is_wrong_amount,
    npi,
    reference,
    text,
)
from upstream.domain.claims.facts import ClaimFacts
from upstream.domain.claims.faults import Fault
from upstream.domain.units import Cents

RECEIVED: Final = "050"
"""DTM qualifier of the day on which the payer received the claim."""


_UNRECEIVED: Final = frozenset({"submitted_on"})
_RECEIVED: Final[frozenset[str]] = frozenset()


class Dates(NamedTuple):
    """When a payment's claims were decided and paid."""

    decided_on: date | None
    paid_on: date | None


def dates_of(payment: Payment, latest: date) -> Dates:
    """Decided on the day of payment (BPR16), unless that is still to come: then on the day the
    remittance was made (DTM*405, or of its group, GS04). Money is announced some days ahead.
    """
    paid_on = day(payment.bpr[16]) if payment.bpr else None
    produced_on = day(payment.produced) or day(payment.transaction.sent)
    ahead = paid_on is None or paid_on > latest
    return Dates(produced_on if ahead and produced_on else paid_on, paid_on)


def entry_of(claim: RemitClaim, payment: Payment, rules: Rules) -> Entry:
    """Amounts of a reversal are given without their sign, whichever way the payer wrote them."""
    facts = _facts(claim, payment, rules)
    return Entry(claim.head.number, claim.head.offset, facts, silent_of(claim))


def silent_of(claim: RemitClaim) -> frozenset[str]:
    """Where no day of receipt is given another stands for it; the claim as sent knows better."""
    received = day(claim.dates.get(RECEIVED, ""))
    return _UNRECEIVED if received is None else _RECEIVED


def _facts(claim: RemitClaim, payment: Payment, rules: Rules) -> ClaimFacts | tuple[Fault, ...]:
    days = dates_of(payment, rules.latest)
    service_on = first_service(claim)
    submitted_on = day(claim.dates.get(RECEIVED, "")) or service_on
    # Without any day before the decision its delay would be made up: the outcome stands alone.
    # A reversal has no delay; what it takes back has dates of its own.
    is_undated = submitted_on is None and not is_reversal(claim)
    submitted_on = submitted_on or days.decided_on
    payer = text(payment.payer[2]) if payment.payer else None
    number = claim_ref(claim.head[1])
    faults = _faults(claim)
    if payer is None or payment.payer is None:
        faults.append(PAYER_MISSING)
    if isinstance(number, Fault):
        faults.append(number)
    if submitted_on is None:
        faults.append(SUBMITTED_MISSING)
    elif days.decided_on is None:
        faults.append(Fault("decided_date", "row.missing"))
    else:
        faults += faults_of_dates(rules, submitted_on, days.decided_on)
    if faults or submitted_on is None or isinstance(number, Fault):
        return tuple(dict.fromkeys(faults))
    assert payment.payer is not None
    assert payer is not None
    decision = decision_of(claim)
    undecided = decision.outcome == "PENDING"
    has_money = decision.stage not in NO_MONEY
    main = principal(claim)
    return ClaimFacts(
        claim_ref=number,
        payer=payer,
        cpt=main.code,
        cpt_group=main.group,
        submitted_on=submitted_on,
        decided_on=None if undecided or is_undated else days.decided_on,
        outcome=decision.outcome,
        billed_cents=_size(claim.head[3]),
        allowed_cents=decision.allowed.cents,
        paid_cents=_size(claim.head[4]) if has_money else None,
        denial_reason=decision.reason,
        paid_on=days.paid_on if has_money and not undecided else None,
        modifiers=main.modifiers,
        remarks=remarks_of(claim),
        place_of_service=reference(claim.head[8]),
        provider_npi=npi(claim.provider_npi),
        facility=text(payment.payee[2]) if payment.payee else None,
        units=main.units,
        patient_pseudonym=rules.pseudonym(claim.patient or claim.insured),
        payer_raw=as_written(payment.payer[2], payer),
        outcome_raw=status_said(claim.head[2]),
        service_on=service_on,
        payer_claim_ref=reference(claim.head[7]),
        line_of_business=reference(claim.head[6]),
        frequency=reference(claim.head[9]),
        stage=decision.stage,
        partly_denied=decision.partly_denied,
        adjustments=tuple(claim.adjustments),
        lines=tuple(service_line(line, place, decision) for place, line in enumerate(claim.lines)),
        allowed_method=decision.allowed.method,
        denial_rule=decision.rule,
    )


def first_service(claim: RemitClaim) -> date | None:
    """The statement's first day (DTM*232), or the first of the lines' (DTM*472, 150)."""
    stated = day(claim.dates.get("232", "")) or day(claim.dates.get("472", ""))
    if stated:
        return stated
    lines = [day(line.dates.get("472", "") or line.dates.get("150", "")) for line in claim.lines]
    return min((found for found in lines if found), default=None)


def _faults(claim: RemitClaim) -> list[Fault]:
    found = []
    for column, place in (("billed_amount", 3), ("paid_amount", 4)):
        if is_wrong_amount(claim.head[place]):
            found.append(Fault(column, "row.amount_unreadable"))
    if not is_reversal(claim) and (cents(claim.head[4]) or 0) < 0:
        found.append(Fault("paid_amount", "row.amount_negative"))
    return found


def _size(element: str) -> Cents | None:
    found = cents(element)
    return None if found is None else Cents(abs(found))
