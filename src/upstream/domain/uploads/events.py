"""What can happen to an upload. Tags and fields are the storage format: version with care."""

from upstream.domain.claims.faults import RejectedRow
from upstream.domain.claims.layout import Layout
from upstream.domain.messages import Event
from upstream.domain.personal.kinds import PersonalCells
from upstream.domain.quality.measures import ChunkQuality
from upstream.domain.quality.rule import Rules
from upstream.domain.uploads.counts import Counts
from upstream.domain.uploads.file_problem import FileProblem
from upstream.domain.uploads.quarantine import FileDestroyed, FileReleased
from upstream.domain.uploads.received import UploadReceived as UploadReceived  # noqa: PLC0414  one of the events
from upstream.domain.uploads.withdrawal import (
    UploadWithdrawn,
    WithdrawalAdvanced,
    WithdrawalRequested,
    WithdrawalStalled,
)


class ValidationStarted(Event, tag="uploads.validation_started.v1"):
    """A worker looks at the file as a whole."""


class UploadAccepted(Event, tag="uploads.accepted.v1"):
    """The file can be read, and this is how; no claim was recorded before this."""

    layout: Layout


class RulesFixed(Event, tag="uploads.rules_fixed.v1"):
    """The rules all rows of this file are held against, whatever becomes of them meanwhile."""

    rules: Rules


class UploadRejected(Event, tag="uploads.rejected.v1"):
    """The file as a whole cannot be taken; no claim of it was recorded."""

    problem: FileProblem
    personal: tuple[PersonalCells, ...] = ()
    """What was found in cells of a file that was held back for it."""


class ChunkRecorded(Event, tag="uploads.chunk_recorded.v1"):
    """Some thousand rows, in the very commit that holds their claims."""

    number: int
    """1 for the first chunk."""
    counts: Counts
    """Of this chunk."""
    totals: Counts
    """Of the upload so far, this chunk included."""
    next_line: int
    next_offset: int
    """Where the next chunk begins: physical line from 1, and byte."""
    rejected: tuple[RejectedRow, ...] = ()
    quality: ChunkQuality | None = None
    """What the rules said of these rows; None where none was asked."""
    personal: tuple[PersonalCells, ...] = ()
    """Personal data found in cells of stored columns, and masked or refused with their rows."""


class UploadCompleted(Event, tag="uploads.completed.v1"):
    """Every row of the file is accounted for."""

    totals: Counts


class UploadFailed(Event, tag="uploads.failed.v1"):
    """Recording ended before the end of the file, by our fault; `code` is stable."""

    code: str
    totals: Counts


class UploadCancelled(Event, tag="uploads.cancelled.v1"):
    """A person stopped it. Claims recorded until then stay recorded."""

    totals: Counts


UploadEvent = (
    UploadReceived
    | ValidationStarted
    | UploadAccepted
    | RulesFixed
    | UploadRejected
    | ChunkRecorded
    | UploadCompleted
    | UploadFailed
    | UploadCancelled
    | WithdrawalRequested
    | WithdrawalAdvanced
    | WithdrawalStalled
    | UploadWithdrawn
    | FileReleased
    | FileDestroyed
)
