"""A stored file becomes an upload, unless this customer has uploaded the same bytes before."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import Connection

from upstream.application.repetition import refuse_repetition
from upstream.application.transact import ATTEMPTS_MAX, transact
from upstream.application.uploads.streams import standing, upload_stream
from upstream.domain.context import Context
from upstream.domain.personal.labels import masked_header, masked_label
from upstream.domain.uploads.commands import ReceiveFile
from upstream.domain.uploads.mapping import Choice, choices
from upstream.domain.uploads.refusals import DuplicateFile
from upstream.domain.uploads.upload import Ended, decider
from upstream.infrastructure.file_store import StoredFile
from upstream.infrastructure.log import (
    AlreadyDone,
    Answer,
    Conflict,
    EventLog,
    holder_of,
    release,
    reserve,
)

SCOPE = "upload.file"
FILE_NAME_LENGTH_MAX = 200


def receive(
    log: EventLog,
    context: Context,
    file: StoredFile,
    *,
    file_name: str,
    mapping: Mapping[str, str] | None = None,
) -> Answer:
    """Begin an upload of a file that the store has.

    Raises `DuplicateFile`, `MappingInvalid`, `IdempotencyKeyReused`; the same idempotency key with
    the same file answers what it answered first.
    """
    try:
        refuse_repetition(log, context)
    except AlreadyDone as done:
        return done.answer
    said = {name: masked_header(value) for name, value in (mapping or {}).items()}
    chosen = choices(said)
    for attempt in range(1, ATTEMPTS_MAX + 1):
        try:
            return _begin(log, context, file, _shown(file_name), chosen)
        except Conflict:
            if attempt == ATTEMPTS_MAX:
                raise
    raise AssertionError


def _begin(
    log: EventLog, context: Context, file: StoredFile, name: str, chosen: tuple[Choice, ...]
) -> Answer:
    customer_id = context.customer_id
    with log.database.customer(customer_id) as connection:
        before = holder_of(connection, customer_id, scope=SCOPE, key=file.sha256)
    if before is not None:
        _may_come_again(log, context, before)
    upload_id = upload_stream(customer_id, file.sha256, before)

    def take_the_hash(connection: Connection) -> None:
        if before is not None:
            release(connection, customer_id, scope=SCOPE, key=file.sha256)
        reserve(connection, customer_id, scope=SCOPE, key=file.sha256, stream_id=upload_id)

    command = ReceiveFile(
        file_name=name, size_bytes=file.size_bytes, sha256=file.sha256, mapping=chosen
    )
    return transact(
        log, decider, upload_id, command, context, expected_version=0, along=take_the_hash
    )


def _may_come_again(log: EventLog, context: Context, before: UUID) -> None:
    """The same bytes may, after an upload of which nothing was recorded or nothing is left."""
    upload = standing(log, context.customer_id, before).upload
    match upload:
        case Ended(how="withdrawn"):
            return
        case Ended(how="rejected" | "cancelled" | "failed") if not upload.totals.claims_touched:
            return
        case _:
            pass
    raise DuplicateFile("this file was uploaded before", upload_id=str(before))


def _shown(file_name: str) -> str:
    """The bare name, without folders, without what does not print and without personal data."""
    bare = file_name.replace("\\", "/").rsplit("/", 1)[-1]
    printable = "".join(filter(str.isprintable, bare)).strip()
    return masked_label(printable)[:FILE_NAME_LENGTH_MAX] or "unnamed"
