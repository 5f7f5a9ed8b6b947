"""An alert: raised once, seen again and again, and what people did about it. It never vanishes."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from upstream.domain.alerts.commands import (
    AcknowledgeAlert,
    AlertCommand,
    AssignAlert,
    CommentOnAlert,
    CountOccurrence,
    EscalateAlert,
    Handling,
    RaiseAlert,
    ReopenAlert,
    ResolveAlert,
    SnoozeAlert,
    WakeAlert,
)
from upstream.domain.alerts.comments import checked, checked_note
from upstream.domain.alerts.events import (
    AlertAcknowledged,
    AlertAssigned,
    AlertCommented,
    AlertEscalated,
    AlertEvent,
    AlertRaised,
    AlertReopened,
    AlertResolved,
    AlertSeenAgain,
    AlertSnoozed,
    AlertWoken,
)
from upstream.domain.alerts.refusals import (
    AlertAlreadyResolved,
    AlertNotResolved,
    AlertUnknown,
)
from upstream.domain.alerts.sighted import raised, seen_again
from upstream.domain.alerts.snoozing import checked_end
from upstream.domain.decider import Decider

Status = Literal["open", "acknowledged", "resolved"]


@dataclass(frozen=True, slots=True)
class Unraised: ...


@dataclass(frozen=True, slots=True)
class Raised:
    """`severity_bps` and `seen_at` are those of the latest occurrence."""

    raised: AlertRaised
    severity_bps: int
    seen_at: datetime
    waits_since: datetime
    """Raised or reopened: from when on it waits to be acknowledged."""
    occurrences: int = 0
    status: Status = "open"
    assignee: UUID | None = None
    snoozed_until: datetime | None = None
    escalated: bool = False
    """Since it was raised or reopened."""
    counted: Mapping[UUID, int] = field(default_factory=dict)
    """Per finding the last version that was counted."""

    def has_counted(self, finding_id: UUID, version: int) -> bool:
        return self.counted.get(finding_id, 0) >= version

    def is_snoozed(self, now: datetime) -> bool:
        return self.snoozed_until is not None and now < self.snoozed_until


Alert = Unraised | Raised


def decide(command: AlertCommand, alert: Alert) -> tuple[AlertEvent, ...]:
    match command:
        case RaiseAlert():
            return (raised(command),) if isinstance(alert, Unraised) else ()
        case CountOccurrence():
            return _count(command, _known(alert))
        case EscalateAlert():
            return _escalate(command, _known(alert))
        case _:
            return _handle(command, _known(alert))


def _count(command: CountOccurrence, alert: Raised) -> tuple[AlertEvent, ...]:
    sighting = command.sighting
    if alert.has_counted(sighting.finding_id, sighting.finding_version):
        return ()
    return (seen_again(command, alert.occurrences + 1),)


def _escalate(command: EscalateAlert, alert: Raised) -> tuple[AlertEvent, ...]:
    """Not before its messages could go out, not while it is snoozed, and once."""
    begun = max(alert.waits_since, alert.raised.held_until or alert.waits_since)
    waits = command.now - begun >= timedelta(minutes=command.after_minutes)
    if alert.status != "open" or alert.escalated or alert.is_snoozed(command.now) or not waits:
        return ()
    return (AlertEscalated(after_minutes=command.after_minutes, unseen_since=begun),)


def _handle(command: Handling, alert: Raised) -> tuple[AlertEvent, ...]:
    match command:
        case AcknowledgeAlert():
            return (AlertAcknowledged(),) if _unresolved(alert).status == "open" else ()
        case AssignAlert(to=to):
            return () if _unresolved(alert).assignee == to else (AlertAssigned(to=to),)
        case CommentOnAlert(comment=comment):
            return (AlertCommented(comment=checked(comment)),)
        case SnoozeAlert() | WakeAlert():
            return _snooze_or_wake(command, alert)
        case ResolveAlert(note=note):
            resolved = alert.status == "resolved"
            return () if resolved else (AlertResolved(note=checked_note(note)),)
        case ReopenAlert(note=note, now=now):
            if alert.status != "resolved":
                raise AlertNotResolved("only a resolved alert can be reopened")
            return (AlertReopened(note=checked_note(note), reopened_at=now),)


def _snooze_or_wake(command: SnoozeAlert | WakeAlert, alert: Raised) -> tuple[AlertEvent, ...]:
    if isinstance(command, WakeAlert):
        return () if alert.snoozed_until is None else (AlertWoken(),)
    until = checked_end(command.until, command.now)
    return () if _unresolved(alert).snoozed_until == until else (AlertSnoozed(until=until),)


def _known(alert: Alert) -> Raised:
    if isinstance(alert, Unraised):
        raise AlertUnknown("there is no such alert")
    return alert


def _unresolved(alert: Raised) -> Raised:
    if alert.status == "resolved":
        raise AlertAlreadyResolved("this alert is resolved; reopen it first")
    return alert


def evolve(alert: Alert, event: AlertEvent) -> Alert:
    match event:
        case AlertRaised():
            begun = Raised(event, event.severity_bps, event.seen_at, waits_since=event.seen_at)
            return _seen(begun, event)
        case AlertSeenAgain():
            return _seen(_known(alert), event)
        case AlertAssigned(to=to):
            return replace(_known(alert), assignee=to)
        case AlertCommented():
            return alert
        case AlertSnoozed() | AlertWoken() | AlertEscalated():
            return _quieter_or_louder(_known(alert), event)
        case AlertAcknowledged() | AlertResolved() | AlertReopened():
            return _moved_on(_known(alert), event)


def _quieter_or_louder(alert: Raised, event: AlertSnoozed | AlertWoken | AlertEscalated) -> Alert:
    match event:
        case AlertSnoozed(until=until):
            return replace(alert, snoozed_until=until)
        case AlertWoken():
            return replace(alert, snoozed_until=None)
        case AlertEscalated():
            return replace(alert, escalated=True)


def _moved_on(alert: Raised, event: AlertAcknowledged | AlertResolved | AlertReopened) -> Alert:
    match event:
        case AlertAcknowledged():
            return replace(alert, status="acknowledged")
        case AlertResolved():
            return replace(alert, status="resolved", snoozed_until=None)
        case AlertReopened(reopened_at=at):
            since = at or alert.waits_since
            return replace(alert, status="open", escalated=False, waits_since=since)


def _seen(alert: Raised, event: AlertRaised | AlertSeenAgain) -> Raised:
    return replace(
        alert,
        severity_bps=event.severity_bps,
        seen_at=event.seen_at,
        occurrences=alert.occurrences + 1,
        counted={**alert.counted, event.finding_id: event.finding_version},
    )


decider: Decider[AlertCommand, Alert, AlertEvent] = Decider("alert", Unraised(), decide, evolve)
