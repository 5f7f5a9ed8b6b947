"""What can be asked of an upload."""

from upstream.domain.claims.faults import RejectedRow
from upstream.domain.claims.layout import Layout
from upstream.domain.messages import Command
from upstream.domain.personal.kinds import PersonalCells
from upstream.domain.quality.measures import ChunkQuality
from upstream.domain.quality.rule import Rules
from upstream.domain.units import StreamId
from upstream.domain.uploads.counts import Counts
from upstream.domain.uploads.file_problem import FileProblem
from upstream.domain.uploads.mapping import Choice
from upstream.domain.uploads.quarantine import DestroyFile, ReleaseFile
from upstream.domain.uploads.withdrawal import (
    AdvanceWithdrawal,
    CompleteWithdrawal,
    StallWithdrawal,
    WithdrawUpload,
)


class ReceiveFile(Command):
    """The file is in the store already, under its hash."""

    file_name: str
    size_bytes: int
    sha256: str
    mapping: tuple[Choice, ...] = ()
    released_from: StreamId | None = None


class StartValidation(Command): ...


class AcceptFile(Command):
    layout: Layout
    rules: Rules = ()


class RejectFile(Command):
    problem: FileProblem
    personal: tuple[PersonalCells, ...] = ()


class RecordChunk(Command):
    """`offset` is where the chunk began: it must be where the last one ended."""

    offset: int
    counts: Counts
    next_line: int
    next_offset: int
    rejected: tuple[RejectedRow, ...]
    quality: ChunkQuality | None = None
    personal: tuple[PersonalCells, ...] = ()


class CompleteRecording(Command):
    """All of the file was read."""


class FailRecording(Command):
    failure: str


class CancelUpload(Command): ...


UploadCommand = (
    ReceiveFile
    | StartValidation
    | AcceptFile
    | RejectFile
    | RecordChunk
    | CompleteRecording
    | FailRecording
    | CancelUpload
    | WithdrawUpload
    | AdvanceWithdrawal
    | CompleteWithdrawal
    | StallWithdrawal
    | ReleaseFile
    | DestroyFile
)
