"""A person stops an upload; claims recorded until then stay recorded."""

from uuid import UUID

from upstream.application.transact import transact
from upstream.domain.context import Context
from upstream.domain.uploads.commands import CancelUpload
from upstream.domain.uploads.upload import decider
from upstream.infrastructure.log import Answer, EventLog


def cancel(
    log: EventLog, context: Context, upload_id: UUID, *, expected_version: int | None = None
) -> Answer:
    """Raises `UploadUnknown`, `UploadFinished`, `Conflict`."""
    return transact(
        log, decider, upload_id, CancelUpload(), context, expected_version=expected_version
    )
