"""received → validating → accepted | rejected → recording → completed | failed; or cancelled.

Whatever was recorded may be withdrawn (`withdrawal.py`); what was held back for personal data is
released or destroyed (`quarantine.py`).
"""

from upstream.domain.decider import Decider
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
from upstream.domain.uploads.events import (
    ChunkRecorded,
    RulesFixed,
    UploadAccepted,
    UploadCancelled,
    UploadCompleted,
    UploadEvent,
    UploadFailed,
    UploadReceived,
    UploadRejected,
    ValidationStarted,
)
from upstream.domain.uploads.quarantine import DestroyFile, ReleaseFile, destroy, release
from upstream.domain.uploads.refusals import (
    NotWithdrawable,
    OutOfTurn,
    UploadFinished,
    UploadUnknown,
)
from upstream.domain.uploads.stages import (
    Ended,
    Received,
    Recording,
    Unseen,
    Upload,
    Validating,
    evolve,
    totals,
)
from upstream.domain.uploads.withdrawal import (
    AdvanceWithdrawal,
    CompleteWithdrawal,
    StallWithdrawal,
    Withdrawing,
    WithdrawUpload,
    carry_on,
    request,
    request_again,
)

__all__ = [
    "Ended",
    "Received",
    "Recording",
    "Unseen",
    "Upload",
    "Validating",
    "Withdrawing",
    "decide",
    "decider",
    "evolve",
    "totals",
]


def decide(command: UploadCommand, upload: Upload) -> tuple[UploadEvent, ...]:  # noqa: C901, PLR0911  one case per command
    match command:
        case ReceiveFile():
            return (_received(command),) if isinstance(upload, Unseen) else ()
        case StartValidation():
            return (ValidationStarted(),) if isinstance(_unfinished(upload), Received) else ()
        case AcceptFile() | RejectFile():
            return _judge(command, _unfinished(upload))
        case RecordChunk():
            return (_record(command, _unfinished(upload)),)
        case CompleteRecording():
            return (UploadCompleted(totals=_recording(_unfinished(upload)).totals),)
        case FailRecording(failure=code):
            return (UploadFailed(code=code, totals=totals(_unfinished(upload))),)
        case CancelUpload():
            return _cancel(upload)
        case WithdrawUpload(reason=reason):
            return _withdraw(reason, upload)
        case AdvanceWithdrawal() | CompleteWithdrawal() | StallWithdrawal():
            return carry_on(command, _withdrawing(upload))
        case ReleaseFile() | DestroyFile():
            return _quarantine(command, upload)


def _received(command: ReceiveFile) -> UploadReceived:
    return UploadReceived(
        file_name=command.file_name,
        size_bytes=command.size_bytes,
        sha256=command.sha256,
        mapping=command.mapping,
        released_from=command.released_from,
    )


def _quarantine(command: ReleaseFile | DestroyFile, upload: Upload) -> tuple[UploadEvent, ...]:
    if isinstance(upload, Unseen):
        raise UploadUnknown("there is no such upload")
    standing = upload.quarantine if isinstance(upload, Ended) else None
    match command:
        case ReleaseFile():
            return release(command, standing)
        case DestroyFile():
            return destroy(upload.file.sha256, standing)


def _unfinished(upload: Upload) -> Received | Validating | Recording:
    match upload:
        case Unseen():
            raise UploadUnknown("there is no such upload")
        case Ended(how=how):
            raise UploadFinished(f"the upload was {how}", status=how)
        case Withdrawing():
            raise UploadFinished("the upload is being withdrawn", status="withdrawing")
        case _:
            return upload


def _recording(upload: Upload) -> Recording:
    if not isinstance(upload, Recording):
        raise OutOfTurn("the file was not accepted yet")
    return upload


def _judge(command: AcceptFile | RejectFile, upload: Upload) -> tuple[UploadEvent, ...]:
    if not isinstance(upload, Validating):
        raise OutOfTurn("only a file under validation is accepted or rejected")
    match command:
        case AcceptFile(layout=layout, rules=rules):
            fixed = (RulesFixed(rules=rules),) if rules else ()
            return (UploadAccepted(layout=layout), *fixed)
        case RejectFile(problem=problem, personal=personal):
            return (UploadRejected(problem=problem, personal=personal),)


def _record(chunk: RecordChunk, upload: Upload) -> ChunkRecorded:
    recording = _recording(upload)
    if chunk.offset != recording.next_offset:
        raise OutOfTurn("another worker has recorded this part of the file")
    return ChunkRecorded(
        number=recording.chunks + 1,
        counts=chunk.counts,
        totals=recording.totals + chunk.counts,
        next_line=chunk.next_line,
        next_offset=chunk.next_offset,
        rejected=chunk.rejected,
        quality=chunk.quality,
        personal=chunk.personal,
    )


def _cancel(upload: Upload) -> tuple[UploadEvent, ...]:
    if isinstance(upload, Ended) and upload.how == "cancelled":
        return ()
    return (UploadCancelled(totals=totals(_unfinished(upload))),)


def _withdraw(reason: str, upload: Upload) -> tuple[UploadEvent, ...]:
    match upload:
        case Ended(how=how, totals=sums):
            return request(reason, how=how, totals=sums)
        case Withdrawing():
            return request_again(reason, upload)
        case Unseen():
            raise UploadUnknown("there is no such upload")
        case _:
            raise NotWithdrawable("the upload is still on its way in; cancel it first")


def _withdrawing(upload: Upload) -> Withdrawing:
    if not isinstance(upload, Withdrawing):
        raise OutOfTurn("the upload is not being withdrawn")
    return upload


decider: Decider[UploadCommand, Upload, UploadEvent] = Decider("upload", Unseen(), decide, evolve)
