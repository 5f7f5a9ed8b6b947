"""received → validating → accepted | rejected → recording → completed | failed; or cancelled."""

from dataclasses import dataclass, replace
from typing import Literal

from upstream.domain.claims.layout import Layout
from upstream.domain.decider import Decider
from upstream.domain.quality.rule import Rules
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
from upstream.domain.uploads.file_problem import FileProblem
from upstream.domain.uploads.refusals import OutOfTurn, UploadFinished, UploadUnknown

Ending = Literal["rejected", "completed", "failed", "cancelled"]


@dataclass(frozen=True, slots=True)
class Unseen: ...


@dataclass(frozen=True, slots=True)
class Received:
    file: UploadReceived


@dataclass(frozen=True, slots=True)
class Validating:
    file: UploadReceived


@dataclass(frozen=True, slots=True)
class Recording:
    """Accepted, and at `next_offset`; `chunks` is 0 until the first rows were recorded."""

    file: UploadReceived
    layout: Layout
    chunks: int
    totals: Counts
    next_line: int
    next_offset: int
    rules: Rules = ()


@dataclass(frozen=True, slots=True)
class Ended:
    file: UploadReceived
    how: Ending
    totals: Counts
    problem: FileProblem | None = None
    """Why the file was rejected."""
    code: str | None = None
    """Why the file was rejected or its recording failed."""


Upload = Unseen | Received | Validating | Recording | Ended


def decide(command: UploadCommand, upload: Upload) -> tuple[UploadEvent, ...]:  # noqa: PLR0911  one case per command
    match command:
        case ReceiveFile(file_name=name, size_bytes=size, sha256=sha256, mapping=mapping):
            received = UploadReceived(
                file_name=name, size_bytes=size, sha256=sha256, mapping=mapping
            )
            return (received,) if isinstance(upload, Unseen) else ()
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


def _unfinished(upload: Upload) -> Received | Validating | Recording:
    match upload:
        case Unseen():
            raise UploadUnknown("there is no such upload")
        case Ended(how=how):
            raise UploadFinished(f"the upload was {how}", status=how)
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
        case RejectFile(problem=problem):
            return (UploadRejected(problem=problem),)


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


def totals(upload: Upload) -> Counts:
    """What became of the rows so far."""
    return upload.totals if isinstance(upload, Recording | Ended) else Counts()


def evolve(upload: Upload, event: UploadEvent) -> Upload:  # noqa: PLR0911  one case per event
    match event:
        case UploadReceived():
            return Received(event)
        case ValidationStarted():
            return Validating(_file(upload))
        case UploadAccepted(layout=layout):
            shape = layout.shape
            start = shape.first_line, shape.first_offset
            return Recording(_file(upload), layout, 0, Counts(), *start)
        case RulesFixed(rules=rules):
            assert isinstance(upload, Recording)
            return replace(upload, rules=rules)
        case ChunkRecorded(number=number, totals=sums, next_line=line, next_offset=offset):
            assert isinstance(upload, Recording)
            reached = replace(upload, next_line=line, next_offset=offset)
            return replace(reached, chunks=number, totals=sums)
        case UploadRejected(problem=problem):
            return Ended(_file(upload), "rejected", Counts(), problem, problem.code)
        case UploadCompleted(totals=sums):
            return Ended(_file(upload), "completed", sums)
        case UploadFailed(totals=sums, code=code):
            return Ended(_file(upload), "failed", sums, code=code)
        case UploadCancelled(totals=sums):
            return Ended(_file(upload), "cancelled", sums)


def _file(upload: Upload) -> UploadReceived:
    assert not isinstance(upload, Unseen)
    return upload.file


decider: Decider[UploadCommand, Upload, UploadEvent] = Decider("upload", Unseen(), decide, evolve)
