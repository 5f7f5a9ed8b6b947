"""From the stored file to its claims: every row accounted for, whatever happens on the way."""

from pathlib import Path
from uuid import UUID

import pytest
from tests.support.claim_log import context_of
from tests.support.taking_in import HEADER, Desk, csv_of

from upstream.application.uploads import cancel, record
from upstream.domain.claims.events import (
    ClaimCorrected,
    ClaimDecided,
    ClaimOutcomeChanged,
    ClaimRecorded,
)
from upstream.domain.claims.faults import Fault
from upstream.domain.uploads.counts import Counts
from upstream.domain.uploads.events import ChunkRecorded, UploadAccepted, ValidationStarted
from upstream.domain.uploads.refusals import UploadUnknown
from upstream.domain.uploads.upload import Ended, Recording

PAID = "C1,Aetna,99213,2025-01-02,2025-01-20,PAID,150.00,92.10,"
DENIED = "C2,Aetna,99214,2025-01-03,2025-01-24,DENIED,220.00,0.00,CO-197"
OPEN = "C3,Aetna,93000,2025-01-04,,,80.00,,"
BAD = "C4,Aetna,0450,2025-01-04,,,80.00,,"


def many(count: int) -> list[str]:
    return [PAID.replace("C1", f"N{number}") for number in range(count)]


@pytest.mark.feature("IN-1", "IN-5", "IN-8")
def test_every_row_is_accounted_for(desk: Desk) -> None:
    content = csv_of(PAID, DENIED, OPEN, "", BAD, PAID, HEADER, "TOTAL,,,,,,530.00,,")
    ended = desk.take_in(content)

    assert ended.how == "completed"
    assert ended.totals == Counts(
        rows_read=8, rows_new=3, rows_repeated=1, rows_rejected=1, rows_skipped=3
    )
    (recorded,) = desk.claim("C2")
    assert isinstance(recorded, ClaimRecorded)
    assert recorded.line == 3
    assert recorded.facts.denial_reason == "CO-197"
    assert recorded.facts.billed_cents == 22_000


@pytest.mark.feature("IN-5", "DQ-3")
def test_the_file_is_judged_before_any_claim_is_recorded(desk: Desk) -> None:
    answer = desk.receive(csv_of(PAID, BAD))
    desk.record(answer.id, rows_max=1)
    log = desk.intake.log
    (first_claim,) = log.read(desk.customer_id, desk.claim_stream("C1"))
    history = log.read(desk.customer_id, answer.id)
    judged = [r.position for r in history if isinstance(r.event, UploadAccepted)]

    assert judged < [first_claim.position]
    (second,) = [e for e in desk.events_of(answer.id, ChunkRecorded) if e.number == 2]
    assert second.rejected[0].line == 3
    assert second.rejected[0].faults == (Fault("cpt", "row.code_malformed"),)


@pytest.mark.feature("IN-8")
def test_a_known_claim_with_other_facts_gets_its_own_event(desk: Desk) -> None:
    desk.take_in(csv_of(PAID, DENIED, OPEN))
    second = desk.take_in(
        csv_of(
            PAID,
            DENIED.replace("DENIED", "PAID").replace("2025-01-24", "2025-02-28"),
            OPEN.replace(",,,80.00", ",2025-02-01,DENIED,80.00"),
        )
    )
    third = desk.take_in(csv_of(PAID.replace("150.00", "151.00")))

    assert second.totals == Counts(rows_read=3, rows_changed=2, rows_repeated=1)
    assert third.totals == Counts(rows_read=1, rows_changed=1)
    (_, changed), (_, decided) = desk.claim("C2"), desk.claim("C3")
    assert isinstance(changed, ClaimOutcomeChanged)
    assert (changed.before.outcome, changed.after.outcome) == ("DENIED", "PAID")
    assert isinstance(decided, ClaimDecided)
    (*_, corrected) = desk.claim("C1")
    assert isinstance(corrected, ClaimCorrected)
    assert (corrected.before.billed_cents, corrected.after.billed_cents) == (15_000, 15_100)


@pytest.mark.feature("IN-8")
@pytest.mark.parametrize("rows_max", [1, 2, 100])
def test_a_claim_may_change_within_one_file(desk: Desk, rows_max: int) -> None:
    """Whether its rows come in one chunk or in several."""
    later = DENIED.replace("DENIED", "PAID").replace("2025-01-24", "2025-02-28")
    ended = desk.take_in(csv_of(*many(4), DENIED, DENIED, later), rows_max=rows_max)

    assert ended.totals == Counts(rows_read=7, rows_new=5, rows_changed=1, rows_repeated=1)
    assert [type(event) for event in desk.claim("C2")] == [ClaimRecorded, ClaimOutcomeChanged]


