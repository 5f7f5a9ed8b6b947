"""A sighting as the event it becomes: the raising of an alert, or one more occurrence of it."""

from upstream.domain.alerts.commands import CountOccurrence, RaiseAlert
from upstream.domain.alerts.events import AlertRaised, AlertSeenAgain


def raised(command: RaiseAlert) -> AlertRaised:
    sighting = command.sighting
    return AlertRaised(
        rule_id=command.rule_id,
        finding_id=sighting.finding_id,
        finding_version=sighting.finding_version,
        episode=sighting.episode,
        product=sighting.product,
        kind=sighting.kind,
        payer=sighting.payer,
        cpt_group=sighting.cpt_group,
        severity_bps=sighting.severity_bps,
        confidence_bps=sighting.confidence_bps,
        at_risk_cents=sighting.at_risk_cents,
        headline=sighting.headline,
        seen_at=command.seen_at,
        held_until=command.held_until,
        held_because=command.held_because,
    )


def seen_again(command: CountOccurrence, occurrence: int) -> AlertSeenAgain:
    sighting = command.sighting
    return AlertSeenAgain(
        finding_id=sighting.finding_id,
        finding_version=sighting.finding_version,
        episode=sighting.episode,
        kind=sighting.kind,
        severity_bps=sighting.severity_bps,
        confidence_bps=sighting.confidence_bps,
        at_risk_cents=sighting.at_risk_cents,
        headline=sighting.headline,
        because=command.because,
        occurrence=occurrence,
        seen_at=command.seen_at,
    )
