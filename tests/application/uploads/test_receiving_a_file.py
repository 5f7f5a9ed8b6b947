"""A stored file becomes an upload, once."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from tests.support.claim_log import context_of
from tests.support.taking_in import Desk, csv_of

from upstream.application.uploads import cancel, receive
from upstream.domain.uploads.events import UploadReceived
from upstream.domain.uploads.refusals import DuplicateFile, UploadFinished, UploadUnknown
from upstream.domain.uploads.upload import Ended, Received
from upstream.infrastructure.log import Answer, Conflict, IdempotencyKeyReused

ROW = "C1,Aetna,99213,2025-01-02,2025-01-20,PAID,150.00,92.10,"
FILE = csv_of(ROW)


@pytest.mark.feature("IN-7")
def test_the_same_file_twice_is_refused_with_the_first_uploads_id(desk: Desk) -> None:
    first = desk.receive(FILE)

    with pytest.raises(DuplicateFile) as refusal:
        desk.receive(FILE, name="again.csv")
    assert refusal.value.facts == {"upload_id": str(first.id)}
    desk.record(first.id)
    with pytest.raises(DuplicateFile):
        desk.receive(FILE)


@pytest.mark.feature("IN-7")
def test_another_customer_may_upload_it_too(desk: Desk, other_desk: Desk) -> None:
    mine, theirs = desk.receive(FILE), other_desk.receive(FILE)

    assert mine.id != theirs.id
    assert isinstance(other_desk.record(theirs.id), Ended)
    assert isinstance(desk.standing(mine.id), Received)


@pytest.mark.feature("IN-7")
def test_of_many_at_once_one_gets_through(desk: Desk) -> None:
    file = desk.store(FILE)

    def attempt(_: int) -> Answer | UUID:
        context = context_of(desk.customer_id, command="uploads.receive")
        try:
            return receive(desk.intake.log, context, file, file_name="claims.csv")
        except DuplicateFile as refusal:
            return UUID(str(refusal.facts["upload_id"]))

    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(attempt, range(6)))
    (winner,) = [outcome for outcome in outcomes if isinstance(outcome, Answer)]

    assert [outcome for outcome in outcomes if outcome != winner] == [winner.id] * 5
    assert len(desk.events_of(winner.id, UploadReceived)) == 1


@pytest.mark.feature("IN-7")
def test_a_file_of_which_nothing_was_recorded_may_come_again(desk: Desk) -> None:
    """The way on after a question: the same file with a mapping that answers it."""
    header = "claim_id,payer,cpt,submission_date,claim_status"
    content = csv_of("C1,Aetna,99213,2025-01-02,Approved", header=header)
    rejected = desk.receive(content)
    desk.record(rejected.id)
    again = desk.receive(content, mapping={"decided_date": "none"})
    ended = desk.record(again.id)

    assert again.id != rejected.id
    assert isinstance(ended, Ended)
    assert (ended.how, ended.totals.rows_new) == ("completed", 1)
    with pytest.raises(DuplicateFile) as refusal:
        desk.receive(content, mapping={"decided_date": "none"})
    assert refusal.value.facts == {"upload_id": str(again.id)}


def test_a_cancelled_file_may_come_again_unless_claims_of_it_were_recorded(desk: Desk) -> None:
    first = desk.receive(FILE)
    cancel(desk.intake.log, context_of(desk.customer_id), first.id)
    second = desk.receive(FILE)

    assert desk.receive(FILE + b"\n").id not in {first.id, second.id}
    assert isinstance(desk.record(second.id), Ended)
    with pytest.raises(DuplicateFile):
        desk.receive(FILE)


@pytest.mark.feature("IN-1")
def test_a_repeated_request_is_answered_as_the_first_time(desk: Desk) -> None:
    file = desk.store(FILE)
    context = context_of(desk.customer_id, idempotency_key="n-1", request_hash=b"x" * 32)
    first = receive(desk.intake.log, context, file, file_name="claims.csv")

    assert receive(desk.intake.log, context, file, file_name="claims.csv") == first
    other = context_of(desk.customer_id, idempotency_key="n-1", request_hash=b"y" * 32)
    with pytest.raises(IdempotencyKeyReused):
        receive(desk.intake.log, other, file, file_name="claims.csv")


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("claims.csv", "claims.csv"),
        ("../../etc/passwd", "passwd"),
        ("C:\\exports\\january.csv", "january.csv"),
        ("a\x00b\u202e.csv", "ab.csv"),
        ("", "unnamed"),
        ("n" * 500, "n" * 200),
    ],
)
def test_a_file_is_shown_by_its_bare_name(desk: Desk, given: str, shown: str) -> None:
    answer = desk.receive(FILE, name=given)

    assert desk.events_of(answer.id, UploadReceived)[0].file_name == shown


@pytest.mark.feature("IN-5")
def test_cancelling_needs_an_upload_that_is_under_way(desk: Desk) -> None:
    log, context = desk.intake.log, context_of(desk.customer_id)
    with pytest.raises(UploadUnknown):
        cancel(log, context, UUID(int=7))
    answer = desk.receive(FILE)
    with pytest.raises(Conflict):
        cancel(log, context, answer.id, expected_version=4)
    desk.record(answer.id)
    with pytest.raises(UploadFinished):
        cancel(log, context, answer.id)
