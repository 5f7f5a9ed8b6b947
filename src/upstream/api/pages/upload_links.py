"""Where an upload leads on to: its columns, its refused rows, the upload it corrects."""

from collections.abc import Mapping
from typing import Final, TypedDict

from upstream.api.pages.uploads_view import ReasonCount
from upstream.domain.uploads.options import FOR_THIS_TIME
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
