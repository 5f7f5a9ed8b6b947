"""The allowed amount of a claim: as the payer says it, or derived, and which of the two it was."""

import pytest
from tests.application.readers.x12.reading_x12 import only_claim
from tests.support.x12_writing import claim, interchange, remittance

pytestmark = pytest.mark.feature("IN-3", "IN-8")


@pytest.mark.parametrize(
    ("segments", "paid", "allowed"),
    [
        (["SVC*HC:99213*100*80**1", "CAS*CO*45*20"], "80", (8_000, "paid_and_patient")),
        (
            ["SVC*HC:99213*100*60**1", "CAS*CO*45*20", "CAS*PR*2*20"],
            "60",
            (8_000, "paid_and_patient"),
        ),
        (
            ["SVC*HC:99213*100*10**1", "CAS*CO*45*20", "CAS*OA*23*70"],
            "10",
            (8_000, "charge_less_contract"),
        ),
        (["CAS*CO*45*20"], "80", (8_000, "paid_and_patient")),
        (["SVC*HC:99213*100*0**1", "CAS*CO*197*100", "AMT*B6*90"], "0", (None, None)),
        (
            [
                "SVC*HC:99213*60*50**1",
                "CAS*CO*45*10",
                "AMT*B6*50",
                "SVC*HC:71046*40*0**1",
                "CAS*CO*50*40",
                "AMT*B6*40",
            ],
            "50",
            (5_000, "reported"),
        ),
    ],
    ids=["paid", "patient", "other payer", "no lines", "denied", "one line denied"],
)
def test_the_allowed_amount_comes_with_its_method(
    segments: list[str], paid: str, allowed: tuple[int | None, str | None]
) -> None:
    """Never from denied lines, whatever they report."""
    known = claim("A-1", "100", paid, *segments)
    found = only_claim(interchange(remittance([known])))

    assert (found.allowed_cents, found.allowed_method) == allowed
