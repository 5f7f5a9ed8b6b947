"""How far is each upload, and which rows did it not record?"""

from collections.abc import Iterator
from typing import get_args

import msgspec

from upstream.domain.messages import Event
from upstream.domain.uploads.counts import Counts
from upstream.domain.uploads.events import (
    ChunkRecorded,
    RulesFixed,
    UploadAccepted,
    UploadCancelled,
    UploadCompleted,
    UploadEvent,
    UploadFailed,
    UploadReceived,
    UploadRejected,
    ValidationStarted,
)
from upstream.domain.uploads.mapping import as_mapping
from upstream.domain.uploads.quarantine import QUARANTINED, FileDestroyed, FileReleased
from upstream.domain.uploads.withdrawal import (
    UploadWithdrawn,
    WithdrawalAdvanced,
    WithdrawalRequested,
    WithdrawalStalled,
)
from upstream.infrastructure import arrays
from upstream.projections.projection import Batch, Change, CommitNote, Fact, Projection, tags_of
from upstream.projections.row_versions import News, RowVersions

_VERSIONS = RowVersions(table="uploads", key="upload_id")
_KEEP_REJECTED = (
    "INSERT INTO upload_rejected_rows (customer_id, upload_id, line, position, faults)"
    " SELECT %(customer_id)s, r.upload_id, r.line, r.position, r.faults"
    " FROM unnest(%(upload_ids)s, %(lines)s, %(positions)s, %(faults)s::jsonb[])"
    " AS r (upload_id, line, position, faults)"
)


def changes(batch: Batch) -> Iterator[Change]:
    told = [(fact, commit) for commit, facts in batch.by_commit() for fact in facts]
    yield from _VERSIONS.changes(_news_of(fact, commit) for fact, commit in told)
    for fact, _ in told:
        match fact.event():
            case ChunkRecorded(rejected=rejected) as chunk if rejected:
                yield _rejected(fact, chunk)
            case _:
                pass


def _news_of(fact: Fact, commit: CommitNote) -> News:
    patch = {
        **_patch(fact, commit),
        "version": fact.version,
        "changed_at": commit.recorded_at.isoformat(),
    }
    return News(fact.stream_id, fact.position, patch)


def _patch(fact: Fact, commit: CommitNote) -> dict[str, object]:  # noqa: PLR0911  one case per event
    match fact.event():
        case UploadReceived() as received:
            return _received(received, commit)
        case ValidationStarted():
            return {"status": "validating"}
        case UploadAccepted(layout=layout):
            now = commit.recorded_at.isoformat()
            plain = msgspec.to_builtins(layout)
            start = layout.shape.first_offset
            return {"status": "accepted", "layout": plain, "began_at": now, "bytes_read": start}
        case RulesFixed():
            return {}
        case ChunkRecorded(totals=totals, next_offset=offset):
            return {"status": "recording", "bytes_read": offset, **_counted(totals)}
        case UploadRejected() | UploadCompleted() | UploadFailed() | UploadCancelled() as ending:
            return {**_ended(ending), "finished_at": commit.recorded_at.isoformat()}
        case FileReleased():
            return {"quarantine": "released"}
        case FileDestroyed():
            return {"quarantine": "destroyed"}
        case other:
            return _withdrawn(other, commit)


def _withdrawn(event: Event, commit: CommitNote) -> dict[str, object]:
    match event:
        case WithdrawalRequested():
            return {"status": "withdrawing", "code": None, "finished_at": None}
        case WithdrawalAdvanced(claims=claims):
            return {"claims_withdrawn": claims}
        case WithdrawalStalled(code=code):
            return {"code": code}
        case UploadWithdrawn(claims=claims):
            now = commit.recorded_at.isoformat()
            return {"status": "withdrawn", "claims_withdrawn": claims, "finished_at": now}
        case _:
            raise AssertionError(type(event).__name__)


def _received(event: UploadReceived, commit: CommitNote) -> dict[str, object]:
    return {
        "status": "received",
        "file_name": event.file_name,
        "size_bytes": event.size_bytes,
        "sha256": event.sha256,
        "received_at": commit.recorded_at.isoformat(),
        "received_by": commit.actor,
        "mapping": dict(as_mapping(event.mapping)),
        "released_from": event.released_from,
        "bytes_read": 0,
        "claims_withdrawn": 0,
        **_counted(Counts()),
    }


def _ended(
    event: UploadRejected | UploadCompleted | UploadFailed | UploadCancelled,
) -> dict[str, object]:
    match event:
        case UploadRejected(problem=problem):
            plain = msgspec.to_builtins(problem)
            held = "held" if problem.code == QUARANTINED else None
            told = {"status": "rejected", "code": problem.code, "problem": plain}
            return {**told, "quarantine": held}
        case UploadFailed(code=code, totals=totals):
            return {"status": "failed", "code": code, **_counted(totals)}
        case UploadCompleted(totals=totals):
            return {"status": "completed", **_counted(totals)}
        case UploadCancelled(totals=totals):
            return {"status": "cancelled", **_counted(totals)}


def _counted(totals: Counts) -> dict[str, int]:
    return {name: getattr(totals, name) for name in Counts.__struct_fields__}


def _rejected(fact: Fact, chunk: ChunkRecorded) -> Change:
    rows = chunk.rejected
    return Change(
        _KEEP_REJECTED,
        {
            "upload_ids": arrays.uuids([fact.stream_id.bytes] * len(rows)),
            "lines": arrays.int8s(row.line for row in rows),
            "positions": arrays.int8s([fact.position] * len(rows)),
            "faults": [msgspec.json.encode(row.faults).decode() for row in rows],
        },
    )


uploads = Projection(
    name="uploads", version=1, tags=tags_of(*get_args(UploadEvent)), changes=changes
)
