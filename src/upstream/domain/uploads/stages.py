"""The stages an upload goes through, and how each fact leads from one to the next."""

from dataclasses import dataclass, replace
from typing import Literal

from upstream.domain.claims.layout import Layout
from upstream.domain.quality.rule import Rules
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
from upstream.domain.uploads.quarantine import (
    QUARANTINED,
    FileDestroyed,
    FileReleased,
    Quarantine,
)
from upstream.domain.uploads.withdrawal import (
    UploadWithdrawn,
    WithdrawalEvent,
    WithdrawalRequested,
    Withdrawing,
    further,
)

Ending = Literal["rejected", "completed", "failed", "cancelled", "withdrawn"]


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
    quarantine: Quarantine | None = None


Upload = Unseen | Received | Validating | Recording | Ended | Withdrawing


def totals(upload: Upload) -> Counts:
    """What became of the rows so far."""
    return upload.totals if isinstance(upload, Recording | Ended | Withdrawing) else Counts()


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
        case UploadRejected() | UploadCompleted() | UploadFailed() | UploadCancelled():
            return _ended(_file(upload), event)
        case FileReleased() | FileDestroyed():
            assert isinstance(upload, Ended)
            released = isinstance(event, FileReleased)
            return replace(upload, quarantine="released" if released else "destroyed")
        case _:
            return _taken_back(upload, event)


def _ended(
    file: UploadReceived,
    event: UploadRejected | UploadCompleted | UploadFailed | UploadCancelled,
) -> Ended:
    match event:
        case UploadRejected(problem=problem):
            held: Quarantine | None = "held" if problem.code == QUARANTINED else None
            return Ended(file, "rejected", Counts(), problem, problem.code, held)
        case UploadCompleted(totals=sums):
            return Ended(file, "completed", sums)
        case UploadFailed(totals=sums, code=code):
            return Ended(file, "failed", sums, code=code)
        case UploadCancelled(totals=sums):
            return Ended(file, "cancelled", sums)


def _taken_back(upload: Upload, event: WithdrawalEvent) -> Upload:
    match event:
        case UploadWithdrawn():
            return Ended(_file(upload), "withdrawn", totals(upload))
        case WithdrawalRequested(reason=reason) if isinstance(upload, Ended):
            return Withdrawing(upload.file, upload.totals, reason)
        case _:
            assert isinstance(upload, Withdrawing)
            return further(upload, event)


def _file(upload: Upload) -> UploadReceived:
    assert not isinstance(upload, Unseen)
    return upload.file
