"""A lane: the alerts of one rule, payer and CPT group, and which finding is told about in which."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from upstream.domain.alerts.events import AlertLaneTaken
from upstream.domain.decider import Decider
from upstream.domain.messages import Command


class TakeLane(Command):
    alert_id: UUID
    finding_id: UUID
    episode: int


@dataclass(frozen=True, slots=True)
class Lane:
    latest: UUID | None = None
    """The alert raised last."""
    by_finding: Mapping[UUID, tuple[int, UUID]] = field(default_factory=dict)
    """Per finding its last episode here, and the alert that tells about it."""

    def told_in(self, finding_id: UUID, episode: int) -> UUID | None:
        """The alert that tells about this very episode already."""
        known = self.by_finding.get(finding_id)
        return known[1] if known and known[0] == episode else None


def decide(command: TakeLane, lane: Lane) -> tuple[AlertLaneTaken, ...]:
    if lane.by_finding.get(command.finding_id) == (command.episode, command.alert_id):
        return ()
    return (
        AlertLaneTaken(
            alert_id=command.alert_id, finding_id=command.finding_id, episode=command.episode
        ),
    )


def evolve(lane: Lane, event: AlertLaneTaken) -> Lane:
    told = {**lane.by_finding, event.finding_id: (event.episode, event.alert_id)}
    return Lane(latest=event.alert_id, by_finding=told)


decider: Decider[TakeLane, Lane, AlertLaneTaken] = Decider("alert-lane", Lane(), decide, evolve)
