"""What people do about an alert: acknowledge, assign, comment, resolve, reopen."""

from uuid import UUID

from upstream.application.transact import transact
from upstream.domain.alerts.alert import decider
from upstream.domain.alerts.commands import Handling
from upstream.domain.context import Context
from upstream.infrastructure.log import Answer, EventLog


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
