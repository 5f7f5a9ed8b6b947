"""What becomes of a file in quarantine: a person releases it, or its time is up."""

from uuid import UUID

from sqlalchemy import Connection

from upstream.application.folding import Folded
from upstream.application.repetition import refuse_repetition
from upstream.application.transact import transact
from upstream.application.uploads.receiving import SCOPE
from upstream.application.uploads.streams import standing, upload_stream
from upstream.domain.context import Context
from upstream.domain.units import StreamId
from upstream.domain.uploads.commands import ReceiveFile
from upstream.domain.uploads.quarantine import DestroyFile, ReleaseFile
from upstream.domain.uploads.refusals import NotQuarantined, UploadUnknown
from upstream.domain.uploads.upload import Ended, Unseen, decider
from upstream.infrastructure import log as logs
from upstream.infrastructure.file_store import FileStore
from upstream.infrastructure.log import Along, AlreadyDone, Answer, EventLog, nothing


def release(
    log: EventLog,
    context: Context,
    upload_id: UUID,
    reason: str,
    *,
    expected_version: int | None = None,
) -> Answer:
    """Take the stored bytes in as a new upload, whose id is answered; what was found is masked.

    Raises `UploadUnknown`, `NotQuarantined`, `FileGone`, `ReleaseReasonMissing`, `Conflict`.
    """
    try:
        refuse_repetition(log, context)
    except AlreadyDone as done:
        return done.answer
    customer_id = context.customer_id
    upload, version = standing(log, customer_id, upload_id)
    if isinstance(upload, Unseen):
        raise UploadUnknown("there is no such upload")
    if expected_version not in (None, version):
        raise logs.Conflict("the record has another version now; read it again")
    file = upload.file
    fresh = upload_stream(customer_id, file.sha256, upload_id)
    released = decider.decide(ReleaseFile(reason=reason, upload_id=fresh), upload)
    receive = ReceiveFile(
        file_name=file.file_name,
        size_bytes=file.size_bytes,
        sha256=file.sha256,
        mapping=file.mapping,
        released_from=StreamId(upload_id),
    )
    received = decider.decide(receive, decider.initial)

    def take_the_hash(connection: Connection) -> None:
        if _holder(connection, context, file.sha256) != upload_id:
            raise NotQuarantined("the same file was uploaded again since")
        logs.release(connection, customer_id, scope=SCOPE, key=file.sha256)
        logs.reserve(connection, customer_id, scope=SCOPE, key=file.sha256, stream_id=fresh)

    landed = log.append(
        context,
        Folded(fresh, 0).then(*received),
        Folded(upload_id, version).then(*released),
        along=take_the_hash,
    )
    return Answer(id=fresh, version=1, position=landed.last)


def destroy_held(
    log: EventLog,
    files: FileStore,
    context: Context,
    upload_id: UUID,
    *,
    keep_lease: Along = nothing,
) -> None:
    """The fact first, then the bytes: who is stopped between the two begins again.

    Bytes that another upload of the same file has by now are that upload's. Raises
    `NotQuarantined`, `UploadUnknown`.
    """
    upload = standing(log, context.customer_id, upload_id).upload
    if isinstance(upload, Unseen):
        raise UploadUnknown("there is no such upload")
    sha256 = upload.file.sha256
    with log.database.customer(context.customer_id) as connection:
        if _holder(connection, context, sha256) != upload_id:
            return
    transact(log, decider, upload_id, DestroyFile(), context, along=keep_lease)
    after = standing(log, context.customer_id, upload_id).upload
    if isinstance(after, Ended) and after.quarantine == "destroyed":
        files.destroy(context.customer_id, sha256)


def _holder(connection: Connection, context: Context, sha256: str) -> UUID | None:
    return logs.holder_of(connection, context.customer_id, scope=SCOPE, key=sha256)
