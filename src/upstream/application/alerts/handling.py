"""What people do about an alert: acknowledge, assign, comment, snooze, resolve, reopen."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

import msgspec

from upstream.application.folding import Folded, folded_many
from upstream.application.transact import ATTEMPTS_MAX, transact
from upstream.domain.alerts.alert import Unraised, decider
from upstream.domain.alerts.commands import AcknowledgeAlert, AssignAlert, Handling
from upstream.domain.alerts.events import AlertEvent
from upstream.domain.alerts.refusals import AlertAlreadyResolved, AlertUnknown
from upstream.domain.context import Context
from upstream.domain.units import StreamId
from upstream.infrastructure.log import Answer, Conflict, EventLog, StreamEvents


class Acknowledged(msgspec.Struct, frozen=True, kw_only=True):
    """What became of many at once: those that are acknowledged now, and those long resolved."""

    acknowledged: list[UUID]
    resolved: list[UUID]
    position: int


class Assigned(msgspec.Struct, frozen=True, kw_only=True):
    """The same of those that have a new assignee now."""

    assigned: list[UUID]
    resolved: list[UUID]
    position: int


def handle_alert(
    log: EventLog,
    context: Context,
    alert_id: UUID,
    command: Handling,
    *,
    expected_version: int | None = None,
) -> Answer:
    """Raises `AlertUnknown`, `AlertAlreadyResolved`, `AlertNotResolved`, `Conflict` …"""
    return transact(log, decider, alert_id, command, context, expected_version=expected_version)


def acknowledge_many(log: EventLog, context: Context, alert_ids: Sequence[UUID]) -> Acknowledged:
    """All in one commit; what somebody resolved stays resolved. Raises `AlertUnknown`."""
    done = _handle_many(log, context, alert_ids, AcknowledgeAlert())
    return Acknowledged(acknowledged=done.handled, resolved=done.resolved, position=done.position)


def assign_many(log: EventLog, context: Context, alert_ids: Sequence[UUID], to: UUID) -> Assigned:
    """All in one commit; what somebody resolved stays as it is. Raises `AlertUnknown`."""
    done = _handle_many(log, context, alert_ids, AssignAlert(to=to))
    return Assigned(assigned=done.handled, resolved=done.resolved, position=done.position)


class _Done(NamedTuple):
    handled: list[UUID]
    resolved: list[UUID]
    position: int


def _handle_many(
    log: EventLog, context: Context, alert_ids: Sequence[UUID], command: Handling
) -> _Done:
    asked = [StreamId(alert_id) for alert_id in dict.fromkeys(alert_ids)]
    for attempt in range(1, ATTEMPTS_MAX + 1):
        try:
            return _handle_once(log, context, asked, command)
        except Conflict:
            if attempt == ATTEMPTS_MAX:
                raise
    raise AssertionError


def _handle_once(
    log: EventLog, context: Context, asked: list[StreamId], command: Handling
) -> _Done:
    news: list[StreamEvents] = []
    resolved: list[UUID] = []
    for place, alert in folded_many(log, context.customer_id, decider, asked):
        if isinstance(alert, Unraised):
            raise AlertUnknown("there is no such alert")
        try:
            news += _as_news(place, decider.decide(command, alert))
        except AlertAlreadyResolved:
            resolved.append(place.stream_id)
    position = log.append(context, *news).last if news else log.head(context.customer_id)
    return _Done([each for each in asked if each not in resolved], resolved, position)


def _as_news(place: Folded, events: tuple[AlertEvent, ...]) -> list[StreamEvents]:
    return [place.then(*events)] if events else []
