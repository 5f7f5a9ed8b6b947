"""Claims as sent (837) and what the gate said of them (277CA)."""

from datetime import date

import pytest
from tests.application.readers.x12.reading_x12 import only_claim, read
from tests.support.x12_writing import interchange, transaction

from upstream.domain.claims.facts import ClaimFacts

pytestmark = pytest.mark.feature("IN-3", "IN-8")

PROVIDER = ["HL*1**20*1", "NM1*85*2*Riverside Clinic*****XX*1234567893"]
SUBSCRIBER = [
    "HL*2*1*22*0",
    "SBR*P*18*GROUP9******CI",
    "NM1*IL*1*CANARY*ANNIE****MI*MEMBER77",
    "DMG*D8*19700101*F",
    "NM1*PR*2*Aetna*****PI*60054",
]
HEAD = ["BHT*0019*00*REF1*20250503*0900*CH", "NM1*41*2*CLINIC*****46*99"]


def submitted(*segments: str) -> bytes:
    body = [*HEAD, *PROVIDER, *SUBSCRIBER, *segments]
    return interchange(transaction("837", body, "005010X222A1"), group="HC")


def acknowledged(*segments: str, head: str = "BHT*0085*08*1*20250504*0900*TH") -> ClaimFacts:
    body = [
        head,
        "HL*1**20*1",
        "NM1*PR*2*Aetna*****PI*60054",
        "TRN*1*BATCH",
        "DTP*050*D8*20250503",
        "HL*2*1*21*1",
        "NM1*41*2*CLINIC*****46*99",
        "TRN*2*BATCH",
        "STC*A1:20*20250504*WQ*100",
        "HL*3*2*19*1",
        "NM1*85*2*Riverside Clinic*****XX*1234567893",
        "HL*4*3*PT",
        "NM1*QC*1*CANARY*ANNIE****MI*MEMBER77",
        *segments,
    ]
    return only_claim(interchange(transaction("277", body, "005010X214"), group="HN"))


def test_a_professional_claim_as_sent() -> None:
    found = only_claim(
        submitted(
            "CLM*A-1*190***11:B:1*Y*A*Y*Y",
            "REF*G1*AUTH5",
            "NM1*82*1*DOC*BEN****XX*1987654320",
            "LX*1",
            "SV1*HC:36415*10*UN*1***1",
            "DTP*472*D8*20250502",
            "LX*2",
            "SV1*HC:99213:25*180*UN*2*11**1",
            "DTP*472*RD8*20250501-20250502",
            "REF*6R*LINE9",
        )
    )

    assert (found.claim_ref, found.payer, found.outcome, found.stage) == (
        "A-1",
        "Aetna",
        "PENDING",
        "submitted",
    )
    assert (found.submitted_on, found.service_on) == (date(2025, 5, 3), date(2025, 5, 1))
    assert (found.billed_cents, found.cpt, found.modifiers, found.units) == (
        19_000,
        "99213",
        ("25",),
        2,
    )
    assert (found.place_of_service, found.frequency) == ("11", "1")
    assert (found.prior_authorization, found.line_of_business) == ("AUTH5", "CI")
    assert (found.provider_npi, found.facility) == ("1987654320", "Riverside Clinic")
    assert [(one.number, one.cpt, one.billed_cents) for one in found.lines] == [
        ("1", "36415", 1_000),
        ("LINE9", "99213", 18_000),
    ]
    assert "CANARY" not in repr(found)
    assert "MEMBER77" not in repr(found)


def test_a_replacement_names_what_it_replaces() -> None:
    found = only_claim(
        submitted("CLM*A-1*100***11:B:7*Y", "REF*F8*ICN55", "DTP*434*RD8*20250501-20250502")
    )

    assert (found.frequency, found.payer_claim_ref) == ("7", "ICN55")
    assert (found.service_on, found.cpt, found.lines) == (date(2025, 5, 1), "NONE", ())


