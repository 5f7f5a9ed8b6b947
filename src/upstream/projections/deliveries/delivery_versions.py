"""What became of each message, attempt by attempt?"""

from collections.abc import Iterator
from typing import NamedTuple

from upstream.domain.deliveries.events import (
    DeliveryAskedAgain,
    DeliveryAttempted,
    DeliveryDeadLettered,
    DeliveryMade,
    DeliveryRequested,
)
from upstream.infrastructure import arrays
from upstream.projections.projection import Batch, Change, CommitNote, Fact, Projection, tags_of
from upstream.projections.row_versions import News, RowVersions

_VERSIONS = RowVersions(table="deliveries", key="delivery_id")
_KEEP_ATTEMPTS = (
    "INSERT INTO delivery_attempts (customer_id, delivery_id, position, attempt, outcome, failure,"
    " retry_at, recorded_at) SELECT %(customer_id)s, a.delivery_id, a.position, a.attempt,"
    " a.outcome, a.failure, a.retry_at::timestamptz, a.recorded_at::timestamptz"
    " FROM unnest(%(deliveries)s, %(positions)s, %(attempts)s, %(outcomes)s::text[],"
    " %(failures)s::text[], %(retries)s::text[], %(recorded)s::text[])"
    " AS a (delivery_id, position, attempt, outcome, failure, retry_at, recorded_at)"
)


class _Attempt(NamedTuple):
    number: int
    outcome: str
    failure: str | None = None
    retry_at: str | None = None


def changes(batch: Batch) -> Iterator[Change]:
    told = [(fact, commit) for commit, facts in batch.by_commit() for fact in facts]
    yield from _VERSIONS.changes(_news_of(fact, commit) for fact, commit in told)
    tried = [(fact, commit, made) for fact, commit in told if (made := _attempt(fact))]
    if tried:
        yield _attempts(tried)


def _news_of(fact: Fact, commit: CommitNote) -> News:
    at = commit.recorded_at.isoformat()
    match fact.event():
        case DeliveryRequested() as asked:
            patch: dict[str, object] = {
                "channel_id": asked.channel_id,
                "alert_id": asked.content.alert_id if asked.content else None,
                "about": asked.about,
                "state": "waiting",
                "attempts": 0,
                "next_at": asked.not_before or at,
                "requested_at": at,
            }
        case DeliveryAttempted(attempt=attempt, failure=failure, retry_at=retry_at):
            patch = {
                "state": "retrying",
                "attempts": attempt,
                "failure": failure,
                "next_at": retry_at,
            }
        case DeliveryMade(attempt=attempt):
            patch = {"state": "delivered", "attempts": attempt, **_finished(at)}
        case DeliveryDeadLettered(attempt=attempt, failure=failure):
            patch = {"state": "dead", "attempts": attempt, "failure": failure, **_finished(at)}
        case DeliveryAskedAgain():
            patch = {"state": "waiting", "next_at": at, "finished_at": None}
        case other:
            raise AssertionError(type(other).__name__)
    return News(fact.stream_id, fact.position, {**patch, "version": fact.version})


def _finished(at: str) -> dict[str, object]:
    return {"next_at": None, "finished_at": at}


def _attempt(fact: Fact) -> _Attempt | None:
    match fact.event():
        case DeliveryAttempted(attempt=attempt, failure=failure, retry_at=retry_at):
            return _Attempt(attempt, "failed", failure, retry_at.isoformat())
        case DeliveryMade(attempt=attempt):
            return _Attempt(attempt, "delivered")
        case DeliveryDeadLettered(attempt=attempt, failure=failure):
            return _Attempt(attempt, "gave_up", failure)
        case _:
            return None


def _attempts(tried: list[tuple[Fact, CommitNote, _Attempt]]) -> Change:
    return Change(
        _KEEP_ATTEMPTS,
        {
            "deliveries": arrays.uuids([fact.stream_id.bytes for fact, *_ in tried]),
            "positions": arrays.int8s(fact.position for fact, *_ in tried),
            "attempts": arrays.int8s(made.number for *_, made in tried),
            "outcomes": [made.outcome for *_, made in tried],
            "failures": [made.failure for *_, made in tried],
            "retries": [made.retry_at for *_, made in tried],
            "recorded": [commit.recorded_at.isoformat() for _, commit, _ in tried],
        },
    )


deliveries = Projection(
    name="deliveries",
    version=1,
    tags=tags_of(
        DeliveryRequested,
        DeliveryAttempted,
        DeliveryMade,
        DeliveryDeadLettered,
        DeliveryAskedAgain,
    ),
    changes=changes,
)
