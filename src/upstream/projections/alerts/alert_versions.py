"""What happened to each alert, and what was written beneath it?"""

from collections.abc import Iterator

from upstream.domain.alerts.events import (
    AlertAcknowledged,
    AlertAssigned,
    AlertCommented,
    AlertEscalated,
    AlertRaised,
    AlertReopened,
    AlertResolved,
    AlertSeenAgain,
    AlertSnoozed,
    AlertWoken,
)
from upstream.infrastructure import arrays
from upstream.projections.projection import Batch, Change, CommitNote, Fact, Projection, tags_of
from upstream.projections.row_versions import News, RowVersions

_VERSIONS = RowVersions(table="alerts", key="alert_id")
_FRESH = ("acknowledged_at", "acknowledged_by", "resolved_at", "resolved_by", "escalated_at")
"""What is no longer so once an alert is open again."""
_KEEP_COMMENTS = (
    "INSERT INTO alert_comments (customer_id, alert_id, position, recorded_at, actor, about,"
    " comment) SELECT %(customer_id)s, c.alert_id, c.position, c.recorded_at::timestamptz,"
    " c.actor, c.about, c.comment FROM unnest(%(alert_ids)s, %(positions)s, %(recorded)s::text[],"
    " %(actors)s::text[], %(abouts)s::text[], %(comments)s::text[])"
    " AS c (alert_id, position, recorded_at, actor, about, comment)"
)


def changes(batch: Batch) -> Iterator[Change]:
    told = [(fact, commit) for commit, facts in batch.by_commit() for fact in facts]
    yield from _VERSIONS.changes(_news_of(fact, commit) for fact, commit in told)
    comments = [(fact, commit, *said) for fact, commit in told if (said := _said(fact))]
    if comments:
        yield _comments(comments)


def _news_of(fact: Fact, commit: CommitNote) -> News:
    match fact.event():
        case AlertRaised() | AlertSeenAgain() as seen:
            patch = _seen(seen, commit)
        case AlertAssigned(to=to):
            patch = {"assignee": to}
        case AlertCommented():
            patch = {}
        case AlertSnoozed(until=until):
            patch = {"snoozed_until": until}
        case AlertWoken():
            patch = {"snoozed_until": None}
        case AlertEscalated():
            patch = {"escalated_at": commit.recorded_at.isoformat()}
        case AlertAcknowledged():
            patch = {
                "status": "acknowledged",
                "acknowledged_at": commit.recorded_at.isoformat(),
                "acknowledged_by": commit.actor,
            }
        case AlertResolved():
            patch = {
                "status": "resolved",
                "resolved_at": commit.recorded_at.isoformat(),
                "resolved_by": commit.actor,
                "snoozed_until": None,
            }
        case AlertReopened():
            patch = {
                "status": "open",
                "waits_since": commit.recorded_at.isoformat(),
                **dict.fromkeys(_FRESH),
            }
        case other:
            raise AssertionError(type(other).__name__)
    return News(fact.stream_id, fact.position, {**patch, "version": fact.version})


def _seen(event: AlertRaised | AlertSeenAgain, commit: CommitNote) -> dict[str, object]:
    """The latest occurrence says how bad it is; the first one says what the alert is about."""
    latest: dict[str, object] = {
        "severity_bps": event.severity_bps,
        "confidence_bps": event.confidence_bps,
        "at_risk_cents": event.at_risk_cents,
        "last_seen_at": commit.recorded_at.isoformat(),
    }
    if isinstance(event, AlertSeenAgain):
        same = {"headline": event.headline} if event.because == "same_finding" else {}
        return {**latest, **same, "occurrences": event.occurrence}
    return {
        **latest,
        "status": "open",
        "occurrences": 1,
        "rule_id": event.rule_id,
        "finding_id": event.finding_id,
        "episode": event.episode,
        "product": event.product,
        "kind": event.kind,
        "payer": event.payer,
        "cpt_group": event.cpt_group,
        "headline": event.headline,
        "raised_at": commit.recorded_at.isoformat(),
        "waits_since": event.seen_at,
        "held_until": event.held_until,
        "held_because": event.held_because,
    }


def _said(fact: Fact) -> tuple[str, str] | None:
    match fact.event():
        case AlertCommented(comment=comment):
            return "comment", comment
        case AlertResolved(note=str() as note):
            return "resolution", note
        case AlertReopened(note=str() as note):
            return "reopening", note
        case _:
            return None


def _comments(comments: list[tuple[Fact, CommitNote, str, str]]) -> Change:
    return Change(
        _KEEP_COMMENTS,
        {
            "alert_ids": arrays.uuids([fact.stream_id.bytes for fact, *_ in comments]),
            "positions": arrays.int8s(fact.position for fact, *_ in comments),
            "recorded": [commit.recorded_at.isoformat() for _, commit, *_ in comments],
            "actors": [commit.actor for _, commit, *_ in comments],
            "abouts": [about for *_, about, _ in comments],
            "comments": [comment for *_, comment in comments],
        },
    )


alerts = Projection(
    name="alerts",
    version=1,
    tags=tags_of(
        AlertRaised,
        AlertSeenAgain,
        AlertSnoozed,
        AlertWoken,
        AlertEscalated,
        AlertAcknowledged,
        AlertAssigned,
        AlertCommented,
        AlertResolved,
        AlertReopened,
    ),
    changes=changes,
)
