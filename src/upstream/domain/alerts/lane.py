"""A lane: the alerts of one rule, payer and CPT group, and which finding is told about in which."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from upstream.domain.alerts.events import AlertLaneEvent, AlertLaneTaken, SightingSuppressed
from upstream.domain.decider import Decider
from upstream.domain.messages import Command


class TakeLane(Command):
    alert_id: UUID
    finding_id: UUID
    episode: int


class NoteSuppression(Command):
    suppressed: SightingSuppressed


LaneCommand = TakeLane | NoteSuppression


@dataclass(frozen=True, slots=True)
class Lane:
    latest: UUID | None = None
    """The alert raised last."""
    by_finding: Mapping[UUID, tuple[int, UUID]] = field(default_factory=dict)
    """Per finding its last episode here, and the alert that tells about it."""
    suppressed: Mapping[UUID, int] = field(default_factory=dict)
    """Per finding the last version that was suppressed: it is not looked at twice."""

    def told_in(self, finding_id: UUID, episode: int) -> UUID | None:
        """The alert that tells about this very episode already."""
        known = self.by_finding.get(finding_id)
        return known[1] if known and known[0] == episode else None

    def has_suppressed(self, finding_id: UUID, version: int) -> bool:
        return self.suppressed.get(finding_id, 0) >= version


def decide(command: LaneCommand, lane: Lane) -> tuple[AlertLaneEvent, ...]:
    match command:
        case TakeLane(alert_id=alert_id, finding_id=finding_id, episode=episode):
            if lane.by_finding.get(finding_id) == (episode, alert_id):
                return ()
            return (AlertLaneTaken(alert_id=alert_id, finding_id=finding_id, episode=episode),)
        case NoteSuppression(suppressed=suppressed):
            known = lane.has_suppressed(suppressed.finding_id, suppressed.finding_version)
            return () if known else (suppressed,)


def evolve(lane: Lane, event: AlertLaneEvent) -> Lane:
    match event:
        case AlertLaneTaken(alert_id=alert_id, finding_id=finding_id, episode=episode):
            told = {**lane.by_finding, finding_id: (episode, alert_id)}
            return replace(lane, latest=alert_id, by_finding=told)
        case SightingSuppressed(finding_id=finding_id, finding_version=version):
            return replace(lane, suppressed={**lane.suppressed, finding_id: version})


decider: Decider[LaneCommand, Lane, AlertLaneEvent] = Decider("alert-lane", Lane(), decide, evolve)
