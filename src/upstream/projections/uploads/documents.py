"""What is told about uploads: rows of the list, one upload in full, and how to ask."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from upstream.domain.claims.layout import FileKind, Layout
from upstream.domain.uploads.file_problem import FileProblem
from upstream.domain.uploads.quarantine import Quarantine

Status = Literal[
    "received",
    "validating",
    "accepted",
    "rejected",
    "recording",
    "completed",
    "failed",
    "cancelled",
    "withdrawing",
    "withdrawn",
]


class UploadRow(msgspec.Struct, frozen=True, kw_only=True):
    """One upload as it stood. rows_read = new + changed + repeated + rejected + skipped.

    `rows_per_second` and `seconds_left` are measured over the recording so far; None before it.
    """

    id: UUID
    status: Status
    file_name: str
    size_bytes: int
    sha256: str
    received_at: datetime
    received_by: str
    changed_at: datetime
    finished_at: datetime | None
    bytes_read: int
    rows_read: int
    rows_new: int
    rows_changed: int
    rows_repeated: int
    rows_rejected: int
    rows_skipped: int
    claims_withdrawn: int
    """Claims of which something was taken out since the upload is withdrawn."""
    rows_per_second: int | None
    seconds_left: int | None
    code: str | None
    """Why it was rejected or failed."""
    quarantine: Quarantine | None
    """What became of a file that was held back for personal data in it."""
    released_from: UUID | None
    """The upload that held these bytes back before somebody released them."""
    version: int


class UploadDetail(UploadRow, frozen=True, kw_only=True):
    """With what a person said about the file, how it is read, and what stands in its way."""

    mapping: Mapping[str, str]
    layout: Layout | None
    problem: FileProblem | None


class UploadFilter(msgspec.Struct, frozen=True, kw_only=True):
    """All given conditions hold. `search` is part of the file's name or the start of its hash."""

    status: Status | None = None
    search: str | None = None
    kind: FileKind | None = None
    """What format the file is of, where it was taken in."""
    source: UUID | None = None
    """A saved header mapping: files with exactly its headers."""
    received_from: datetime | None = None
    """Inclusive."""
    received_to: datetime | None = None
    """Exclusive."""


class UploadPage(msgspec.Struct, frozen=True, kw_only=True):
    """The newest first; `next` goes back in as `after`."""

    items: list[UploadRow]
    next: tuple[str, str] | None
