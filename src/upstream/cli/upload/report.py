"""What `upstream upload` tells about an upload, for people and for programs."""

from typing import Final, Literal
from uuid import UUID

import msgspec
import rich_click as click

from upstream.application.uploads.streams import standing
from upstream.domain.messages import Refusal
from upstream.domain.units import CustomerId
from upstream.domain.uploads.counts import Counts
from upstream.domain.uploads.file_problem import FileProblem
from upstream.domain.uploads.mapping import as_mapping
from upstream.domain.uploads.upload import (
    Ended,
    Received,
    Recording,
    Unseen,
    Validating,
    Withdrawing,
    totals,
)
from upstream.infrastructure.log import EventLog

Status = Literal[
    "refused",
    "received",
    "validating",
    "accepted",
    "recording",
    "rejected",
    "completed",
    "failed",
    "cancelled",
    "withdrawing",
    "withdrawn",
]
_EXIT_CODES: Final[dict[Status, int]] = {"rejected": 3, "refused": 3, "failed": 1, "cancelled": 1}
_PARTLY: Final = 4


class Report(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`refused` means there is no new upload; `first_upload_id` is that of the same file."""

    status: Status
    id: UUID | None = None
    position: int | None = None
    size_bytes: int = 0
    bytes_read: int = 0
    counts: Counts = Counts()
    problem: FileProblem | None = None
    code: str | None = None
    detail: str | None = None
    first_upload_id: str | None = None

    @property
    def ended(self) -> bool:
        return self.status in {"rejected", "completed", "failed", "cancelled"}


def report(log: EventLog, customer_id: CustomerId, upload_id: UUID, position: int) -> Report:
    upload, _ = standing(log, customer_id, upload_id)
    assert not isinstance(upload, Unseen)
    ended = upload if isinstance(upload, Ended) else None
    return Report(
        status=_status(upload),
        id=upload_id,
        position=position,
        size_bytes=upload.file.size_bytes,
        bytes_read=upload.next_offset if isinstance(upload, Recording) else 0,
        counts=totals(upload),
        problem=ended.problem if ended else None,
        code=ended.code if ended else None,
    )


def _status(upload: Received | Validating | Recording | Ended | Withdrawing) -> Status:
    match upload:
        case Received():
            return "received"
        case Validating():
            return "validating"
        case Recording(chunks=chunks):
            return "recording" if chunks else "accepted"
        case Withdrawing():
            return "withdrawing"
        case Ended(how=how):
            return how


def refused(refusal: Refusal) -> Report:
    first = refusal.facts.get("upload_id")
    return Report(
        status="refused",
        code=refusal.code,
        detail=refusal.detail,
        first_upload_id=None if first is None else str(first),
    )


def exit_code(told: Report) -> int:
    if told.status == "completed" and told.counts.rows_rejected:
        return _PARTLY
    return _EXIT_CODES.get(told.status, 0)


def say(told: Report) -> None:
    """A line or two for people; what stands in the way goes to standard error."""
    subject = f"upload {told.id}" if told.id else "file"
    click.echo(f"{subject}: {told.status}{_counted(told.counts)}")
    if told.code:
        detail = told.problem.detail if told.problem else told.detail
        click.echo(f"{detail or 'see its history'} ({told.code})", err=True)
    if told.first_upload_id:
        click.echo(f"first uploaded as {told.first_upload_id}", err=True)
    for name, value in as_mapping(told.problem.suggested if told.problem else ()).items():
        click.echo(f"  try --mapping {name}={value!r}", err=True)


def _counted(counts: Counts) -> str:
    if not counts.rows_read:
        return ""
    kinds = ("new", "changed", "repeated", "rejected", "skipped")
    each = ", ".join(f"{getattr(counts, f'rows_{kind}')} {kind}" for kind in kinds)
    return f", {counts.rows_read} rows: {each}"
