"""The received file itself, for those who may have it; every time is in the audit trail."""

from collections.abc import Iterator
from typing import BinaryIO, Final
from urllib.parse import quote
from uuid import UUID

from litestar import get
from litestar.params import FromPath
from litestar.response import Stream

from upstream.api.access import allowed
from upstream.api.dependencies import AnyRequest, CallerGiven, PartsGiven, PlaceGiven
from upstream.api.requests import context_of
from upstream.application import uploads
from upstream.application.uploads.fetching import FileFetched

DOWNLOAD: Final = "uploads.download"
SENT_AS_IS: Final = allowed("uploads:download") | {"sent_as_is": True}
"""Not compressed on the way: its length is known, and most large files are packed already."""
_CHUNK_BYTES: Final = 1 << 18


@get(
    "/uploads/{upload_id:uuid}/file",
    operation_id=DOWNLOAD,
    opt=SENT_AS_IS,
    sync_to_thread=True,
)
def upload_file(
    upload_id: FromPath[UUID],
    request: AnyRequest,
    parts: PartsGiven,
    caller: CallerGiven,
    place: PlaceGiven,
) -> Stream:
    """The file as it was received, byte for byte. Each download is noted."""
    context = context_of(request, caller, place, command=DOWNLOAD)
    return sent(uploads.fetch(parts.log, parts.files, context, upload_id))


def sent(fetched: FileFetched) -> Stream:
    """Always saved, never shown: what others sent must not run in our origin."""
    received = fetched.received
    headers = {
        "Content-Disposition": disposition(received.file_name),
        "Content-Length": str(received.size_bytes),
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return Stream(_chunks(fetched.file), media_type="application/octet-stream", headers=headers)


def disposition(file_name: str) -> str:
    """The name it came with, once in plain ASCII and once in full (RFC 6266)."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "._- ") else "_" for c in file_name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(file_name, safe='')}"


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while chunk := file.read(_CHUNK_BYTES):
            yield chunk
