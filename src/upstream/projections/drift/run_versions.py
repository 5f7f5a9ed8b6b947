"""Which runs were there, and what did each of them find?"""

from collections.abc import Iterator
from uuid import UUID

import msgspec

from upstream.domain.drift.events import (
    DriftRunCompleted,
    DriftRunFailed,
    DriftRunRequested,
    DriftRunStarted,
)
from upstream.domain.drift.finding import decider as finding_decider
from upstream.domain.streams import stream_of
from upstream.domain.units import CustomerId
from upstream.infrastructure import arrays
from upstream.projections.projection import Batch, Change, CommitNote, Fact, Projection, tags_of
from upstream.projections.row_versions import News, RowVersions

_VERSIONS = RowVersions(table="drift_runs", key="run_id")
_KEEP_FINDINGS = (
    "INSERT INTO drift_run_findings (customer_id, run_id, ordinal, position, finding_id, drift)"
    " SELECT %(customer_id)s, %(run_id)s, f.place, %(position)s, f.finding_id, f.drift"
    " FROM unnest(%(finding_ids)s, %(drifts)s::jsonb[])"
    "   WITH ORDINALITY AS f (finding_id, drift, place)"
)


def changes(batch: Batch) -> Iterator[Change]:
    news = [_news_of(fact, commit) for commit, facts in batch.by_commit() for fact in facts]
    yield from _VERSIONS.changes(news)
    for fact in batch.facts:
        match fact.event():
            case DriftRunCompleted() as completed if completed.findings:
                yield _found(batch.customer_id, fact, completed)
            case _:
                pass


def _news_of(fact: Fact, commit: CommitNote) -> News:
    at = commit.recorded_at.isoformat()
    match fact.event():
        case DriftRunRequested(product=product, until=until, as_of=as_of) as asked:
            patch: dict[str, object] = {
                "state": "requested",
                "product": product,
                "until": until,
                "as_of": as_of,
                "backfill_id": asked.backfill_id,
                "requested_by": commit.actor,
                "requested_at": at,
            }
        case DriftRunStarted(position=position, settings=settings, code_version=version):
            patch = {
                "state": "started",
                "position": position,
                "settings": settings,
                "code_version": version,
            }
        case DriftRunCompleted() as completed:
            patch = {
                "state": "completed",
                "cells": completed.cells,
                "tests": completed.tests,
                "findings": len(completed.findings),
                "findings_sha256": completed.findings_sha256,
                "standing": completed.standing,
                "finished_at": at,
            }
        case DriftRunFailed(code=code):
            patch = {"state": "failed", "failure_code": code, "finished_at": at}
        case other:
            raise AssertionError(type(other).__name__)
    return News(fact.stream_id, fact.position, {**patch, "version": fact.version})


def _found(customer_id: CustomerId, fact: Fact, completed: DriftRunCompleted) -> Change:
    def finding_id(natural_key: str) -> UUID:
        return stream_of(customer_id, finding_decider.kind, natural_key)

    ids = [finding_id(drift.natural_key).bytes for drift in completed.findings]
    return Change(
        _KEEP_FINDINGS,
        {
            "run_id": fact.stream_id,
            "position": fact.position,
            "finding_ids": arrays.uuids(ids),
            "drifts": [msgspec.json.encode(drift).decode() for drift in completed.findings],
        },
    )


drift_runs = Projection(
    name="drift_runs",
    version=1,
    tags=tags_of(DriftRunRequested, DriftRunStarted, DriftRunCompleted, DriftRunFailed),
    changes=changes,
)
