"""received → validating → accepted | rejected → recording → completed | failed; or cancelled."""

import pytest
from tests.support.claim_rows import layout_of

from upstream.domain.claims.faults import Fault, RejectedRow
from upstream.domain.uploads.commands import (
    AcceptFile,
    CancelUpload,
    CompleteRecording,
    FailRecording,
    ReceiveFile,
    RecordChunk,
    RejectFile,
    StartValidation,
    UploadCommand,
)
from upstream.domain.uploads.counts import Counts
from upstream.domain.uploads.events import (
    ChunkRecorded,
    UploadAccepted,
    UploadCancelled,
    UploadCompleted,
    UploadEvent,
    UploadFailed,
    UploadReceived,
    UploadRejected,
    ValidationStarted,
)
from upstream.domain.uploads.file_problem import FileProblem
from upstream.domain.uploads.refusals import OutOfTurn, UploadFinished, UploadUnknown
from upstream.domain.uploads.upload import Ended, decider, totals

LAYOUT = layout_of("payer", "cpt", "submitted_date", "decided_date", "outcome")
PROBLEM = FileProblem(code="upload.empty", detail="There is nothing in the file.")
RECEIVED = UploadReceived(file_name="claims.csv", size_bytes=90, sha256="ab" * 32)
STARTED = ValidationStarted()
ACCEPTED = UploadAccepted(layout=LAYOUT)
TWO = Counts(rows_read=2, rows_new=1, rows_rejected=1)
CHUNK = RecordChunk(
    offset=0,
    counts=TWO,
    next_line=4,
    next_offset=60,
    rejected=(RejectedRow(3, (Fault("cpt", "row.missing"),)),),
)
RECORDED = ChunkRecorded(
    number=1, counts=TWO, totals=TWO, next_line=4, next_offset=60, rejected=CHUNK.rejected
)
IN_RECORDING = (RECEIVED, STARTED, ACCEPTED, RECORDED)


def after(*history: UploadEvent, command: UploadCommand) -> tuple[UploadEvent, ...]:
    return decider.decide(command, decider.fold(history))


@pytest.mark.feature("IN-5")
def test_each_stage_leads_to_the_next() -> None:
    receive = ReceiveFile(file_name="claims.csv", size_bytes=90, sha256="ab" * 32)

    assert after(command=receive) == (RECEIVED,)
    assert after(RECEIVED, command=StartValidation()) == (STARTED,)
    assert after(RECEIVED, STARTED, command=AcceptFile(layout=LAYOUT)) == (ACCEPTED,)
    assert after(RECEIVED, STARTED, ACCEPTED, command=CHUNK) == (RECORDED,)
    completed = (UploadCompleted(totals=TWO),)
    assert after(*IN_RECORDING, command=CompleteRecording()) == completed


@pytest.mark.feature("IN-5")
def test_a_file_that_cannot_be_read_is_rejected_before_any_claim() -> None:
    rejected = UploadRejected(problem=PROBLEM)

    assert after(RECEIVED, STARTED, command=RejectFile(problem=PROBLEM)) == (rejected,)
    ended = decider.fold((RECEIVED, STARTED, rejected))
    assert ended == Ended(RECEIVED, "rejected", Counts(), PROBLEM, "upload.empty")


def test_chunks_add_up_and_follow_each_other() -> None:
    second = RecordChunk(offset=60, counts=TWO, next_line=6, next_offset=90, rejected=())
    (event,) = after(*IN_RECORDING, command=second)

    assert isinstance(event, ChunkRecorded)
    assert event.number == 2
    assert event.totals == Counts(rows_read=4, rows_new=2, rows_rejected=2)
    assert totals(decider.fold((*IN_RECORDING, event))) == event.totals


def test_a_chunk_that_was_recorded_already_is_refused() -> None:
    with pytest.raises(OutOfTurn):
        after(*IN_RECORDING, command=CHUNK)


@pytest.mark.feature("IN-5")
@pytest.mark.parametrize("length", [1, 2, 3, 4])
def test_it_can_be_cancelled_at_every_stage(length: int) -> None:
    history = IN_RECORDING[:length]
    cancelled = UploadCancelled(totals=totals(decider.fold(history)))

    assert after(*history, command=CancelUpload()) == (cancelled,)
    assert after(*history, cancelled, command=CancelUpload()) == ()


def test_a_failure_keeps_what_was_recorded() -> None:
    failed = UploadFailed(code="upload.file_damaged", totals=TWO)

    assert after(*IN_RECORDING, command=FailRecording(failure=failed.code)) == (failed,)
    ended = decider.fold((*IN_RECORDING, failed))
    assert ended == Ended(RECEIVED, "failed", TWO, code="upload.file_damaged")


COMMANDS: tuple[UploadCommand, ...] = (
    StartValidation(),
    AcceptFile(layout=LAYOUT),
    RejectFile(problem=PROBLEM),
    CHUNK,
    CompleteRecording(),
    FailRecording(failure="upload.file_damaged"),
    CancelUpload(),
)


@pytest.mark.parametrize("command", COMMANDS)
def test_nothing_happens_to_an_upload_that_has_ended(command: UploadCommand) -> None:
    with pytest.raises(UploadFinished):
        after(*IN_RECORDING, UploadCompleted(totals=TWO), command=command)


@pytest.mark.parametrize("command", COMMANDS)
def test_nothing_happens_to_an_upload_that_never_was(command: UploadCommand) -> None:
    with pytest.raises(UploadUnknown):
        after(command=command)


@pytest.mark.parametrize("command", [AcceptFile(layout=LAYOUT), CHUNK, CompleteRecording()])
def test_no_stage_is_left_out(command: UploadCommand) -> None:
    with pytest.raises(OutOfTurn):
        after(RECEIVED, command=command)


def test_beginning_the_validation_again_is_no_news() -> None:
    """After a crash a worker looks at the same file once more."""
    assert after(RECEIVED, STARTED, command=StartValidation()) == ()


def test_counts_account_for_every_row() -> None:
    with pytest.raises(ValueError, match="account for every row"):
        Counts(rows_read=3, rows_new=1, rows_rejected=1)