@pytest.mark.feature("IN-1")
def test_without_a_decision_date_the_file_asks_and_then_goes_in(desk: Desk) -> None:
    content = csv_of(
        "C1,PAT1,Aetna,99213,2025-01-02,Approved,150.00",
        "C2,PAT1,Aetna,99213,2025-01-02,Denied,150.00",
        header="claim_id,patient_id,payer_name,cpt_code,submission_date,claim_status,claim_amount",
    )
    asked = desk.take_in(content)
    ended = desk.take_in(content, mapping={"decided_date": "none"})

    assert asked.problem is not None
    assert (asked.code, asked.problem.asks) == ("upload.mapping_needed", ("decided_date",))
    assert ended.totals == Counts(rows_read=2, rows_new=2)
    (one,), (two,) = desk.claim("C1"), desk.claim("C2")
    assert isinstance(one, ClaimRecorded)
    assert isinstance(two, ClaimRecorded)
    assert (one.facts.outcome, one.facts.decided_on) == ("PAID", None)
    assert one.facts.patient_pseudonym == two.facts.patient_pseudonym != "PAT1"


@pytest.mark.feature("IN-5")
def test_a_file_without_rows_is_rejected_and_records_nothing(desk: Desk) -> None:
    ended = desk.take_in(csv_of())

    assert (ended.how, ended.code, ended.totals) == ("rejected", "upload.no_rows", Counts())


@pytest.mark.feature("IN-5")
def test_a_stored_file_that_was_damaged_fails_the_upload(desk: Desk, tmp_path: Path) -> None:
    answer = desk.receive(csv_of(PAID))
    (path,) = [path for path in tmp_path.rglob("*") if path.is_file()]
    path.write_bytes(path.read_bytes()[:-1])
    ended = desk.record(answer.id)

    assert isinstance(ended, Ended)
    assert (ended.how, ended.code) == ("failed", "upload.file_damaged")


class Killed(Exception):
    """The process went away."""


@pytest.mark.feature("IN-5")
@pytest.mark.parametrize("chunks", [0, 1, 2, 3])
def test_after_a_crash_it_goes_on_from_the_last_chunk(desk: Desk, chunks: int) -> None:
    """No claim lost, none twice, however far the first attempt came."""
    answer = desk.receive(csv_of(*many(7), BAD, PAID, PAID))
    left = chunks

    def die() -> None:
        nonlocal left
        if left == 0:
            raise Killed
        left -= 1

    with pytest.raises(Killed):
        record(
            desk.intake,
            context_of(desk.customer_id),
            answer.id,
            between_chunks=die,
            rows_max=2,
        )
    stopped = desk.standing(answer.id)
    assert isinstance(stopped, Recording)
    assert stopped.chunks <= chunks
    ended = desk.record(answer.id, rows_max=3)

    assert isinstance(ended, Ended)
    assert ended.totals == Counts(rows_read=10, rows_new=8, rows_repeated=1, rows_rejected=1)
    assert len(desk.events_of(answer.id, ValidationStarted)) == 1
    assert all(len(desk.claim(f"N{number}")) == 1 for number in range(7))
    assert desk.record(answer.id) == ended


@pytest.mark.feature("IN-5")
def test_it_can_be_cancelled_between_two_chunks(desk: Desk) -> None:
    answer = desk.receive(csv_of(*many(9)))
    pauses = 0

    def cancel_at_the_third() -> None:
        nonlocal pauses
        pauses += 1
        if pauses == 3:
            cancel(desk.intake.log, context_of(desk.customer_id), answer.id)

    context = context_of(desk.customer_id)
    record(desk.intake, context, answer.id, between_chunks=cancel_at_the_third, rows_max=2)
    ended = desk.standing(answer.id)

    assert isinstance(ended, Ended)
    assert ended.how == "cancelled"
    assert ended.totals.rows_new == sum(len(desk.claim(f"N{n}")) for n in range(9)) < 9


def test_an_upload_that_never_was_cannot_be_recorded(desk: Desk) -> None:
    with pytest.raises(UploadUnknown):
        desk.record(UUID(int=7))