def test_a_hospitals_line_goes_by_its_revenue_code_where_it_has_no_procedure() -> None:
    found = only_claim(
        submitted(
            "CLM*A-1*300***11:A:1*Y",
            "LX*1",
            "SV2*0450**100*UN*1",
            "LX*2",
            "SV2*0300*HC:85025*200*UN*3",
        )
    )

    assert [(one.cpt, one.billed_cents, one.units) for one in found.lines] == [
        ("0450", 10_000, 1),
        ("85025", 20_000, 3),
    ]
    assert found.cpt == "85025"


def test_a_dental_line_is_read_too() -> None:
    found = only_claim(submitted("CLM*A-1*80***11:B:1*Y", "LX*1", "SV3*AD:D1110*80****1"))

    assert (found.cpt, found.cpt_group) == ("D1110", "Dental")


def test_another_payers_share_is_not_taken_for_the_claims_own() -> None:
    """Loop 2320 tells of other coverage, with its own payer, dates and references."""
    found = only_claim(
        submitted(
            "CLM*A-1*100***11:B:1*Y",
            "SBR*S*18*******MB",
            "NM1*IL*1*SOMEBODY*ELSE****MI*OTHER1",
            "NM1*PR*2*Medicare*****PI*99",
            "DTP*573*D8*20240101",
            "REF*F8*OTHERICN",
            "LX*1",
            "SV1*HC:99213*100*UN*1***1",
            "DTP*472*D8*20250502",
        )
    )

    assert (found.payer, found.payer_claim_ref, found.line_of_business) == ("Aetna", None, "CI")


def test_each_subscriber_has_a_payer_of_its_own() -> None:
    second = [one.replace("MEMBER77", "MEMBER78").replace("Aetna", "Cigna") for one in SUBSCRIBER]
    found = read(
        submitted(
            "CLM*A-1*100***11:B:1*Y", *second, "CLM*A-2*50***11:B:1*Y", "CLM*A-3*50***11:B:1*Y"
        )
    ).claims

    assert [(one.claim_ref, one.payer) for one in found] == [
        ("A-1", "Aetna"),
        ("A-2", "Cigna"),
        ("A-3", "Cigna"),
    ]
    assert found[0].patient_pseudonym != found[1].patient_pseudonym == found[2].patient_pseudonym


def test_a_claim_as_sent_without_a_payer_is_refused() -> None:
    body = [*HEAD, *PROVIDER, *SUBSCRIBER[:-1], "CLM*A-1*100***11:B:1*Y"]
    found = read(interchange(transaction("837", body), group="HC"))

    assert [(row.line, row.faults[0].column) for row in found.rejected] == [(12, "payer")]


@pytest.mark.parametrize(
    ("category", "outcome", "stage"),
    [
        ("A1:20", "PENDING", "submitted"),
        ("A2:20", "PENDING", "accepted"),
        ("A3:21", "PENDING", "rejected"),
        ("A7:562:85", "PENDING", "rejected"),
        ("P1:20", "PENDING", "pended"),
        ("R3:297", "PENDING", "pended"),
        ("F1:65", "PAID", None),
        ("F2:88", "DENIED", None),
        ("F0:3", "PENDING", None),
    ],
)
def test_a_status_says_where_the_claim_is(category: str, outcome: str, stage: str | None) -> None:
    """A rejection at the gate is no denial."""
    found = acknowledged(
        "TRN*2*A-1", f"STC*{category}*20250505*WQ*100", "REF*1K*ICN7", "DTP*472*D8*20250502"
    )

    assert (found.claim_ref, found.payer, found.payer_claim_ref) == ("A-1", "Aetna", "ICN7")
    assert (found.outcome, found.stage) == (outcome, stage)
    assert (found.submitted_on, found.service_on) == (date(2025, 5, 3), date(2025, 5, 2))
    assert found.decided_on == (date(2025, 5, 5) if outcome != "PENDING" else None)
    assert found.billed_cents == 10_000
    assert "CANARY" not in repr(found)


def test_a_rejection_outweighs_other_words_on_the_same_claim() -> None:
    found = acknowledged("TRN*2*A-1", "STC*A1:20*20250505*WQ*100", "STC*A6:21*20250505*U*100")

    assert (found.stage, found.outcome_raw) == ("rejected", "A6 rejected, information missing")
