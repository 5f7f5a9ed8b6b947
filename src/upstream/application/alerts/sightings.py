"""The sightings of a finding's present episode, out of its own stream."""

from collections.abc import Iterable
from uuid import UUID

from upstream.domain.alerts.commands import Sighting
from upstream.domain.drift.detection import Drift
from upstream.domain.drift.events import (
    FindingDetected,
    FindingFaded,
    FindingResolved,
    FindingSeenAgain,
    FindingWorsened,
)
from upstream.infrastructure.log import Recorded


def sightings_of(finding_id: UUID, history: Iterable[Recorded]) -> list[Sighting]:
    """In order; empty where nothing is open."""
    sightings: list[Sighting] = []
    episode = 0
    for recorded in history:
        match recorded.event:
            case FindingDetected(episode=begun, drift=drift):
                episode = begun
                sightings = [_sighting(finding_id, recorded, episode, drift)]
            case FindingSeenAgain(drift=drift):
                sightings.append(_sighting(finding_id, recorded, episode, drift))
            case FindingWorsened(drift=drift):
                worse = _sighting(finding_id, recorded, episode, drift, worsened=True)
                sightings.append(worse)
            case FindingFaded():
                continue
            case FindingResolved():
                sightings = []
            case _:
                return []
    return sightings


def _sighting(
    finding_id: UUID, recorded: Recorded, episode: int, drift: Drift, *, worsened: bool = False
) -> Sighting:
    return Sighting(
        finding_id=finding_id,
        finding_version=recorded.version,
        episode=episode,
        product=drift.product,
        kind=drift.kind,
        payer=drift.key.payer,
        cpt_group=drift.key.cpt_group,
        severity_bps=drift.severity_bps,
        confidence_bps=drift.confidence_bps,
        at_risk_cents=drift.at_risk_cents,
        headline=drift.explanation,
        worsened=worsened,
    )
