"""An 835 as facts: dates, amounts, codes, lines; and what it does not say."""

from datetime import date

import pytest
from tests.application.readers.x12.reading_x12 import only_claim, read
from tests.support.x12_writing import claim, interchange, remittance

from upstream.domain.claims.denials import RULE_VERSION
from upstream.domain.claims.facts import ClaimFacts

pytestmark = pytest.mark.feature("IN-3", "IN-8")


def told(*segments: str, charge: str = "100", paid: str = "80", **more: str | None) -> ClaimFacts:
    known = claim("A-1", charge, paid, *segments, **more)  # type: ignore[arg-type]
    return only_claim(interchange(remittance([known])))


def faults_of(data: bytes) -> list[tuple[str | None, str]]:
    (row,) = read(data).rejected
    return [(fault.column, fault.code) for fault in row.faults]


def test_a_paid_claim_with_all_it_says() -> None:
    found = told(
        "MOA***MA01*N522",
        "NM1*82*1*DOC*BEN****XX*1234567893",
        "SVC*HC:99213:25:GT*100*80**2*HC:99214",
        "DTM*472*20250502",
        "CAS*CO*45*15**253*5",
        "REF*6R*LINE7",
        "AMT*B6*85",
        "LQ*HE*N19",
    )

    assert (found.claim_ref, found.payer, found.payer_claim_ref) == ("A-1", "Aetna", "ICNA-1")
    assert (found.submitted_on, found.service_on) == (date(2025, 5, 3), date(2025, 5, 2))
    assert (found.decided_on, found.paid_on) == (date(2025, 6, 2), date(2025, 6, 2))
    assert (found.outcome, found.stage, found.denial_rule) == ("PAID", None, RULE_VERSION)
    assert (found.billed_cents, found.paid_cents) == (10_000, 8_000)
    assert (found.allowed_cents, found.allowed_method) == (8_500, "reported")
    assert (found.cpt, found.modifiers, found.units) == ("99213", ("25", "GT"), 2)
    assert (found.place_of_service, found.line_of_business, found.frequency) == ("11", "12", "1")
    assert (found.provider_npi, found.facility) == ("1234567893", "Riverside Clinic")
    assert found.remarks == ("MA01", "N522", "N19")
    assert found.outcome_raw == "1 processed as primary"
    (line,) = found.lines
    assert (line.number, line.cpt, line.submitted_cpt) == ("LINE7", "99213", "99214")
    assert [(one.group, one.carc, one.cents) for one in line.adjustments] == [
        ("CO", "45", 1_500),
        ("CO", "253", 500),
    ]


def test_a_patient_is_a_pseudonym_and_a_name_is_nothing() -> None:
    found = told()

    assert found.patient_pseudonym is not None
    assert len(found.patient_pseudonym) == 32
    assert "CANARY" not in repr(found)
    assert "MEMBER77" not in repr(found)


@pytest.mark.parametrize(("charge", "paid"), [("100", "80"), ("-100", "-80")])
def test_a_reversal_is_no_decision_negated_or_not(charge: str, paid: str) -> None:
    found = told(charge=charge, paid=paid, status="22")

    assert (found.outcome, found.stage, found.denial_reason) == ("OTHER", "reversed", None)
    assert (found.billed_cents, found.allowed_cents) == (10_000, None)


def test_a_negative_charge_is_a_reversal_whatever_the_status() -> None:
    assert told(charge="-100", paid="-80").stage == "reversed"


@pytest.mark.parametrize(
    ("status", "outcome", "stage"),
    [("23", "OTHER", "forwarded"), ("25", "OTHER", "predetermined"), ("5", "PENDING", "pended")],
)
def test_what_was_not_decided_is_no_decision(status: str, outcome: str, stage: str) -> None:
    found = told(status=status, paid="0")

    assert (found.outcome, found.stage, found.denial_rule) == (outcome, stage, None)
    assert (found.paid_cents is None) == (stage != "pended")
    assert (found.decided_on is None) == (outcome == "PENDING")


def test_without_a_day_of_receipt_the_service_stands_for_it_and_that_is_told() -> None:
    """And it never overrides what the claim as sent says."""
    found = read(interchange(remittance([claim("A-1", "100", "100", received=None)])))
    (part,) = found.parts

    assert found.claims[0].submitted_on == date(2025, 5, 2)
    assert part.understood.more_silent == {10: frozenset({"submitted_on"})}
    assert any("1 of 1 claims do not say" in note for note in found.layout.notes)


def test_without_any_day_before_the_decision_no_delay_is_made_up() -> None:
    found = told(received=None, served="")

    assert (found.decided_on, found.paid_on) == (None, date(2025, 6, 2))
    assert (found.submitted_on, found.service_on) == (date(2025, 6, 2), None)


def test_money_announced_for_later_was_decided_when_it_was_announced() -> None:
    found = only_claim(interchange(remittance([claim("A-1", "100", "100")], paid_on="20261201")))

    assert (found.decided_on, found.paid_on) == (date(2025, 6, 1), date(2026, 12, 1))


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ({"received": "20250801"}, ("decided_date", "row.decided_before_submitted")),
        ({"received": "20190801"}, ("decided_date", "row.delay_impossible")),
    ],
)
def test_impossible_delays_are_refused(more: dict[str, str], fault: tuple[str, str]) -> None:
    data = interchange(remittance([claim("A-1", "100", "100", **more)]))

    assert faults_of(data) == [fault]


def test_amounts_that_are_none_are_refused_at_their_segment() -> None:
    data = interchange(remittance([claim("A-1", "1OO", "0")]))

    assert faults_of(data) == [("billed_amount", "row.amount_unreadable")]
    assert read(data).rejected[0].line == 10


def test_a_payer_without_a_name_is_refused_with_all_its_claims() -> None:
    data = interchange(remittance([claim("A-1", "100", "100")], payer=""))

    assert faults_of(data) == [("payer", "row.missing")]


def test_a_line_goes_by_the_procedure_with_the_highest_charge() -> None:
    found = told("SVC*HC:36415*10*10**1", "SVC*HC:99213:25*90*70**1", "CAS*CO*45*20")
    revenue = told("SVC*NU:0450*100*80**1", "CAS*CO*45*20")

    assert (found.cpt, found.modifiers, found.cpt_group) == (
        "99213",
        ("25",),
        "Evaluation and management",
    )
    assert [line.cpt for line in found.lines] == ["36415", "99213"]
    assert (revenue.cpt, revenue.cpt_group) == ("0450", "Other")


def test_gaps_in_adjustments_and_groups_of_4010_are_read() -> None:
    found = told("CAS*CR*45*10", "CAS*CO****3*5", "CAS*XX*94*5", paid="80")

    assert [(one.group, one.carc, one.cents) for one in found.adjustments] == [
        ("CR", "45", 1_000),
        ("CO", "3", 500),
        ("OA", "94", 500),
    ]


def test_take_backs_are_never_claims() -> None:
    plb = "PLB*1234567893*20251231*WO:A-0*50*L6:X*-2.50*FB*10"
    found = read(
        interchange(remittance([claim("A-1", "100", "100")], paid="42.50", adjustments=[plb]))
    )
    (payment,) = [one.facts for one in found.remittances]

    assert len(found.claims) == 1
    assert [(one.reason, one.cents, one.reference) for one in payment.adjustments] == [
        ("WO", 5_000, "A-0"),
        ("L6", -250, "X"),
        ("FB", 1_000, None),
    ]
    assert payment.difference_cents == 0
