"""The refused rows of an upload in its own columns: to be put right and uploaded again."""

from collections.abc import Iterator
from itertools import chain, islice
from typing import BinaryIO, Final
from uuid import UUID

from litestar import get
from litestar.params import FromPath
from litestar.response import Stream

from upstream.api.access import allowed
from upstream.api.composition import Parts
from upstream.api.dependencies import AnyRequest, CallerGiven, PartsGiven, PlaceGiven
from upstream.api.requests import context_of
from upstream.application import uploads
from upstream.application.uploads.refused_rows import (
    NoRowsToCorrect,
    RefusedRow,
    refused_rows_file,
)
from upstream.domain.context import Context
from upstream.projections.moments import AtPosition
from upstream.projections.uploads.documents import UploadDetail
from upstream.projections.uploads.list_uploads import NEEDS, upload
from upstream.projections.uploads.rejected_rows import rejected_rows

FETCH: Final = "uploads.fetch_refused_rows"
_PAGE: Final = 5_000
_LINES_AT_ONCE: Final = 200


@get(
    "/uploads/{upload_id:uuid}/refused-rows",
    operation_id="uploads.refused_rows",
    opt=allowed("uploads:write"),
    sync_to_thread=True,
)
def refused_rows(
    upload_id: FromPath[UUID],
    request: AnyRequest,
    parts: PartsGiven,
    caller: CallerGiven,
    place: PlaceGiven,
) -> Stream:
    """A CSV file with only the refused rows, as the upload had them, and at the end of each its
    line and what to do. Put right and uploaded, it adds what was refused. Each download is noted.
    """
    context = context_of(request, caller, place, command=FETCH)
    return refused_rows_sent(parts, context, upload_id)


def refused_rows_sent(parts: Parts, context: Context, upload_id: UUID) -> Stream:
    """Raises `UploadUnknown`, `FileGone`, `NoRowsToCorrect`."""
    with parts.views.at(context.customer_id, needs=NEEDS) as view:
        known, position = upload(view, upload_id), view.position
    if not known.rows_rejected or known.layout is None:
        raise NoRowsToCorrect("no row of this upload was refused")
    file = uploads.fetch(parts.log, parts.files, context, upload_id).file
    lines = _closing(file, _lines(parts, context, known, position, file))
    first = next(lines)  # what stands in the way is said before anything is sent
    name = f"refused-rows-{upload_id}.csv"
    return Stream(
        _joined(chain([first], lines)),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _lines(
    parts: Parts, context: Context, known: UploadDetail, position: int, file: BinaryIO
) -> Iterator[str]:
    refused = _refused(parts, context, known.id, position)
    return refused_rows_file(file, known.layout, known.id, refused, limits=parts.files.limits)


def _refused(
    parts: Parts, context: Context, upload_id: UUID, position: int
) -> Iterator[RefusedRow]:
    """Page by page: a slow client must not keep a transaction open."""
    after: int | None = 0
    moment = AtPosition(position)
    while after is not None:
        with parts.views.at(context.customer_id, needs=NEEDS, as_of=moment) as view:
            page = rejected_rows(view, upload_id, limit=_PAGE, after=after)
        for row in page.items:
            yield RefusedRow(row.line, " ".join(fault.reason for fault in row.faults))
        after = page.next


def _closing(file: BinaryIO, lines: Iterator[str]) -> Iterator[str]:
    with file:
        yield from lines


def _joined(lines: Iterator[str]) -> Iterator[str]:
    while some := "".join(islice(lines, _LINES_AT_ONCE)):
        yield some
