"""One chunk of an upload: its claims and the upload's own progress, in one commit."""

from uuid import UUID

from upstream.application.folding import Folded
from upstream.application.uploads.checking import Beside, Checked, chunk_of
from upstream.application.uploads.deciding import Decided, Rows, decide_all
from upstream.application.uploads.matching import matched
from upstream.application.uploads.streams import standing
from upstream.domain.context import Context
from upstream.domain.units import StreamId
from upstream.domain.uploads.commands import RecordChunk
from upstream.domain.uploads.refusals import OutOfTurn, UploadFinished
from upstream.domain.uploads.upload import Ended, Recording, decider
from upstream.infrastructure.log import Along, Conflict, EventLog

CONFLICTS_MAX = 20
"""Other writers of the same claims win now and then; so often in a row is no accident."""

CHUNKS_OF_PROOF = 2
"""So many chunks of nothing but new claims, and the next is expected to be like them."""


class ChunkRecorder:
    """Knows how far the upload is; everything else is in the log.

    Loading streams costs a third of recording them and finds nothing in a file of new claims. So
    after some such chunks they are no longer loaded first: the log itself refuses a first event
    for a stream that exists. Once one was found, streams are loaded to the end of the file.
    """

    def __init__(
        self,
        log: EventLog,
        context: Context,
        upload_id: UUID,
        *,
        keep_lease: Along,
        beside: Beside,
    ) -> None:
        self._log = log
        self._beside = beside
        self._context = context
        self._upload_id = StreamId(upload_id)
        self._keep_lease = keep_lease
        self.upload, self._version = self._standing()
        self._new_chunks = 0
        self._found_known = False

    def record(self, checked: Checked) -> None:
        """Raises `UploadFinished` (cancelled meanwhile), `OutOfTurn`, and what `keep_lease` does.

        On a conflict the streams are loaded and decided again: the upload's own, to see whether it
        was cancelled, and the claims', which another upload may have changed.
        """
        understood = checked.part.understood
        rows = Rows(
            self._context.customer_id,
            self._upload_id,
            understood.silent,
            understood.more_silent,
        )
        for attempt in range(1, CONFLICTS_MAX + 1):
            expect_new = not self._found_known and self._new_chunks >= CHUNKS_OF_PROOF
            known = matched(self._log, rows.customer_id, understood)
            decided = decide_all(self._log, rows, known, expect_new=expect_new)
            self._found_known |= decided.known > 0
            try:
                self._append(checked, decided)
            except Conflict:
                if attempt == CONFLICTS_MAX:
                    raise
                self._found_known = True
                self.upload, self._version = self._standing()
            else:
                self._new_chunks += 1
                return
        raise AssertionError

    def _append(self, checked: Checked, decided: Decided) -> None:
        part = checked.part
        command = RecordChunk(
            offset=part.start.offset,
            counts=decided.counts,
            next_line=part.next.line,
            next_offset=part.next.offset,
            rejected=tuple(part.understood.rejected),
            quality=checked.quality,
            personal=checked.personal,
        )
        (progress,) = decider.decide(command, self.upload)
        streams = (*self._beside(part), Folded(self._upload_id, self._version).then(progress))
        chunk = chunk_of(decided, streams, self._upload_id, self._version + 1)
        self._log.append_chunk(self._context, chunk, along=self._keep_lease)
        after = decider.evolve(self.upload, progress)
        assert isinstance(after, Recording)
        self.upload, self._version = after, self._version + 1

    def _standing(self) -> tuple[Recording, int]:
        upload, version = standing(self._log, self._context.customer_id, self._upload_id)
        match upload:
            case Recording():
                return upload, version
            case Ended(how=how):
                raise UploadFinished(f"the upload was {how}", status=how)
            case _:
                raise OutOfTurn("the file was not accepted yet")
