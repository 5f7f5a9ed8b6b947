"""Whenever a finding is seen: hold it against the rules, raise an alert or let one grow."""

from collections.abc import Sequence
from uuid import UUID

import structlog

from upstream.application.alerts.rules import ensure_default_rule
from upstream.application.alerts.sightings import sightings_of
from upstream.application.folding import Folded, folded
from upstream.application.transact import ATTEMPTS_MAX
from upstream.domain.alerts.alert import Alert, Unraised
from upstream.domain.alerts.alert import decider as alert_decider
from upstream.domain.alerts.commands import CountOccurrence, RaiseAlert, Sighting
from upstream.domain.alerts.evaluation import Evaluation, evaluate
from upstream.domain.alerts.events import Because
from upstream.domain.alerts.lane import Lane, TakeLane
from upstream.domain.alerts.lane import decider as lane_decider
from upstream.domain.alerts.rule import decider as rule_decider
from upstream.domain.context import Context
from upstream.domain.streams import stream_of
from upstream.infrastructure.log import Along, Conflict, EventLog, StreamEvents, nothing

_logger = structlog.get_logger()


def evaluate_finding(
    log: EventLog,
    context: Context,
    finding_id: UUID,
    *,
    rule_ids: Sequence[UUID] = (),
    along: Along = nothing,
) -> list[Evaluation]:
    """Evaluate every sighting of the finding's present episode that no alert has counted yet.

    By the rules given, by default the customer's own default rule. May be repeated: ids come from
    what was seen, and a sighting is counted once. Every answer is logged with its reason.
    """
    sightings = sightings_of(finding_id, log.read(context.customer_id, finding_id))
    evaluations = []
    for rule_id in rule_ids or (ensure_default_rule(log, context),):
        for sighting in sightings:
            evaluation = _until_undisturbed(log, context, rule_id, sighting, along)
            if evaluation.reason != "already_counted":
                evaluations.append(evaluation)
                _tell(context, rule_id, sighting, evaluation)
    return evaluations


def _until_undisturbed(
    log: EventLog, context: Context, rule_id: UUID, sighting: Sighting, along: Along
) -> Evaluation:
    for attempt in range(1, ATTEMPTS_MAX + 1):
        try:
            return _evaluate_once(log, context, rule_id, sighting, along)
        except Conflict:
            if attempt == ATTEMPTS_MAX:
                raise
    raise AssertionError


def _evaluate_once(
    log: EventLog, context: Context, rule_id: UUID, sighting: Sighting, along: Along
) -> Evaluation:
    _, rule = folded(log, context.customer_id, rule_decider, rule_id)
    lane_place, lane = _lane(log, context, rule_id, sighting)
    told_in = lane.told_in(sighting.finding_id, sighting.episode)
    place, known = _alert(log, context, told_in or lane.latest)
    evaluation = evaluate(rule, sighting, known, told_here=told_in is not None, now=context.now)
    news = _news(context, rule_id, sighting, evaluation, place, known)
    if news is not None:
        taking = TakeLane(
            alert_id=news.stream_id, finding_id=sighting.finding_id, episode=sighting.episode
        )
        taken = lane_decider.decide(taking, lane)
        streams = (news, lane_place.then(*taken)) if taken else (news,)
        log.append(context, *streams, along=along)
    return evaluation


def _news(
    context: Context,
    rule_id: UUID,
    sighting: Sighting,
    evaluation: Evaluation,
    place: Folded | None,
    known: Alert,
) -> StreamEvents | None:
    if evaluation.result == "raised":
        command = RaiseAlert(rule_id=rule_id, sighting=sighting, seen_at=context.now)
        key = f"{rule_id}\x1f{sighting.finding_id}\x1f{sighting.finding_version}"
        alert_id = stream_of(context.customer_id, alert_decider.kind, key)
        return Folded(alert_id, 0).then(*alert_decider.decide(command, Unraised()))
    if evaluation.result == "grouped":
        assert place is not None
        because: Because = "same_finding" if evaluation.reason == "same_finding" else "same_group"
        counting = CountOccurrence(sighting=sighting, because=because, seen_at=context.now)
        return place.then(*alert_decider.decide(counting, known))
    return None


def _lane(
    log: EventLog, context: Context, rule_id: UUID, sighting: Sighting
) -> tuple[Folded, Lane]:
    key = f"{rule_id}\x1f{sighting.payer}\x1f{sighting.cpt_group or ''}"
    stream_id = stream_of(context.customer_id, lane_decider.kind, key)
    return folded(log, context.customer_id, lane_decider, stream_id)


def _alert(log: EventLog, context: Context, alert_id: UUID | None) -> tuple[Folded | None, Alert]:
    if alert_id is None:
        return None, Unraised()
    return folded(log, context.customer_id, alert_decider, alert_id)


def _tell(context: Context, rule_id: UUID, sighting: Sighting, evaluation: Evaluation) -> None:
    """Ids and reasons only: payers and amounts are the customer's business."""
    _logger.info(
        "finding_evaluated",
        customer_id=str(context.customer_id),
        rule_id=str(rule_id),
        finding_id=str(sighting.finding_id),
        finding_version=sighting.finding_version,
        result=evaluation.result,
        reason=evaluation.reason,
    )
