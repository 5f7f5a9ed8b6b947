"""An upload is taken back: what it said about each claim is taken out, commit by commit.

The commits that recorded its chunks hold exactly the claims it spoke of. Each is answered by one
commit of compensating events together with the upload's own progress, so a crash loses nothing.
"""

from collections.abc import Callable
from typing import NamedTuple, cast, get_args
from uuid import UUID

import msgspec

from upstream.application import remittances
from upstream.application.folding import Folded
from upstream.application.transact import transact
from upstream.application.uploads.checking import chunk_of
from upstream.application.uploads.deciding import Decided
from upstream.application.uploads.recording import no_pause
from upstream.application.uploads.streams import standing
from upstream.domain.catalogue import tag_of
from upstream.domain.claims.claim import WithdrawSightings
from upstream.domain.claims.claim import decider as claim_decider
from upstream.domain.claims.events import ClaimEvent, ClaimWithdrawn
from upstream.domain.context import Context
from upstream.domain.streams import as_stream
from upstream.domain.units import StreamId
from upstream.domain.uploads.counts import Counts
from upstream.domain.uploads.events import ChunkRecorded
from upstream.domain.uploads.refusals import OutOfTurn
from upstream.domain.uploads.upload import Withdrawing, decider
from upstream.domain.uploads.withdrawal import (
    AdvanceWithdrawal,
    CompleteWithdrawal,
    WithdrawUpload,
)
from upstream.infrastructure.log import Along, Answer, Chunk, Conflict, EventLog, codec, nothing
from upstream.infrastructure.log.commit_streams import streams_in_commit

CONFLICTS_MAX = 20
_CLAIM_TAGS = [tag_of(kind) for kind in get_args(ClaimEvent)]
_WITHDRAWN = tag_of(ClaimWithdrawn)


def withdraw(
    log: EventLog,
    context: Context,
    upload_id: UUID,
    reason: str,
    *,
    expected_version: int | None = None,
) -> Answer:
    """Ask for it; a job does it. Raises `UploadUnknown`, `NotWithdrawable`, `NothingToWithdraw`,
    `WithdrawalReasonMissing`, `Conflict`.
    """
    command = WithdrawUpload(reason=reason)
    told = msgspec.structs.replace(context, reason=context.reason or reason[:500] or None)
    return transact(log, decider, upload_id, command, told, expected_version=expected_version)


def take_out(
    log: EventLog,
    context: Context,
    upload_id: UUID,
    *,
    keep_lease: Along = nothing,
    between_chunks: Callable[[], None] = no_pause,
) -> None:
    """Bring a withdrawal to its end, from wherever it is; one that has ended is left alone."""
    chunks = _chunk_positions(log, context, upload_id)
    while True:
        upload, version = standing(log, context.customer_id, upload_id)
        if not isinstance(upload, Withdrawing):
            return
        told = msgspec.structs.replace(context, reason=upload.reason)
        if upload.chunks == len(chunks):
            transact(log, decider, upload_id, CompleteWithdrawal(), told, along=keep_lease)
            return
        between_chunks()
        try:
            _take_out_chunk(
                log, told, _Turn(StreamId(upload_id), upload, version), chunks, keep_lease
            )
        except OutOfTurn:
            return  # another worker is ahead


class _Turn(NamedTuple):
    upload_id: StreamId
    upload: Withdrawing
    version: int


def _chunk_positions(log: EventLog, context: Context, upload_id: UUID) -> list[int]:
    history = log.read(context.customer_id, upload_id)
    return [one.position for one in history if isinstance(one.event, ChunkRecorded)]


def _take_out_chunk(
    log: EventLog, context: Context, turn: _Turn, chunks: list[int], keep_lease: Along
) -> None:
    """Raises `OutOfTurn` when another worker took it, `Conflict` when others kept winning."""
    position = chunks[turn.upload.chunks]
    ids = streams_in_commit(log.database, context.customer_id, position, _CLAIM_TAGS)
    payments = streams_in_commit(log.database, context.customer_id, position, remittances.TAGS)
    for attempt in range(1, CONFLICTS_MAX + 1):
        chunk = _chunk(log, context, turn, ids, payments)
        try:
            log.append_chunk(context, chunk, along=keep_lease)
        except Conflict:
            if attempt == CONFLICTS_MAX:
                raise
            upload, version = standing(log, context.customer_id, turn.upload_id)
            if not isinstance(upload, Withdrawing) or upload.chunks != turn.upload.chunks:
                raise OutOfTurn("another worker has taken this part out") from None
            turn = _Turn(turn.upload_id, upload, version)
        else:
            return


def _chunk(
    log: EventLog, context: Context, turn: _Turn, ids: list[bytes], payments: list[bytes]
) -> Chunk:
    beside = remittances.withdrawn(
        log, context.customer_id, turn.upload_id, map(as_stream, payments)
    )
    news: list[tuple[bytes, int, bytes]] = []
    command = WithdrawSightings(upload_id=turn.upload_id)
    stored = log.load_many(context.customer_id, ids) if ids else {}
    for one, history in stored.items():
        events = (cast("ClaimEvent", codec.decode(event.tag, event.state)) for event in history)
        said = claim_decider.decide(command, claim_decider.fold(events))
        news.extend((one, history[-1].version + 1, codec.encode(event)) for event in said)
    advance = AdvanceWithdrawal(chunk=turn.upload.chunks + 1, claims=len(news))
    (progress,) = decider.decide(advance, turn.upload)
    decided = Decided(
        [one for one, _, _ in news],
        [version for _, version, _ in news],
        [_WITHDRAWN] * len(news),
        [state for _, _, state in news],
        Counts(),
    )
    streams = (*beside, Folded(turn.upload_id, turn.version).then(progress))
    return chunk_of(decided, streams, turn.upload_id, turn.version + 1)
