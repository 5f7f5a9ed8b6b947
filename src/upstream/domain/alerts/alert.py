"""An alert: raised once, seen again and again, and what people did about it. It never vanishes."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal
from uuid import UUID

from upstream.domain.alerts.commands import (
    COMMENT_MAX,
    AcknowledgeAlert,
    AlertCommand,
    AssignAlert,
    CommentOnAlert,
    CountOccurrence,
    Handling,
    RaiseAlert,
    ReopenAlert,
    ResolveAlert,
)
from upstream.domain.alerts.events import (
    AlertAcknowledged,
    AlertAssigned,
    AlertCommented,
    AlertEvent,
    AlertRaised,
    AlertReopened,
    AlertResolved,
    AlertSeenAgain,
)
from upstream.domain.alerts.refusals import (
    AlertAlreadyResolved,
    AlertNotResolved,
    AlertUnknown,
    CommentEmpty,
    CommentTooLong,
)
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
    occurrences: int = 0
    status: Status = "open"
    assignee: UUID | None = None
    counted: Mapping[UUID, int] = field(default_factory=dict)
    """Per finding the last version that was counted."""

    def has_counted(self, finding_id: UUID, version: int) -> bool:
        return self.counted.get(finding_id, 0) >= version


Alert = Unraised | Raised


def decide(command: AlertCommand, alert: Alert) -> tuple[AlertEvent, ...]:
    match command:
        case RaiseAlert():
            return (_raised(command),) if isinstance(alert, Unraised) else ()
        case CountOccurrence():
            return _count(command, _known(alert))
        case _:
            return _handle(command, _known(alert))


def _handle(command: Handling, alert: Raised) -> tuple[AlertEvent, ...]:
    match command:
        case AcknowledgeAlert():
            return (AlertAcknowledged(),) if _unresolved(alert).status == "open" else ()
        case AssignAlert(to=to):
            return () if _unresolved(alert).assignee == to else (AlertAssigned(to=to),)
        case CommentOnAlert(comment=comment):
            return (AlertCommented(comment=_checked(comment)),)
        case ResolveAlert(note=note):
            resolved = alert.status == "resolved"
            return () if resolved else (AlertResolved(note=_checked_note(note)),)
        case ReopenAlert(note=note):
            if alert.status != "resolved":
                raise AlertNotResolved("only a resolved alert can be reopened")
            return (AlertReopened(note=_checked_note(note)),)


def _known(alert: Alert) -> Raised:
    if isinstance(alert, Unraised):
        raise AlertUnknown("there is no such alert")
    return alert


def _unresolved(alert: Raised) -> Raised:
    if alert.status == "resolved":
        raise AlertAlreadyResolved("this alert is resolved; reopen it first")
    return alert


def _checked(comment: str) -> str:
    trimmed = comment.strip()
    if not trimmed:
        raise CommentEmpty("a comment says something")
    if len(trimmed) > COMMENT_MAX:
        raise CommentTooLong("that comment is too long", characters_max=COMMENT_MAX)
    return trimmed


def _checked_note(note: str | None) -> str | None:
    return _checked(note) if note and note.strip() else None


def _raised(command: RaiseAlert) -> AlertRaised:
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
    )


def _count(command: CountOccurrence, alert: Raised) -> tuple[AlertEvent, ...]:
    sighting = command.sighting
    if alert.has_counted(sighting.finding_id, sighting.finding_version):
        return ()
    return (
        AlertSeenAgain(
            finding_id=sighting.finding_id,
            finding_version=sighting.finding_version,
            episode=sighting.episode,
            kind=sighting.kind,
            severity_bps=sighting.severity_bps,
            confidence_bps=sighting.confidence_bps,
            at_risk_cents=sighting.at_risk_cents,
            headline=sighting.headline,
            because=command.because,
            occurrence=alert.occurrences + 1,
            seen_at=command.seen_at,
        ),
    )


def evolve(alert: Alert, event: AlertEvent) -> Alert:
    match event:
        case AlertRaised():
            return _seen(Raised(event, event.severity_bps, event.seen_at), event)
        case AlertSeenAgain():
            return _seen(_known(alert), event)
        case AlertAssigned(to=to):
            return replace(_known(alert), assignee=to)
        case AlertCommented():
            return alert
        case AlertAcknowledged() | AlertResolved() | AlertReopened():
            return replace(_known(alert), status=_status_after(event))


def _status_after(event: AlertAcknowledged | AlertResolved | AlertReopened) -> Status:
    match event:
        case AlertAcknowledged():
            return "acknowledged"
        case AlertResolved():
            return "resolved"
        case AlertReopened():
            return "open"


def _seen(alert: Raised, event: AlertRaised | AlertSeenAgain) -> Raised:
    return replace(
        alert,
        severity_bps=event.severity_bps,
        seen_at=event.seen_at,
        occurrences=alert.occurrences + 1,
        counted={**alert.counted, event.finding_id: event.finding_version},
    )


decider: Decider[AlertCommand, Alert, AlertEvent] = Decider("alert", Unraised(), decide, evolve)
