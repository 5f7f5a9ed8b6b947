"""Uploads: which there are, how far one is, which of its rows were rejected and why."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import IO, Annotated, Final, Literal
from uuid import UUID

from litestar import Response, Router, get
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery, QueryParameter, SkipValidation
from litestar.response import Stream

from upstream.api.access import allowed
from upstream.api.answers import POSITION, record, shown, widened
from upstream.api.asked import Page
from upstream.api.dependencies import (
    AnyRequest,
    AskedGiven,
    ListingGiven,
    PartsGiven,
    PlaceGiven,
)
from upstream.domain.claims.layout import FileKind
from upstream.projections.uploads.documents import Status, UploadDetail, UploadFilter, UploadRow
from upstream.projections.uploads.list_uploads import NEEDS, list_uploads, upload
from upstream.projections.uploads.rejected_rows import (
    RejectedRow,
    rejected_rows,
    rejected_rows_csv,
)
from upstream.projections.uploads.statistics import UploadStatistics, upload_statistics

_CSV: Final = "text/csv"
_IN_MEMORY_BYTES: Final = 1 << 20
_CHUNK_BYTES: Final = 1 << 16


class UploadDocument(UploadDetail, frozen=True, kw_only=True):
    """One upload as it stood at `position`."""

    position: int


class StatisticsDocument(UploadStatistics, frozen=True, kw_only=True):
    """All uploads together, at `position`."""

    position: int


class UploadsAsked(UploadFilter, frozen=True, kw_only=True):
    """The filter of the list, as query parameters."""

    status: FromQuery[Status | None] = None
    search: Annotated[
        str | None, QueryParameter(max_length=200, description="Part of a name, or of a hash.")
    ] = None
    kind: FromQuery[FileKind | None] = None
    source: Annotated[
        UUID | None, QueryParameter(description="Id of a header mapping: files with its headers.")
    ] = None
    received_from: Annotated[datetime | None, QueryParameter(name="from")] = None
    received_to: Annotated[datetime | None, QueryParameter(name="to", description="Exclusive.")] = (
        None
    )


@get(
    "/uploads",
    operation_id="uploads.list",
    opt=allowed("uploads:read"),
    dependencies={"wanted": Provide(UploadsAsked, sync_to_thread=False)},
    sync_to_thread=True,
)
def uploads(
    parts: PartsGiven,
    place: PlaceGiven,
    listing: ListingGiven,
    wanted: NamedDependency[SkipValidation[UploadsAsked]],
) -> Response[Page[UploadRow]]:
    """The uploads, the newest first."""
    with parts.views.at(place.customer_id, needs=NEEDS, **listing.asked.moment) as view:
        found = list_uploads(view, wanted, limit=listing.limit, after=listing.after_texts)
        return listing.page_by(found.items, after=found.next, position=view.position)


@get(
    "/uploads/stats",
    operation_id="uploads.statistics",
    opt=allowed("uploads:read"),
    sync_to_thread=True,
)
def statistics(
    parts: PartsGiven, place: PlaceGiven, asked: AskedGiven
) -> Response[StatisticsDocument]:
    """What all uploads add up to."""
    with parts.views.at(place.customer_id, needs=NEEDS, **asked.moment) as view:
        found = upload_statistics(view)
        document = widened(StatisticsDocument, found, position=view.position)
        return shown(document, view.position)


@get(
    "/uploads/{upload_id:uuid}",
    operation_id="uploads.detail",
    opt=allowed("uploads:read"),
    sync_to_thread=True,
)
def upload_detail(
    upload_id: FromPath[UUID],
    request: AnyRequest,
    parts: PartsGiven,
    place: PlaceGiven,
    asked: AskedGiven,
) -> Response[UploadDocument]:
    """How far an upload is, how its file is read, and what became of its rows."""
    with parts.views.at(place.customer_id, needs=NEEDS, **asked.moment) as view:
        found = upload(view, upload_id)
        document = widened(UploadDocument, found, position=view.position)
        return record(document, view.position, found.version, request.headers)


@get(
    "/uploads/{upload_id:uuid}/rejected-rows",
    operation_id="uploads.rejected_rows",
    opt=allowed("uploads:read"),
    sync_to_thread=True,
)
def rejected(
    upload_id: FromPath[UUID],
    request: AnyRequest,
    parts: PartsGiven,
    place: PlaceGiven,
    listing: ListingGiven,
    shape: Annotated[
        Literal["json", "csv"] | None,
        QueryParameter(name="format", description="Like the header Accept; default: json."),
    ] = None,
) -> Response[Page[RejectedRow]] | Stream:
    """The rows that were not recorded, each with its physical line and what is wrong with it.

    In an X12 file a row is a claim, and its line the number of its first segment: CLP of an 835,
    CLM of an 837, TRN of a 277.

    With `Accept: text/csv` the whole list as a file.
    """
    as_file = shape == "csv" or (shape is None and _wants_csv(request.headers.get("accept", "")))
    with parts.views.at(place.customer_id, needs=NEEDS, **listing.asked.moment) as view:
        if as_file:
            # Written out first: a slow client must not keep a transaction open.
            file = _written(rejected_rows_csv(view, upload_id))
            headers = {
                POSITION: str(view.position),
                "Content-Disposition": f'attachment; filename="rejected-rows-{upload_id}.csv"',
            }
            return Stream(_chunks(file), media_type=_CSV, headers=headers)
        found = rejected_rows(view, upload_id, limit=listing.limit, after=listing.below or 0)
        return listing.page(found.items, after=found.next, position=view.position)


def _wants_csv(accept: str) -> bool:
    return any(part.split(";")[0].strip() == _CSV for part in accept.split(","))


def _written(lines: Iterator[str]) -> IO[bytes]:
    with ExitStack() as unless_written:
        file = unless_written.enter_context(SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES))
        file.writelines(line.encode() for line in lines)
        file.seek(0)
        unless_written.pop_all()
        return file


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while chunk := file.read(_CHUNK_BYTES):
            yield chunk


uploads_router = Router("/", route_handlers=[uploads, statistics, upload_detail, rejected])
