"""An alert nobody acknowledges in time is told to those its rule names for that."""

from uuid import UUID

from upstream.application.deliveries.routing import Occasion, content_of, messages_about
from upstream.application.folding import folded
from upstream.application.transact import ATTEMPTS_MAX
from upstream.domain.alerts.alert import Raised
from upstream.domain.alerts.alert import decider as alert_decider
from upstream.domain.alerts.commands import EscalateAlert
from upstream.domain.alerts.events import AlertEscalated
from upstream.domain.alerts.rule import Created
from upstream.domain.alerts.rule import decider as rule_decider
from upstream.domain.context import Context
from upstream.infrastructure.log import Along, Conflict, EventLog, nothing


def escalate_alert(
    log: EventLog, context: Context, alert_id: UUID, *, along: Along = nothing
) -> AlertEscalated | None:
    """None where it is not due, was acknowledged meanwhile, or its rule no longer wants it."""
    for attempt in range(1, ATTEMPTS_MAX + 1):
        try:
            return _escalate_once(log, context, alert_id, along)
        except Conflict:
            if attempt == ATTEMPTS_MAX:
                raise
    raise AssertionError


def _escalate_once(
    log: EventLog, context: Context, alert_id: UUID, along: Along
) -> AlertEscalated | None:
    place, alert = folded(log, context.customer_id, alert_decider, alert_id)
    if not isinstance(alert, Raised):
        return None
    _, rule = folded(log, context.customer_id, rule_decider, alert.raised.rule_id)
    if not isinstance(rule, Created) or rule.terms.escalate_after_minutes is None:
        return None
    command = EscalateAlert(after_minutes=rule.terms.escalate_after_minutes, now=context.now)
    news = alert_decider.decide(command, alert)
    if not news:
        return None
    (escalated,) = news
    assert isinstance(escalated, AlertEscalated)
    messages = messages_about(
        log,
        context,
        channel_ids=rule.terms.escalation_channels,
        occasion=Occasion("escalated", f"{alert_id}\x1f{escalated.unseen_since.isoformat()}"),
        content=content_of(log, context, alert_id, alert.raised),
    )
    log.append(context, place.then(escalated), *messages, along=along)
    return escalated
