"""Sent, accepted, denied, reversed, paid: five files in the wrong order are one claim's life."""

import itertools

import pytest
from tests.support.claim_log import context_of
from tests.support.taking_in import Desk
from tests.support.x12_writing import claim, interchange, remittance, transaction

from upstream.application.uploads import withdraw
from upstream.application.uploads.withdrawing import take_out
from upstream.domain.claims.claim import Known, decider
from upstream.domain.claims.identity import KIND
from upstream.domain.messages import Event
from upstream.domain.remittances.events import RemittanceWithdrawn
from upstream.domain.streams import stream_of
from upstream.infrastructure.log import Answer, codec

pytestmark = pytest.mark.feature("IN-3", "IN-8")

SENT = interchange(
    transaction(
        "837",
        [
            "BHT*0019*00*REF1*20250503*0900*CH",
            "HL*1**20*1",
            "NM1*85*2*Riverside Clinic*****XX*1234567893",
            "HL*2*1*22*0",
            "SBR*P*18*******CI",
            "NM1*IL*1*CANARY*ANNIE****MI*MEMBER77",
            "NM1*PR*2*Aetna*****PI*60054",
            "CLM*A-1*100***11:B:1*Y",
            "REF*G1*AUTH5",
            "LX*1",
            "SV1*HC:99213:25*100*UN*1***1",
            "DTP*472*D8*20250502",
        ],
    ),
    group="HC",
)
ACCEPTED = interchange(
    transaction(
        "277",
        [
            "BHT*0085*08*1*20250504*0900*TH",
            "HL*1**20*1",
            "NM1*PR*2*Aetna*****PI*60054",
            "HL*2*1*PT",
            "TRN*2*A-1",
            "STC*A2:20*20250504*WQ*100",
            "DTP*472*D8*20250502",
        ],
    ),
    group="HN",
)


def remitted(day: str, *told: list[str], trace: str) -> bytes:
    return interchange(remittance(told, paid_on=day, trace=trace))


LINE = "SVC*HC:99213:25*100*{}**1"
DENIED = remitted(
    "20250602", claim("A-1", "100", "0", LINE.format(0), "CAS*CO*197*100", status="4"), trace="E1"
)
CORRECTED = remitted(
    "20250702",
    claim("A-1", "-100", "0", LINE.format(0), "CAS*CO*197*-100", status="22"),
    claim("A-1", "100", "80", LINE.format(80), "CAS*CO*45*20", "AMT*B6*80", received=None),
    trace="E2",
)
FILES = {"sent": SENT, "accepted": ACCEPTED, "denied": DENIED, "corrected": CORRECTED}


def taken_in(desk: Desk, content: bytes) -> Answer:
    answer = desk.receive(content)
    desk.record(answer.id)
    return answer


def history(desk: Desk) -> list[Event]:
    stream = stream_of(desk.customer_id, KIND, "A-1\x1faetna\x1f2025-05-02")
    return [recorded.event for recorded in desk.intake.log.read(desk.customer_id, stream)]


def known(desk: Desk) -> Known:
    found = decider.fold(history(desk))  # type: ignore[arg-type]  # a claim's own events
    assert isinstance(found, Known)
    return found


@pytest.mark.parametrize("order", list(itertools.permutations(FILES))[::4])
def test_whatever_comes_first_the_claim_ends_the_same(desk: Desk, order: list[str]) -> None:
    for name in order:
        taken_in(desk, FILES[name])
    facts = known(desk).facts

    assert (facts.outcome, str(facts.submitted_on), str(facts.decided_on)) == (
        "PAID",
        "2025-05-03",
        "2025-07-02",
    )
    assert (facts.billed_cents, facts.allowed_cents, facts.paid_cents) == (10_000, 8_000, 8_000)
    assert (facts.prior_authorization, facts.cpt, facts.modifiers) == ("AUTH5", "99213", ("25",))


def test_the_first_decision_is_kept_beside_the_last(desk: Desk) -> None:
    for content in (CORRECTED, SENT, DENIED):
        taken_in(desk, content)
    found = known(desk)

    assert found.first is not None
    assert (found.first.outcome, found.facts.outcome) == ("DENIED", "PAID")


def test_without_the_withdrawn_file_its_payment_and_its_word_are_gone(desk: Desk) -> None:
    for content in (SENT, DENIED):
        taken_in(desk, content)
    corrected = taken_in(desk, CORRECTED)
    context = context_of(desk.customer_id, command="uploads.withdraw")
    withdraw(desk.intake.log, context, corrected.id, "wrong file")
    take_out(desk.intake.log, context, corrected.id)

    assert known(desk).facts.outcome == "DENIED"
    with desk.intake.log.database.customer(desk.customer_id) as connection:
        rows = connection.exec_driver_sql(
            "SELECT tag, state FROM events WHERE tag = 'remittances.withdrawn.v1'"
        ).all()
    (gone,) = [codec.decode(tag, bytes(state)) for tag, state in rows]
    assert isinstance(gone, RemittanceWithdrawn)
    assert (gone.upload_id, gone.left) == (corrected.id, None)
