"""Where an upload leads on to: its columns, its refused rows, the upload it corrects."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final, TypedDict

from upstream.api.pages.frame.visits import Visit
from upstream.api.pages.uploads.uploads_view import ReasonCount
from upstream.domain.uploads.options import FOR_THIS_TIME
from upstream.domain.uploads.quarantine import Quarantine
from upstream.projections.uploads.documents import UploadDetail
from upstream.projections.uploads.rejected_rows import reasons_counted
from upstream.projections.view import View

_TABULAR: Final = frozenset({"table", "excel"})
REASONS_SHOWN: Final = 10


class Links(TypedDict):
    mapping_href: str | None
    refused_href: str | None


def links_of(known: UploadDetail, path: str, *, may_write: bool) -> Links:
    """Nowhere for those who may not upload."""
    if not may_write:
        return Links(mapping_href=None, refused_href=None)
    layout = known.layout or (known.problem and known.problem.layout)
    tabular = bool(layout and layout.kind in _TABULAR)
    asks = bool(known.problem and known.problem.asks)
    correctable = tabular and known.rows_rejected > 0
    return Links(
        mapping_href=f"{path}/mapping" if tabular or asks else None,
        refused_href=f"{path}/refused-rows.csv" if correctable else None,
    )


def corrected(known: UploadDetail, list_path: str) -> str | None:
    upload_id = known.layout.corrects if known.layout else None
    return f"{list_path}/{upload_id}" if upload_id else None


class Held(TypedDict):
    held_said: str | None
    may_release: bool
    released_href: str | None


def held_back(known: UploadDetail, visit: Visit) -> Held:
    """What there is to say and to do about quarantine."""
    is_held = known.quarantine == "held" and known.finished_at is not None
    said = _HELD[known.quarantine] if known.quarantine else None
    if is_held and known.finished_at:
        days = timedelta(days=visit.parts.settings.quarantine_days)
        said = f"The sealed file is destroyed after {known.finished_at + days:%Y-%m-%d %H:%M} UTC."
    before = known.released_from
    return Held(
        held_said=said,
        may_release=is_held and visit.may("uploads:release"),
        released_href=visit.path("uploads", before) if before else None,
    )


_HELD: Final[dict[Quarantine, str]] = {
    "held": "The sealed file is kept for a short time only.",
    "released": "Somebody released the file; it was taken in with masking.",
    "destroyed": "Its time was up: the file was destroyed. What is known of the upload stays.",
}


def lasting(mapping: Mapping[str, str]) -> dict[str, str]:
    """What was said of a file, without what counted for that one time."""
    return {name: value for name, value in mapping.items() if name not in FOR_THIS_TIME}


def reasons_of(view: View, known: UploadDetail) -> tuple[ReasonCount, ...]:
    """The reasons most rows were rejected for."""
    if not known.rows_rejected:
        return ()
    found = reasons_counted(view, known.id, limit=REASONS_SHOWN)
    return tuple(
        ReasonCount(column=fault.column, reason=fault.advice, rows=rows) for fault, rows in found
    )
