"""The job of one upload: judge the file, then record its claims chunk by chunk to the end.

Rows of the next chunk are read while the one before is on its way into the log. A chunk's claims
and the upload's own progress are one commit, so after a crash the job goes on where the log says.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import reduce
from typing import BinaryIO, Final
from uuid import UUID

from upstream.application.readers.catalogue import reader_of
from upstream.application.readers.reader import ROWS_MAX, Instructions, Part, Place
from upstream.application.remittances import remittances_beside
from upstream.application.transact import transact
from upstream.application.uploads.checking import About, Check, Checked
from upstream.application.uploads.chunk_recorder import ChunkRecorder
from upstream.application.uploads.intake import Intake
from upstream.application.uploads.rule_check import RuleCheck
from upstream.application.uploads.screening import check_for_personal_data
from upstream.application.uploads.streams import standing
from upstream.application.uploads.validating import validate
from upstream.domain.context import Context
from upstream.domain.units import StreamId
from upstream.domain.uploads.commands import CompleteRecording, FailRecording
from upstream.domain.uploads.refusals import OutOfTurn, UploadFinished, UploadUnknown
from upstream.domain.uploads.upload import Received, Recording, Unseen, Validating, decider
from upstream.infrastructure.customer_keys import pseudonym_key
from upstream.infrastructure.log import Along, nothing
from upstream.infrastructure.sealed_file import FileDamaged

Making = Callable[[About], Check]
CHECKS: Final[tuple[Making, ...]] = (
    check_for_personal_data,
    RuleCheck,
)
"""What looks at the rows of every upload before they are recorded, in this order."""


def no_pause() -> None:
    """The empty pause between chunks."""


def record(
    intake: Intake,
    context: Context,
    upload_id: UUID,
    *,
    keep_lease: Along = nothing,
    between_chunks: Callable[[], None] = no_pause,
    rows_max: int = ROWS_MAX,
    checks: Sequence[Making] = CHECKS,
) -> None:
    """Bring an upload to its end; an upload that has ended is left alone.

    `keep_lease` commits with every chunk. It and `between_chunks` may raise to stop the job, which
    then goes on from the last chunk in the log when it is called again. Raises `UploadUnknown`.
    """
    log, files, stream_id = intake.log, intake.files, StreamId(upload_id)
    upload = standing(log, context.customer_id, stream_id).upload
    if isinstance(upload, Unseen):
        raise UploadUnknown("there is no such upload")
    try:
        if isinstance(upload, Received | Validating):
            validate(intake, context, stream_id, upload.file, keep_lease=keep_lease)
        beside = remittances_beside(log, context.customer_id, stream_id)
        recorder = ChunkRecorder(log, context, stream_id, keep_lease=keep_lease, beside=beside)
        key = pseudonym_key(intake.secret_key, context.customer_id)
        instructions = Instructions(recorder.upload.layout, key)
        with files.open(context.customer_id, recorder.upload.file.sha256) as file:
            about = About(log, intake.secret_key, context.customer_id, recorder.upload)
            made = [make(about) for make in checks]
            parts = _parts(file, recorder.upload, instructions, made, rows_max)
            _record_all(parts, recorder, between_chunks)
        transact(log, decider, stream_id, CompleteRecording(), context, along=keep_lease)
    except (FileNotFoundError, FileDamaged):
        failed = FailRecording(failure="upload.file_damaged")
        transact(log, decider, stream_id, failed, context, along=keep_lease)
    except (UploadFinished, OutOfTurn):
        return  # rejected, cancelled meanwhile, or in another worker's hands: nothing is left here


def _parts(
    file: BinaryIO,
    upload: Recording,
    instructions: Instructions,
    checks: Sequence[Check],
    rows_max: int,
) -> Iterator[Checked]:
    """The parts still to be recorded, checked. Those recorded before a crash are checked again,
    where what is said of a part depends on the parts before it.
    """
    reader = reader_of(instructions.layout.kind)
    start = Place(upload.next_line, upload.next_offset)

    def checked(part: Part) -> Checked:
        return reduce(lambda known, check: check(known), checks, Checked(part))

    if upload.chunks and any(check.keeps_in_mind for check in checks):
        shape = instructions.layout.shape
        beginning = Place(shape.first_line, shape.first_offset)
        for part in reader.parts(file, instructions, beginning, rows_max=rows_max):
            if part.start.offset >= start.offset:
                break
            checked(part)
    yield from map(checked, reader.parts(file, instructions, start, rows_max=rows_max))


def _record_all(
    parts: Iterator[Checked], recorder: ChunkRecorder, between_chunks: Callable[[], None]
) -> None:
    pending: Future[None] | None = None
    with ThreadPoolExecutor(max_workers=1) as pool:
        for checked in parts:
            if pending:
                pending.result()
            between_chunks()
            pending = pool.submit(recorder.record, checked)
        if pending:
            pending.result()
