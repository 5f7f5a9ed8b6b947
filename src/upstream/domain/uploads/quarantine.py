"""A file held back for personal data in it: released by a person, or destroyed when time is up."""

from typing import Final, Literal

from upstream.domain.claims.layout import Layout
from upstream.domain.messages import Command, Event
from upstream.domain.personal.kinds import PersonalCells, PersonalColumn
from upstream.domain.units import StreamId
from upstream.domain.uploads.file_problem import FileProblem
from upstream.domain.uploads.reasons import sound_reason
from upstream.domain.uploads.refusals import FileGone, NotQuarantined, ReleaseReasonMissing

QUARANTINED: Final = "upload.quarantined"
Quarantine = Literal["held", "released", "destroyed"]
_COLUMNS_TOLD: Final = 20


class ReleaseFile(Command):
    """`upload_id` is the new upload of the same bytes, which masks what was found."""

    reason: str
    upload_id: StreamId


class DestroyFile(Command):
    """Its time is up."""


class FileReleased(Event, tag="uploads.file_released.v1"):
    """A person answers for it: the file is taken in with masking, as the upload named here."""

    reason: str
    upload_id: StreamId


class FileDestroyed(Event, tag="uploads.file_destroyed.v1"):
    """The bytes are gone for good; what is known of the upload stays."""

    sha256: str


def release(command: ReleaseFile, standing: Quarantine | None) -> tuple[FileReleased, ...]:
    """Raises `NotQuarantined`, `FileGone`, `ReleaseReasonMissing`."""
    _held(standing)
    missing = ReleaseReasonMissing("say why the file is taken in all the same", field="reason")
    reason = sound_reason(command.reason, missing)
    return (FileReleased(reason=reason, upload_id=command.upload_id),)


def destroy(sha256: str, standing: Quarantine | None) -> tuple[FileDestroyed, ...]:
    """Nothing where it was released or destroyed before. Raises `NotQuarantined`."""
    if standing is None:
        raise NotQuarantined("the file is not in quarantine")
    return (FileDestroyed(sha256=sha256),) if standing == "held" else ()


def quarantined(layout: Layout, cells: tuple[PersonalCells, ...]) -> FileProblem:
    """Which columns and lines, and what kind of thing; never what a cell says."""
    told = dict.fromkeys(
        (*(_said(one) for one in layout.found), *(_cells_said(one) for one in cells))
    )
    listed = "; ".join(list(told)[:_COLUMNS_TOLD])
    detail = (
        f"Personal data was found where it does not belong: {listed}. By your settings such a file"
        " is held back: nothing of it was recorded, and the sealed file is destroyed soon unless"
        " somebody who may do so releases it."
    )
    return FileProblem(code=QUARANTINED, detail=detail, found=layout.found)


def _held(standing: Quarantine | None) -> None:
    match standing:
        case "held":
            return
        case "destroyed":
            raise FileGone("the file was destroyed when its time was up")
        case "released":
            raise NotQuarantined("the file was released before")
        case None:
            raise NotQuarantined("the file is not in quarantine")


def _said(one: PersonalColumn) -> str:
    return _listed(one.header or one.column or "", one.kind, one.lines)


def _cells_said(one: PersonalCells) -> str:
    return _listed(one.column, one.kind, one.lines)


def _listed(where: str, kind: str, lines: tuple[int, ...]) -> str:
    at = f", line {', '.join(map(str, lines))}" if lines else ""
    return f"{where} ({kind.replace('_', ' ')}{at})"
