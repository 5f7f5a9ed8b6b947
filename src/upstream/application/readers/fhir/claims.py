"""An explanation of benefit or a claim (FHIR R4) becomes a claim of ours, or what is wrong with it.

`ExplanationOfBenefit.outcome` tells how far the processing is, never whether anything was paid; so
paid or denied is read from amounts and reasons, by the same rule as a remittance.
"""

import re
from datetime import date
from typing import Final

from msgspec.structs import replace

from upstream.application.readers.fhir.amounts import (
    ALLOWED,
    BILLED,
    AmountWrong,
    adjudications_of,
    amount_of,
    cents_of,
    paid_of,
    total,
)
from upstream.application.readers.fhir.days import (
    day_fault,
    decided_on_of,
    service_on_of,
    submitted_on_of,
)
from upstream.application.readers.fhir.deciding import Amounts, Decision, decision_of
from upstream.application.readers.fhir.json_stream import Resource
from upstream.application.readers.fhir.lines import lines_of, procedure_of, remarks_of
from upstream.application.readers.fhir.navigating import codes, day, many, one, said
from upstream.application.readers.fhir.parties import (
    number_of,
    patient_of,
    payer_claim_of,
    payer_of,
    provider_of,
)
from upstream.domain.claims.facts import ClaimFacts, ServiceLine
from upstream.domain.claims.faults import Fault
from upstream.domain.claims.outcomes import date_fault
from upstream.domain.claims.personal import PseudonymMemo
from upstream.domain.claims.procedures import group_in
from upstream.domain.claims.slots import REFERENCE_LENGTH_MAX
from upstream.domain.units import Cents

CLAIMS: Final = frozenset({"ExplanationOfBenefit", "Claim"})
_TYPE_OF_BILL: Final = re.compile(r"0?\d{2}([A-Z0-9])")

NEVER_SAID: Final = frozenset(
    {"payer_raw", "outcome_raw", "denial_reason_raw", "line_of_business", "prior_authorization"}
)


def claim_in(
    resource: Resource, pseudonyms: PseudonymMemo, today: date
) -> ClaimFacts | tuple[Fault, ...]:
    """Every fault at once, as for a row of a table."""
    try:
        lines = lines_of(resource)
        amounts = _amounts(resource, lines)
        decision = decision_of(resource, amounts, lines)
    except AmountWrong as refused:
        return (refused.fault,)
    payer, number = payer_of(resource), number_of(resource)
    code = next((line.cpt for line in lines if line.cpt), None) or _procedure(resource)
    submitted_on = submitted_on_of(resource)
    decided_on = None if decision.outcome == "PENDING" else decided_on_of(resource, submitted_on)
    faults = (
        payer,
        number,
        Fault("cpt", "row.missing") if code is None else None,
        day_fault("submitted_date", submitted_on, today),
        decided_on and day_fault("decided_date", decided_on, today),
        submitted_on and date_fault(submitted_on, decided_on),
    )
    wrong = tuple(dict.fromkeys(fault for fault in faults if isinstance(fault, Fault)))
    if wrong or code is None or submitted_on is None:
        return wrong
    assert isinstance(payer, str)
    assert not isinstance(number, Fault)
    own = payer_claim_of(resource)
    return ClaimFacts(
        claim_ref=number,
        payer=payer,
        cpt=code,
        cpt_group=group_in(code),
        submitted_on=submitted_on,
        decided_on=decided_on,
        outcome=decision.outcome,
        billed_cents=amounts.billed,
        allowed_cents=amounts.allowed,
        paid_cents=amounts.paid,
        denial_reason=decision.reason,
        paid_on=day(said(resource, "payment", "date")),
        modifiers=next((line.modifiers for line in lines if line.cpt), ()),
        remarks=remarks_of(adjudications_of(resource)),
        place_of_service=_place(resource),
        provider_npi=provider_of(resource),
        units=next((line.units for line in lines if line.cpt), None),
        patient_pseudonym=patient_of(resource, pseudonyms),
        service_on=service_on_of(resource),
        payer_claim_ref=own if own is None or len(own) <= REFERENCE_LENGTH_MAX else None,
        frequency=_frequency(resource),
        stage=decision.stage,
        partly_denied=decision.partly_denied,
        adjustments=decision.adjustments,
        lines=_marked(lines, decision),
        denial_rule=decision.rule,
    )


def _marked(lines: tuple[ServiceLine, ...], decision: Decision) -> tuple[ServiceLine, ...]:
    if not any(decision.denied_lines):
        return lines
    return tuple(
        replace(line, denied=denied)
        for line, denied in zip(lines, decision.denied_lines, strict=True)
    )


def _amounts(resource: Resource, lines: tuple[ServiceLine, ...]) -> Amounts:
    """The claim's own totals; else its own adjudications; else its lines added up."""
    totals = many(resource, "total")
    own = adjudications_of(resource)

    def found(wanted: str, column: str) -> Cents | None:
        told = amount_of(totals, wanted, column)
        return amount_of(own, wanted, column) if told is None else told

    billed = found(BILLED, "billed_amount")
    if billed is None:
        billed = cents_of(resource.get("total"), "billed_amount")
    paid = paid_of(totals)
    if paid is None:
        paid = cents_of(one(resource, "payment").get("amount"), "paid_amount")
    if paid is None:
        paid = paid_of(own)
    of_lines = Amounts(
        total(line.billed_cents for line in lines if line.billed_cents is not None),
        total(line.allowed_cents for line in lines if line.allowed_cents is not None),
        total(line.paid_cents for line in lines if line.paid_cents is not None),
    )
    told = Amounts(billed, found(ALLOWED, "allowed_amount"), paid)
    return Amounts(*(b if a is None else a for a, b in zip(told, of_lines, strict=True)))


def _procedure(resource: Resource) -> str | None:
    """Of a stay without procedures: its diagnosis related group, else the kind of claim."""
    concepts = [
        info.get("code")
        for info in many(resource, "supportingInfo")
        if any(code == "drg" for _, code in codes(info.get("category")))
    ]
    for concept in (*concepts, resource.get("type")):
        found = procedure_of({"productOrService": concept})
        if found is not None:
            return found
    return None


def _place(resource: Resource) -> str | None:
    found = (
        code
        for item in many(resource, "item")
        for _, code in codes(item.get("locationCodeableConcept"))
    )
    return next((code for code in found if code.isalnum() and len(code) <= 5), None)


def _frequency(resource: Resource) -> str | None:
    """Last character of the type of bill; a claim that replaces another says so itself."""
    relations = (
        code
        for related in many(resource, "related")
        for _, code in codes(related.get("relationship"))
    )
    if any(code in {"replaces", "prior"} for code in relations):
        return "7"
    for info in many(resource, "supportingInfo"):
        if any(code == "typeofbill" for _, code in codes(info.get("category"))):
            found = (_TYPE_OF_BILL.fullmatch(code) for _, code in codes(info.get("code")))
            return next((bill[1] for bill in found if bill), None)
    return None
