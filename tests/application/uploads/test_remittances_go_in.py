"""Remittances, submitted claims and status files go all the way into the log."""

import pytest
from tests.application.readers.x12.reading_x12 import ACCEPTED
from tests.support.claim_log import context_of
from tests.support.corpus import corpus
from tests.support.taking_in import Desk
from tests.support.x12_counts import counted
from tests.support.x12_writing import claim, interchange, remittance

from upstream.application.remittances import withdrawn
from upstream.domain.remittances.events import (
    RemittanceEvent,
    RemittanceRecorded,
    RemittanceSeenAgain,
    RemittanceWithdrawn,
)
from upstream.domain.remittances.facts import KIND, natural_key
from upstream.domain.streams import stream_of
from upstream.domain.units import StreamId
from upstream.domain.uploads.events import UploadCompleted
from upstream.infrastructure.log import codec

pytestmark = pytest.mark.feature("IN-3")

TWO = interchange(
    remittance(
        [
            claim("A-1", "100", "80", "CAS*CO*45*20"),
            claim("A-2", "50", "0", "CAS*CO*197*50", status="4"),
        ],
        paid="70",
        adjustments=["PLB*1234567893*20251231*WO:A-0*10"],
    )
)


def remittance_events(desk: Desk) -> list[RemittanceEvent]:
    with desk.intake.log.database.customer(desk.customer_id) as connection:
        rows = connection.exec_driver_sql(
            "SELECT tag, state FROM events WHERE tag LIKE 'remittances.%%' ORDER BY position"
        ).all()
    return [codec.decode(tag, bytes(state)) for tag, state in rows]  # type: ignore[misc]


def test_every_claim_of_a_remittance_is_accounted_for(desk: Desk) -> None:
    ended = desk.take_in(TWO)

    assert (ended.how, ended.totals.rows_read, ended.totals.rows_new) == ("completed", 2, 2)
    (payment,) = remittance_events(desk)
    assert isinstance(payment, RemittanceRecorded)
    assert (payment.facts.paid_cents, payment.facts.taken_back_cents) == (7_000, 1_000)
    assert payment.facts.difference_cents == 0
    assert payment.line == 3


def test_parts_of_one_claim_each_make_the_same_claims_and_one_payment(desk: Desk) -> None:
    ended = desk.take_in(TWO, rows_max=1)

    assert (ended.totals.rows_read, ended.totals.rows_new) == (2, 2)
    assert len(remittance_events(desk)) == 1


def test_the_same_payment_in_another_file_is_one_payment(desk: Desk) -> None:
    """Another control number makes another file of it; the claims are repeated, not doubled."""
    desk.take_in(TWO)
    again = desk.take_in(TWO.replace(b"000000001", b"000000002"))

    assert (again.totals.rows_new, again.totals.rows_repeated) == (0, 2)
    first, second = remittance_events(desk)
    assert isinstance(first, RemittanceRecorded)
    assert isinstance(second, RemittanceSeenAgain)
    assert first.facts == second.facts


@pytest.mark.feature("IN-7")
def test_an_interchange_that_comes_again_inside_another_file_is_a_repetition(desk: Desk) -> None:
    """Byte for byte the same, control number and all: once more in a file with news, and twice in
    one file. The file is another one, so it is read; what it repeats is counted as repeated.
    """
    sent = [claim("B-1", "100", "70", "CAS*CO*45*30")]
    news = interchange(remittance(sent, paid="70", trace="EFT2"))
    desk.take_in(TWO)
    again = desk.take_in(TWO + news)
    twice = desk.take_in(news + TWO + TWO)

    assert (again.totals.rows_new, again.totals.rows_repeated) == (1, 2)
    assert (twice.totals.rows_read, twice.totals.rows_new, twice.totals.rows_repeated) == (5, 0, 5)
    kinds = [type(event) for event in remittance_events(desk)]
    assert kinds.count(RemittanceRecorded) == 2


def test_a_payment_leaves_with_the_last_file_that_told_of_it(desk: Desk) -> None:
    uploads = [
        StreamId(desk.receive(data).id) for data in (TWO, TWO.replace(b"000000001", b"000000002"))
    ]
    for upload in uploads:
        desk.record(upload)
    (payment, _) = remittance_events(desk)
    assert isinstance(payment, RemittanceRecorded)
    stream = stream_of(desk.customer_id, KIND, natural_key(payment.facts))
    log = desk.intake.log

    for upload in uploads:
        (news,) = withdrawn(log, desk.customer_id, upload, [stream])
        log.append(context_of(desk.customer_id, command="uploads.withdraw"), news)
    one, other = remittance_events(desk)[2:]

    assert isinstance(one, RemittanceWithdrawn)
    assert isinstance(other, RemittanceWithdrawn)
    assert one.left is not None
    assert one.left.upload_id == uploads[1]
    assert other.left is None
    assert withdrawn(log, desk.customer_id, uploads[1], [stream]) == []


def test_files_of_others_go_in_with_every_claim_accounted_for(desk: Desk) -> None:
    for names in (
        ("835", "oopfactory", "835_5010_Example1.txt"),
        ("835", "moov", "sample1.txt"),
        ("837", "moov", "837p_sample.txt"),
    ):
        data = corpus(*names).read_bytes()
        ended = desk.take_in(data, mapping=ACCEPTED)
        assert ended.how == "completed"
        assert ended.totals.rows_read == counted(data).claims
    for name, claims in (("x12_277CA_accepted.txt", 1), ("x12_277CA_rejected.txt", 1)):
        ended = desk.take_in(corpus("277", "imsweb", name).read_bytes(), mapping=ACCEPTED)
        assert (ended.totals.rows_read, ended.totals.rows_new) == (claims, claims)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("67_835_truncated.835", "upload.truncated"),
        ("69_835_testflag.835", "upload.test_file"),
        ("71_999_not_835.835", "upload.not_claims"),
    ],
)
def test_nasty_files_leave_nothing_behind(desk: Desk, name: str, code: str) -> None:
    upload = desk.receive(corpus("nasty", name).read_bytes()).id
    ended = desk.record(upload)

    assert getattr(ended, "code", None) == code
    assert desk.events_of(upload, UploadCompleted) == []
    assert remittance_events(desk) == []
    assert ended.totals.rows_read == 0  # type: ignore[union-attr]


def test_a_remittance_of_take_backs_alone_is_a_payment_without_claims(desk: Desk) -> None:
    ended = desk.take_in(
        interchange(remittance([], paid="-25", adjustments=["PLB*1234567893*20251231*WO:X*25"]))
    )

    assert (ended.how, ended.totals.rows_read) == ("completed", 0)
    (payment,) = remittance_events(desk)
    assert isinstance(payment, RemittanceRecorded)
    assert (payment.facts.claims_count, payment.facts.difference_cents) == (0, 0)


def test_no_name_and_no_member_number_is_stored_in_clear(desk: Desk) -> None:
    desk.take_in(TWO)
    with desk.intake.log.database.customer(desk.customer_id) as connection:
        states = connection.exec_driver_sql("SELECT state FROM events").scalars().all()

    assert states
    for state in states:
        assert b"CANARY" not in bytes(state)
        assert b"MEMBER77" not in bytes(state)
