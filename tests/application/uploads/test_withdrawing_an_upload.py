"""An upload is taken back: what it said no longer counts, and what others said does."""

import pytest
from tests.support.claim_log import context_of
from tests.support.taking_in import Desk, csv_of

from upstream.application.uploads import withdraw
from upstream.application.uploads.withdrawing import take_out
from upstream.domain.claims.claim import Known, Unseen, decider
from upstream.domain.claims.events import ClaimRecorded, ClaimSeenAgain, ClaimWithdrawn
from upstream.domain.uploads.counts import Counts
from upstream.domain.uploads.refusals import (
    NothingToWithdraw,
    NotWithdrawable,
    UploadUnknown,
    WithdrawalReasonMissing,
)
from upstream.domain.uploads.upload import Ended, Withdrawing
from upstream.domain.uploads.withdrawal import WithdrawalAdvanced
from upstream.infrastructure.log import Answer

ROW = "C1,Aetna,99213,2025-01-02,2025-01-20,PAID,150.00,92.10,"


def rows(count: int) -> list[str]:
    return [ROW.replace("C1", f"C{n}") for n in range(1, count + 1)]


def ask(desk: Desk, answer: Answer, reason: str = "wrong file") -> Answer:
    context = context_of(desk.customer_id, command="uploads.withdraw")
    return withdraw(desk.intake.log, context, answer.id, reason)


def taken_in(desk: Desk, content: bytes, *, rows_max: int = 10_000) -> Answer:
    answer = desk.receive(content)
    desk.record(answer.id, rows_max=rows_max)
    return answer


def take_back(desk: Desk, answer: Answer) -> None:
    ask(desk, answer)
    take_out(desk.intake.log, context_of(desk.customer_id), answer.id)


def claim_now(desk: Desk, claim_ref: str) -> Known | Unseen:
    return decider.fold(desk.claim(claim_ref))  # type: ignore[arg-type]  # a claim's own events


@pytest.mark.feature("IN-15")
def test_the_claims_of_a_withdrawn_upload_are_unseen_again(desk: Desk) -> None:
    answer = taken_in(desk, csv_of(*rows(7)), rows_max=3)
    take_back(desk, answer)
    upload = desk.standing(answer.id)

    assert isinstance(upload, Ended)
    assert (upload.how, upload.totals) == ("withdrawn", Counts(rows_read=7, rows_new=7))
    assert all(isinstance(claim_now(desk, f"C{n}"), Unseen) for n in range(1, 8))
    assert [type(event) for event in desk.claim("C3")] == [ClaimRecorded, ClaimWithdrawn]


@pytest.mark.feature("IN-15")
def test_what_another_file_said_too_stays_known(desk: Desk) -> None:
    """Even where it said nothing new when it came in."""
    first = taken_in(desk, csv_of(*rows(3)))
    second = taken_in(desk, csv_of(*rows(2), "X9" + ROW[2:]))
    assert [type(event) for event in desk.claim("C1")] == [ClaimRecorded, ClaimSeenAgain]
    take_back(desk, first)

    known = claim_now(desk, "C1")
    assert isinstance(known, Known)
    assert [sighting.upload_id for sighting in known.sightings] == [second.id]
    assert known.facts.outcome == "PAID"
    assert isinstance(claim_now(desk, "C3"), Unseen)


@pytest.mark.feature("IN-15")
def test_the_same_file_may_come_again_and_is_recorded_anew(desk: Desk) -> None:
    first = taken_in(desk, csv_of(*rows(3)))
    take_back(desk, first)
    again = taken_in(desk, csv_of(*rows(3)))
    upload = desk.standing(again.id)

    assert again.id != first.id
    assert isinstance(upload, Ended)
    assert upload.totals == Counts(rows_read=3, rows_new=3)
    assert isinstance(claim_now(desk, "C2"), Known)


@pytest.mark.feature("IN-15", "IN-5")
def test_a_withdrawal_that_was_interrupted_goes_on_where_it_was(desk: Desk) -> None:
    answer = taken_in(desk, csv_of(*rows(9)), rows_max=2)
    ask(desk, answer)
    pauses = iter(range(3))

    def dies_after_three_chunks() -> None:
        next(pauses)

    log, context = desk.intake.log, context_of(desk.customer_id)
    with pytest.raises(StopIteration):
        take_out(log, context, answer.id, between_chunks=dies_after_three_chunks)
    half = desk.standing(answer.id)
    assert isinstance(half, Withdrawing)
    assert (half.chunks, half.claims) == (3, 6)
    take_out(log, context, answer.id)

    told = desk.events_of(answer.id, WithdrawalAdvanced)
    assert [(one.chunk, one.claims) for one in told] == [(1, 2), (2, 4), (3, 6), (4, 8), (5, 9)]
    assert all(len(desk.claim(f"C{n}")) == 2 for n in range(1, 10))


@pytest.mark.feature("IN-15")
def test_asking_twice_is_asking_once(desk: Desk) -> None:
    answer = taken_in(desk, csv_of(*rows(2)))
    first, second = ask(desk, answer), ask(desk, answer, "again")
    take_out(desk.intake.log, context_of(desk.customer_id), answer.id)
    third = ask(desk, answer, "and again")

    assert first.version == second.version
    assert third.version == first.version + 2


@pytest.mark.feature("IN-15")
def test_only_what_was_recorded_can_be_withdrawn(desk: Desk) -> None:
    rejected = taken_in(desk, csv_of())
    waiting = desk.receive(csv_of(ROW))
    done = taken_in(desk, csv_of(*rows(3)))

    with pytest.raises(NothingToWithdraw):
        ask(desk, rejected)
    with pytest.raises(NotWithdrawable):
        ask(desk, waiting)
    with pytest.raises(WithdrawalReasonMissing):
        ask(desk, done, " \n ")
    with pytest.raises(UploadUnknown):
        ask(desk, done.__class__(id=desk.customer_id, version=1, position=1))
