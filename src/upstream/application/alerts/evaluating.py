"""Whenever a finding is seen: hold it against the rules, raise an alert or let one grow."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

import structlog
from sqlalchemy import Connection

from upstream.application.alerts.lessons import lesson_of
from upstream.application.alerts.maintenance import calendar_of
from upstream.application.alerts.news import Known, news_of
from upstream.application.alerts.rules import rules_of
from upstream.application.alerts.sightings import sightings_of
from upstream.application.folding import Folded, folded
from upstream.application.settings import settings_of
from upstream.application.transact import ATTEMPTS_MAX
from upstream.domain.alerts.alert import Alert, Unraised
from upstream.domain.alerts.alert import decider as alert_decider
from upstream.domain.alerts.commands import Sighting
from upstream.domain.alerts.evaluation import Evaluation, evaluate
from upstream.domain.alerts.lane import decider as lane_decider
from upstream.domain.alerts.maintenance import Calendar
from upstream.domain.alerts.rule import decider as rule_decider
from upstream.domain.alerts.suppression import Circumstances
from upstream.domain.context import Context
from upstream.domain.settings.customer_settings import CustomerSettings
from upstream.domain.streams import stream_of
from upstream.infrastructure.log import Along, Conflict, EventLog, nothing
from upstream.infrastructure.tallies import Ended, count_evaluations

_logger = structlog.get_logger()
_COUNTED = Evaluation(result="suppressed", reason="already_counted")


class _Asked(NamedTuple):
    """What stays the same through all the evaluations of one finding."""

    log: EventLog
    context: Context
    calendar: Calendar
    time_zone: str
    settings: CustomerSettings
    along: Along


def evaluate_finding(
    log: EventLog,
    context: Context,
    finding_id: UUID,
    *,
    time_zone: str = "UTC",
    rule_ids: Sequence[UUID] = (),
    along: Along = nothing,
) -> list[Evaluation]:
    """Evaluate every sighting of the finding's present episode that no alert has counted yet.

    By the rules given, by default all the customer has. May be repeated: ids come from what was
    seen, and a sighting is counted, or kept down, once. Every answer is logged with its reason.
    """
    sightings = sightings_of(finding_id, log.read(context.customer_id, finding_id))
    calendar = calendar_of(log, context.customer_id)
    settings = settings_of(log, context.customer_id).settings
    asked = _Asked(log, context, calendar, time_zone, settings, along)
    evaluations = []
    for rule_id in rule_ids or rules_of(log, context):
        for sighting in sightings:
            evaluation = _until_undisturbed(asked, rule_id, sighting)
            if evaluation.reason != "already_counted":
                evaluations.append(evaluation)
                _tell(context, rule_id, sighting, evaluation)
    return evaluations


def _until_undisturbed(asked: _Asked, rule_id: UUID, sighting: Sighting) -> Evaluation:
    for attempt in range(1, ATTEMPTS_MAX + 1):
        try:
            return _evaluate_once(asked, rule_id, sighting)
        except Conflict:
            if attempt == ATTEMPTS_MAX:
                raise
    raise AssertionError


def _evaluate_once(asked: _Asked, rule_id: UUID, sighting: Sighting) -> Evaluation:
    log, context = asked.log, asked.context
    _, rule = folded(log, context.customer_id, rule_decider, rule_id)
    key = f"{rule_id}\x1f{sighting.payer}\x1f{sighting.cpt_group or ''}"
    lane_id = stream_of(context.customer_id, lane_decider.kind, key)
    lane_place, lane = folded(log, context.customer_id, lane_decider, lane_id)
    if lane.has_suppressed(sighting.finding_id, sighting.finding_version):
        return _COUNTED
    told_in = lane.told_in(sighting.finding_id, sighting.episode)
    place, known = _alert(asked, told_in or lane.latest)
    _, latest = _alert(asked, lane.latest) if lane.latest != told_in else (place, known)
    around = _around(asked, rule_id, sighting)
    evaluation = evaluate(
        rule, sighting, known, around, told_here=told_in is not None, latest=latest
    )
    here = Known(rule_id, rule, lane_place, lane, place, known)
    news = news_of(log, context, sighting, evaluation, here)
    counted = _counted(evaluation)
    if news:
        log.append(context, *news, along=lambda one: _both(one, asked.along, counted))
    else:
        with log.database.control() as connection:
            count_evaluations(connection, counted)
    return evaluation


def _counted(evaluation: Evaluation) -> Counter[Ended]:
    """What was counted as an occurrence before is looked at again and again: no evaluation."""
    if evaluation.reason == "already_counted":
        return Counter()
    return Counter({Ended(evaluation.result, evaluation.reason): 1})


def _both(connection: Connection, along: Along, counted: Counter[Ended]) -> None:
    along(connection)
    count_evaluations(connection, counted)


def _around(asked: _Asked, rule_id: UUID, sighting: Sighting) -> Circumstances:
    customer_id = asked.context.customer_id
    _, lesson = lesson_of(asked.log, customer_id, rule_id, sighting.payer, sighting.kind)
    return Circumstances(
        now=asked.context.now,
        calendar=asked.calendar,
        lesson=lesson,
        products=asked.settings.products,
        cooldown_minutes_min=asked.settings.alert_cooldown_minutes,
        time_zone=asked.time_zone,
    )


def _alert(asked: _Asked, alert_id: UUID | None) -> tuple[Folded | None, Alert]:
    if alert_id is None:
        return None, Unraised()
    return folded(asked.log, asked.context.customer_id, alert_decider, alert_id)


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
