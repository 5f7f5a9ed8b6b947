"""A received file is handed out again, byte for byte, and that is noted first."""

from typing import BinaryIO, NamedTuple
from uuid import UUID

from upstream.application.transact import transact
from upstream.application.uploads.streams import standing
from upstream.domain.context import Context
from upstream.domain.streams import stream_of
from upstream.domain.units import StreamId
from upstream.domain.uploads import downloads
from upstream.domain.uploads.events import UploadReceived
from upstream.domain.uploads.refusals import FileGone, UploadUnknown
from upstream.domain.uploads.upload import Unseen
from upstream.infrastructure.file_store import FileStore
from upstream.infrastructure.log import EventLog
from upstream.infrastructure.sealed_file import FileDamaged


class FileFetched(NamedTuple):
    """The plain bytes, opened; whoever reads them closes them."""

    received: UploadReceived
    file: BinaryIO


def fetch(log: EventLog, files: FileStore, context: Context, upload_id: UUID) -> FileFetched:
    """Raises `UploadUnknown`, `FileGone`. What breaks off later was noted all the same."""
    upload = standing(log, context.customer_id, upload_id).upload
    if isinstance(upload, Unseen):
        raise UploadUnknown("there is no such upload")
    received = upload.file
    try:
        file = files.open(context.customer_id, received.sha256)
    except (FileNotFoundError, FileDamaged) as gone:
        raise FileGone("the file itself is no longer there") from gone
    stream = stream_of(context.customer_id, downloads.KIND, str(upload_id))
    command = downloads.NoteDownload(upload_id=StreamId(upload_id), sha256=received.sha256)
    try:
        transact(log, downloads.decider, stream, command, context)
    except BaseException:
        file.close()
        raise
    return FileFetched(received, file)
