"""Twenty thousand claims made by somebody else's generator, balanced to the cent."""

from decimal import Decimal

import pytest
from tests.application.readers.x12.reading_x12 import ACCEPTED, read
from tests.support.x12_counts import counted
from x12sdk.generate import ClaimSpec, ServiceLineSpec, generate_835, generate_837p

pytestmark = pytest.mark.feature("IN-3")

CLAIMS = 20_000


def test_a_generated_remittance_balances_to_the_cent() -> None:
    data = generate_835(seed=7, claims=CLAIMS).encode()
    found, wanted = read(data, ACCEPTED), counted(data)
    (payment,) = [one.facts for one in found.remittances]

    assert len(found.claims) == payment.claims_count == wanted.claims == CLAIMS
    assert (payment.difference_cents, payment.claims_off_balance) == (0, 0)
    assert payment.lines_off_balance == 0
    assert sum(len(one.lines) for one in found.claims) == wanted.lines
    assert Decimal(sum(one.billed_cents or 0 for one in found.claims)) / 100 == wanted.charged
    assert Decimal(sum(one.paid_cents or 0 for one in found.claims)) / 100 == wanted.paid
    assert Decimal(payment.taken_back_cents) / 100 == wanted.taken_back


def test_claims_as_sent_and_as_paid_go_by_the_same_number() -> None:
    """Both made from one specification, so that the numbers are the same on both sides."""
    specs = [
        ClaimSpec(
            charge=Decimal(100 + place),
            lines=[ServiceLineSpec(charge=Decimal(100 + place), procedure="99213")],
            patient_control_number=f"PCN-{place}",
        )
        for place in range(200)
    ]
    sent = read(generate_837p(seed=3, claims=specs).encode(), ACCEPTED).claims
    paid = read(generate_835(seed=3, claims=specs).encode(), ACCEPTED).claims

    assert [one.claim_ref for one in paid] == [f"PCN-{place}" for place in range(200)]
    assert sorted(one.claim_ref or "" for one in sent) == sorted(
        one.claim_ref or "" for one in paid
    )
    assert sum(one.billed_cents or 0 for one in sent) == sum(one.billed_cents or 0 for one in paid)
