"""What did each operator say about each alert, word by word?"""

from collections.abc import Iterator

from upstream.domain.judgments.events import AlertJudged, JudgmentRevised
from upstream.projections.projection import Batch, Change, CommitNote, Fact, Projection, tags_of
from upstream.projections.row_versions import News, RowVersions

_VERSIONS = RowVersions(table="judgments", key="judgment_id")


def changes(batch: Batch) -> Iterator[Change]:
    yield from _VERSIONS.changes(
        _news_of(fact, commit) for commit, facts in batch.by_commit() for fact in facts
    )


def _news_of(fact: Fact, commit: CommitNote) -> News:
    word = fact.event()
    assert isinstance(word, AlertJudged | JudgmentRevised)
    said_at = "judged_at" if isinstance(word, AlertJudged) else "revised_at"
    patch = {
        "alert_id": word.alert_id,
        "operator": word.operator,
        "verdict": word.verdict,
        "position_seen": word.position_seen,
        "note": word.note,
        "recovered_cents": word.recovered_cents,
        "recovered_on": word.recovered_on,
        said_at: commit.recorded_at.isoformat(),
        "version": fact.version,
    }
    return News(fact.stream_id, fact.position, patch)


judgments = Projection(
    name="judgments", version=1, tags=tags_of(AlertJudged, JudgmentRevised), changes=changes
)
