"""What an evaluation leaves in the log: an alert with its messages, an occurrence, a reason."""

from typing import NamedTuple, cast, get_args
from uuid import UUID

from upstream.application.deliveries.routing import Occasion, content_of, messages_about
from upstream.application.folding import Folded
from upstream.domain.alerts.alert import Alert, Unraised
from upstream.domain.alerts.alert import decider as alert_decider
from upstream.domain.alerts.commands import CountOccurrence, RaiseAlert, Sighting
from upstream.domain.alerts.evaluation import Evaluation
from upstream.domain.alerts.events import (
    AlertRaised,
    Because,
    SightingSuppressed,
    SuppressedBecause,
)
from upstream.domain.alerts.lane import Lane, NoteSuppression, TakeLane
from upstream.domain.alerts.lane import decider as lane_decider
from upstream.domain.alerts.rule import AlertRule, Created
from upstream.domain.context import Context
from upstream.domain.streams import stream_of
from upstream.infrastructure.log import EventLog, StreamEvents

_KEPT_DOWN = frozenset(get_args(SuppressedBecause))


class Known(NamedTuple):
    """The rule, its lane, and the alert of the lane that could take the sighting."""

    rule_id: UUID
    rule: AlertRule
    lane_place: Folded
    lane: Lane
    place: Folded | None
    alert: Alert


def news_of(
    log: EventLog, context: Context, sighting: Sighting, evaluation: Evaluation, known: Known
) -> list[StreamEvents]:
    """All of one commit; nothing where the sighting changes nothing."""
    match evaluation.result:
        case "raised":
            told = _raising(context, sighting, evaluation, known)
            messages = _messages(log, context, told, known)
            return [told, *_lane_taken(told.stream_id, sighting, known), *messages]
        case "grouped":
            told = _growing(context, sighting, evaluation, known)
            return [told, *_lane_taken(told.stream_id, sighting, known)]
        case "suppressed" if evaluation.reason in _KEPT_DOWN:
            because = cast("SuppressedBecause", evaluation.reason)
            return _kept_down(context, sighting, because, known)
        case "suppressed" | "no_rule_matched" | "rule_off":
            return []


def _raising(
    context: Context, sighting: Sighting, evaluation: Evaluation, known: Known
) -> StreamEvents:
    command = RaiseAlert(
        rule_id=known.rule_id,
        sighting=sighting,
        seen_at=context.now,
        held_until=evaluation.held_until,
        held_because="quiet_hours" if evaluation.held_until else None,
    )
    key = f"{known.rule_id}\x1f{sighting.finding_id}\x1f{sighting.finding_version}"
    alert_id = stream_of(context.customer_id, alert_decider.kind, key)
    return Folded(alert_id, 0).then(*alert_decider.decide(command, Unraised()))


def _messages(
    log: EventLog, context: Context, told: StreamEvents, known: Known
) -> list[StreamEvents]:
    """Asked for in the commit that raises the alert; whoever sends them comes later."""
    (event,) = told.events
    assert isinstance(event, AlertRaised)
    assert isinstance(known.rule, Created)
    return messages_about(
        log,
        context,
        channel_ids=known.rule.terms.channels,
        occasion=Occasion("raised", str(told.stream_id), event.held_until),
        content=content_of(log, context, told.stream_id, event),
    )


def _growing(
    context: Context, sighting: Sighting, evaluation: Evaluation, known: Known
) -> StreamEvents:
    assert known.place is not None
    because: Because = "same_finding" if evaluation.reason == "same_finding" else "same_group"
    command = CountOccurrence(sighting=sighting, because=because, seen_at=context.now)
    return known.place.then(*alert_decider.decide(command, known.alert))


def _lane_taken(alert_id: UUID, sighting: Sighting, known: Known) -> list[StreamEvents]:
    taking = TakeLane(alert_id=alert_id, finding_id=sighting.finding_id, episode=sighting.episode)
    taken = lane_decider.decide(taking, known.lane)
    return [known.lane_place.then(*taken)] if taken else []


def _kept_down(
    context: Context, sighting: Sighting, because: SuppressedBecause, known: Known
) -> list[StreamEvents]:
    suppressed = SightingSuppressed(
        rule_id=known.rule_id,
        finding_id=sighting.finding_id,
        finding_version=sighting.finding_version,
        episode=sighting.episode,
        product=sighting.product,
        kind=sighting.kind,
        payer=sighting.payer,
        cpt_group=sighting.cpt_group,
        severity_bps=sighting.severity_bps,
        because=because,
        seen_at=context.now,
    )
    noted = lane_decider.decide(NoteSuppression(suppressed=suppressed), known.lane)
    return [known.lane_place.then(*noted)] if noted else []
