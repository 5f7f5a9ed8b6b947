"""A lane: the alerts of one rule, payer and CPT group, and which finding is told about in which."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
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
    by_finding: Mapping[UUID, tuple[int, UUID]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    """Per finding its last episode here, and the alert that tells about it."""

    def alert_of(self, finding_id: UUID, episode: int) -> UUID | None:
        """Where this episode is told about already; otherwise where it might be grouped."""
        known = self.by_finding.get(finding_id)
        return known[1] if known and known[0] == episode else self.latest


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
    return Lane(latest=event.alert_id, by_finding=MappingProxyType(told))


decider: Decider[TakeLane, Lane, AlertLaneTaken] = Decider("alert-lane", Lane(), decide, evolve)
