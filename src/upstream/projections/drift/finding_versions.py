"""What is drifting, since when, how badly, and what became of it?"""

from collections.abc import Iterator

from upstream.domain.drift.detection import Drift
from upstream.domain.drift.events import (
    FindingDetected,
    FindingFaded,
    FindingResolved,
    FindingSeenAgain,
    FindingWorsened,
)
from upstream.projections.projection import Batch, Change, CommitNote, Fact, Projection, tags_of
from upstream.projections.row_versions import News, RowVersions

_VERSIONS = RowVersions(table="findings", key="finding_id")


def changes(batch: Batch) -> Iterator[Change]:
    yield from _VERSIONS.changes(
        _news_of(fact, commit) for commit, facts in batch.by_commit() for fact in facts
    )


def _news_of(fact: Fact, commit: CommitNote) -> News:
    at = commit.recorded_at.isoformat()
    match fact.event():
        case FindingDetected(run_id=run_id, episode=episode, drift=drift):
            patch: dict[str, object] = {
                **_seen(drift),
                "change": "detected",
                "run_id": run_id,
                "episode": episode,
                "status": "open",
                "sightings": 1,
                "first_seen_at": at,
                "last_seen_at": at,
                "resolved_at": None,
                "resolved_reason": None,
            }
        case (
            FindingSeenAgain(run_id=run_id, sighting=sighting, drift=drift)
            | FindingWorsened(run_id=run_id, sighting=sighting, drift=drift)
        ) as seen:
            patch = {
                **_seen(drift),
                "change": "worsened" if isinstance(seen, FindingWorsened) else "seen_again",
                "run_id": run_id,
                "sightings": sighting,
                "last_seen_at": at,
            }
        case FindingFaded(until=until):
            patch = {"change": "faded", "looked_until": until}
        case FindingResolved(reason=reason, until=until):
            patch = {
                "status": "resolved",
                "change": "resolved",
                "looked_until": until,
                "resolved_at": at,
                "resolved_reason": reason,
            }
        case other:
            raise AssertionError(type(other).__name__)
    return News(fact.stream_id, fact.position, {**patch, "version": fact.version})


def _seen(drift: Drift) -> dict[str, object]:
    return {
        "product": drift.product,
        "kind": drift.kind,
        "payer": drift.key.payer,
        "cpt_group": drift.key.cpt_group,
        "denial_reason": drift.key.denial_reason,
        "severity_bps": drift.severity_bps,
        "confidence_bps": drift.confidence_bps,
        "at_risk_cents": drift.at_risk_cents,
        "drift": drift,
        "looked_until": drift.current.to_on,
    }


findings = Projection(
    name="findings",
    version=1,
    tags=tags_of(FindingDetected, FindingSeenAgain, FindingWorsened, FindingFaded, FindingResolved),
    changes=changes,
)
