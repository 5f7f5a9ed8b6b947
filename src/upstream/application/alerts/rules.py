"""The alert rules of a customer: the default one everybody gets, and those people write."""

from uuid import UUID, uuid4

from upstream.application.deliveries.registry import refuse_unknown_channels
from upstream.application.transact import transact
from upstream.domain.alerts.commands import (
    CreateAlertRule,
    ReviseAlertRule,
    SwitchAlertRuleOff,
    SwitchAlertRuleOn,
)
from upstream.domain.alerts.rule import DEFAULT, DEFAULT_KEY, decider
from upstream.domain.context import Context
from upstream.domain.streams import stream_of
from upstream.domain.units import CustomerId, StreamId
from upstream.infrastructure.log import Answer, EventLog
from upstream.infrastructure.log.reservations import holders_of, reserve

_SCOPE = "alert rule"


def default_rule_of(customer_id: CustomerId) -> StreamId:
    return stream_of(customer_id, decider.kind, DEFAULT_KEY)


def ensure_default_rule(log: EventLog, context: Context) -> StreamId:
    """The customer's default rule, created where it is not there yet; its id."""
    rule_id = default_rule_of(context.customer_id)
    transact(log, decider, rule_id, DEFAULT, context)
    return rule_id


def rules_of(log: EventLog, context: Context) -> list[UUID]:
    """Every rule of the customer, as written: the default one first, then in a fixed order."""
    default = ensure_default_rule(log, context)
    with log.database.customer(context.customer_id) as connection:
        written = holders_of(connection, context.customer_id, scope=_SCOPE)
    return [default, *(rule_id for rule_id in written if rule_id != default)]


def create_rule(log: EventLog, context: Context, command: CreateAlertRule) -> Answer:
    """Raises `AlertRuleInvalid`, `AlertRuleChannelUnknown`."""
    refuse_unknown_channels(log, context, (*command.channels, *command.escalation_channels))
    rule_id = stream_of(context.customer_id, decider.kind, str(uuid4()))
    return transact(
        log,
        decider,
        rule_id,
        command,
        context,
        along=lambda connection: reserve(
            connection, context.customer_id, scope=_SCOPE, key=str(rule_id), stream_id=rule_id
        ),
    )


def revise_rule(
    log: EventLog,
    context: Context,
    rule_id: UUID,
    command: ReviseAlertRule,
    *,
    expected_version: int | None = None,
) -> Answer:
    """Raises `AlertRuleUnknown`, `AlertRuleInvalid`, `AlertRuleChannelUnknown`, `Conflict`."""
    terms = command.terms
    refuse_unknown_channels(log, context, (*terms.channels, *terms.escalation_channels))
    return transact(log, decider, rule_id, command, context, expected_version=expected_version)


def switch_rule(
    log: EventLog,
    context: Context,
    rule_id: UUID,
    *,
    on: bool,
    expected_version: int | None = None,
) -> Answer:
    """Raises `AlertRuleUnknown`, `Conflict`."""
    command = SwitchAlertRuleOn() if on else SwitchAlertRuleOff()
    return transact(log, decider, rule_id, command, context, expected_version=expected_version)
