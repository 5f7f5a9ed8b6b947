"""What did the rules say of each part of a file, which rules were it, and how was it assessed?"""

from collections.abc import Iterator

import msgspec

from upstream.domain.quality.events import UploadQualityAssessed
from upstream.domain.uploads.events import ChunkRecorded, RulesFixed
from upstream.projections.projection import Batch, Change, CommitNote, Fact, Projection, tags_of

_KEEP_RULES = (
    "INSERT INTO upload_rule_sets (customer_id, upload_id, position, rules)"
    " VALUES (%(customer_id)s, %(upload_id)s, %(position)s, %(document)s::jsonb)"
)
_KEEP_CHUNK = (
    "INSERT INTO upload_quality_chunks (customer_id, upload_id, position, quality)"
    " VALUES (%(customer_id)s, %(upload_id)s, %(position)s, %(document)s::jsonb)"
)
_KEEP_ASSESSMENT = (
    "INSERT INTO upload_assessments (customer_id, upload_id, position, assessed_at, assessment)"
    " VALUES (%(customer_id)s, %(upload_id)s, %(position)s, %(assessed_at)s, %(document)s::jsonb)"
)


def changes(batch: Batch) -> Iterator[Change]:
    for commit, facts in batch.by_commit():
        for fact in facts:
            yield from _changes(fact, commit)


def _changes(fact: Fact, commit: CommitNote) -> Iterator[Change]:
    match fact.event():
        case RulesFixed(rules=rules):
            yield _kept(_KEEP_RULES, fact, rules)
        case ChunkRecorded(quality=quality) if quality is not None:
            yield _kept(_KEEP_CHUNK, fact, quality)
        case UploadQualityAssessed(upload_id=upload_id, assessment=assessment):
            change = _kept(_KEEP_ASSESSMENT, fact, assessment)
            more = {"upload_id": upload_id, "assessed_at": commit.recorded_at}
            yield change._replace(parameters={**change.parameters, **more})
        case _:
            return


def _kept(statement: str, fact: Fact, document: object) -> Change:
    parameters = {
        "upload_id": fact.stream_id,
        "position": fact.position,
        "document": msgspec.json.encode(document).decode(),
    }
    return Change(statement, parameters)


upload_quality = Projection(
    name="upload_quality",
    version=1,
    tags=tags_of(RulesFixed, ChunkRecorded, UploadQualityAssessed),
    changes=changes,
)
