"""What the upload pages show, ready for their templates."""

from datetime import datetime
from typing import Literal

import msgspec

from upstream.api.pages.frame.pieces import Filter, Named, Option
from upstream.api.pages.settings.personal_figures import PersonalLine

Standing = Literal["done", "current", "coming", "failed"]


class UploadRow(msgspec.Struct, frozen=True, kw_only=True):
    file_name: str
    href: str
    state_said: str
    state_kind: str
    rows_read: int
    rows_new: int
    rows_changed: int
    rows_rejected: int
    received_at: datetime


class UploadsPage(msgspec.Struct, frozen=True, kw_only=True):
    """`problem` says why the last file was not taken; `problem_href` leads to its first upload."""

    action: str
    may_upload: bool
    uploads: tuple[UploadRow, ...]
    next_href: str | None = None
    problem: str | None = None
    problem_href: str | None = None
    search: str = ""
    filters: tuple[Filter, ...] = ()
    clear_href: str | None = None
    sources_href: str | None = None


class Stage(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    standing: Standing


class Count(msgspec.Struct, frozen=True, kw_only=True):
    """Rows that ended the same way; all counts of a page add up to the rows read."""

    name: str
    rows: int
    explained: str


class RejectedRow(msgspec.Struct, frozen=True, kw_only=True):
    line: int
    column: str | None
    reason: str


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """One column the file does not name, with what it may be; our guess is chosen."""

    name: str
    label: str
    choices: tuple[Option, ...]


class ReasonCount(msgspec.Struct, frozen=True, kw_only=True):
    """Rows that were rejected for the same reason."""

    column: str | None
    reason: str
    rows: int


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What the file does not say. `quick` is the name and value of the likely single answer."""

    asked: str
    explained: str
    action: str
    asks: tuple[Ask, ...]
    quick: str | None


class UploadPage(msgspec.Struct, frozen=True, kw_only=True):
    """One upload; `busy` while it moves by itself, so the page asks again."""

    file_name: str
    size: int | None
    received_at: datetime
    actor: str
    href: str
    list_href: str
    audit_href: str | None
    rejected_href: str
    quality_href: str
    file_href: str | None
    """The file itself, for those who may have it."""
    state_said: str
    state_kind: str
    busy: bool
    may_cancel: bool
    may_withdraw: bool
    stages: tuple[Stage, ...]
    octets_read: int
    octets_total: int
    progress_said: str
    counts: tuple[Count, ...]
    facts: tuple[Named, ...]
    rejected: tuple[RejectedRow, ...]
    question: Question | None = None
    again_href: str | None = None
    """The newest upload of the same bytes, where that is another one."""
    failure: str | None = None
    look: str | None = None
    """What to say where a person asked to look first, and nothing was recorded yet."""
    mapping_href: str | None = None
    """Where columns are chosen with the first rows before the eyes."""
    refused_href: str | None = None
    corrects_href: str | None = None
    """The upload whose refused rows this one brings."""
    held_said: str | None = None
    """What becomes of a file that is held back for personal data."""
    may_release: bool = False
    released_href: str | None = None
    """The upload that held these bytes back before they were released."""
    reasons: tuple[ReasonCount, ...] = ()
    personal: tuple[PersonalLine, ...] = ()
