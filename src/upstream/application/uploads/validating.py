"""A file is judged as a whole, before any claim of it is recorded."""

from upstream.application.quality.rules import rules_in_force
from upstream.application.readers.catalogue import reader_for
from upstream.application.transact import transact
from upstream.application.uploads.judging import judged
from upstream.application.uploads.screening import with_screening
from upstream.domain.context import Context
from upstream.domain.units import StreamId
from upstream.domain.uploads.commands import AcceptFile, RejectFile, StartValidation
from upstream.domain.uploads.events import UploadReceived
from upstream.domain.uploads.file_problem import FileProblem, held
from upstream.domain.uploads.options import HOLD, said
from upstream.domain.uploads.upload import decider
from upstream.infrastructure.file_store import FileStore
from upstream.infrastructure.log import Along, EventLog


def validate(
    log: EventLog,
    files: FileStore,
    context: Context,
    upload_id: StreamId,
    file: UploadReceived,
    *,
    keep_lease: Along,
) -> None:
    """Accept the file with its layout, or reject it with what is missing.

    Begun anew after a crash: looking at the same file twice changes nothing.
    """
    transact(log, decider, upload_id, StartValidation(), context, along=keep_lease)
    with files.open(context.customer_id, file.sha256) as opened:
        reader = reader_for(opened, files.limits)
        verdict = (
            reader
            if isinstance(reader, FileProblem)
            else judged(reader, opened, log, context, file.mapping)
        )
    if not isinstance(verdict, FileProblem):
        verdict = with_screening(verdict, log, context.customer_id)
    if not isinstance(verdict, FileProblem) and said(file.mapping, HOLD) == "true":
        verdict = held(verdict)
    command = (
        RejectFile(problem=verdict)
        if isinstance(verdict, FileProblem)
        else AcceptFile(layout=verdict, rules=rules_in_force(log, context.customer_id))
    )
    transact(log, decider, upload_id, command, context, along=keep_lease)
