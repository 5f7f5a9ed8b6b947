"""The sightings of a finding's present episode, out of its own stream."""

from collections.abc import Iterable
from uuid import UUID

from upstream.domain.alerts.commands import Sighting
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
            case FindingDetected(episode=begun) as seen:
                episode = begun
                sightings = [_sighting(finding_id, recorded, episode, seen)]
            case FindingSeenAgain() | FindingWorsened() as seen:
                sightings.append(_sighting(finding_id, recorded, episode, seen))
            case FindingFaded():
                continue
            case FindingResolved():
                sightings = []
            case _:
                return []
    return sightings


def _sighting(
    finding_id: UUID,
    recorded: Recorded,
    episode: int,
    seen: FindingDetected | FindingSeenAgain | FindingWorsened,
) -> Sighting:
    drift = seen.drift
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
        worsened=isinstance(seen, FindingWorsened),
        backfilled=seen.backfilled,
    )
