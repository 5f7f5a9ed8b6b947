"""Which uploads are there, the newest first, and how far is one?"""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, RowMapping, func, or_, select, tuple_

from upstream.domain.claims.layout import Layout
from upstream.domain.uploads.file_problem import FileProblem
from upstream.domain.uploads.refusals import UploadUnknown
from upstream.projections.mappings.tables import header_mappings
from upstream.projections.tables import standing
from upstream.projections.uploads.documents import (
    UploadDetail,
    UploadFilter,
    UploadPage,
    UploadRow,
)
from upstream.projections.uploads.tables import uploads as u
from upstream.projections.uploads.upload_versions import uploads as upload_versions
from upstream.projections.view import View

NEEDS = (upload_versions,)
_USUAL_KIND = "table"
"""Left out of a stored layout, as every default is."""


def list_uploads(
    view: View, wanted: UploadFilter, *, limit: int = 50, after: tuple[str, str] | None = None
) -> UploadPage:
    """One page of the uploads as they stood at the view's position."""
    statement = select(u).where(standing(u, view), *_conditions(view, wanted))
    if after is not None:
        last = (datetime.fromisoformat(after[0]), UUID(after[1]))
        statement = statement.where(tuple_(u.c.received_at, u.c.upload_id) < last)
    statement = statement.order_by(u.c.received_at.desc(), u.c.upload_id.desc()).limit(limit + 1)
    rows = view.connection.execute(statement).mappings().all()
    more = rows[limit - 1] if len(rows) > limit else None
    return UploadPage(
        items=[UploadRow(**_same(row)) for row in rows[:limit]],
        next=(more["received_at"].isoformat(), str(more["upload_id"])) if more else None,
    )


def upload(view: View, upload_id: UUID) -> UploadDetail:
    """As it stood at the view's position. Raises `UploadUnknown`."""
    statement = select(u).where(standing(u, view), u.c.upload_id == upload_id)
    row = view.connection.execute(statement).mappings().first()
    if row is None:
        raise UploadUnknown("there is no such upload at that moment")
    return UploadDetail(
        mapping=row["mapping"],
        layout=row["layout"] and msgspec.convert(row["layout"], Layout),
        problem=row["problem"] and msgspec.convert(row["problem"], FileProblem),
        **_same(row),
    )


def _conditions(view: View, wanted: UploadFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.status is not None:
        conditions.append(u.c.status == wanted.status)
    if wanted.search:
        found = func.strpos(func.lower(u.c.file_name), wanted.search.lower()) > 0
        conditions.append(or_(found, u.c.sha256.startswith(wanted.search, autoescape=True)))
    if wanted.kind is not None:
        kind = func.coalesce(u.c.layout["kind"].astext, _USUAL_KIND)
        conditions += [u.c.layout.is_not(None), kind == wanted.kind]
    if wanted.source is not None:
        conditions.append(_of_source(view, wanted.source))
    if wanted.received_from is not None:
        conditions.append(u.c.received_at >= wanted.received_from)
    if wanted.received_to is not None:
        conditions.append(u.c.received_at < wanted.received_to)
    return conditions


def _of_source(view: View, source: UUID) -> ColumnElement[bool]:
    """Files that were taken in, and files that had a question, with the headers of the source."""
    h = header_mappings.c
    headers = (
        select(func.to_jsonb(h.headers))
        .where(standing(header_mappings, view), h.mapping_id == source)
        .scalar_subquery()
    )
    return or_(u.c.layout["headers"] == headers, u.c.problem["headers"] == headers)


def _same(row: RowMapping) -> dict[str, Any]:
    """The fields of `UploadRow`."""
    same = set(UploadRow.__struct_fields__) & set(row)
    told = {name: row[name] for name in same} | {"bytes_read": _bytes_read(row)}
    return {"id": row["upload_id"], **_pace(row), **told}


def _bytes_read(row: RowMapping) -> int:
    """Places of packed files, workbooks and FHIR count something else than the stored bytes."""
    read, size = int(row["bytes_read"]), int(row["size_bytes"])
    places = int((row["layout"] or {}).get("expanded_bytes") or size)
    return min(read * size // max(places, 1), size)


def _pace(row: RowMapping) -> dict[str, int | None]:
    """Measured between the acceptance and the latest chunk, in recorded time."""
    if row["began_at"] is None or not row["rows_read"]:
        return {"rows_per_second": None, "seconds_left": None}
    seconds = (row["changed_at"] - row["began_at"]).total_seconds()
    left = None
    if row["status"] == "recording" and (read := _bytes_read(row)):
        left = round(seconds * (row["size_bytes"] - read) / read)
    return {
        "rows_per_second": round(row["rows_read"] / seconds) if seconds > 0 else None,
        "seconds_left": left,
    }
