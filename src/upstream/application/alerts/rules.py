"""The alert rules of a customer; the first form has one, which everybody gets."""

from upstream.application.transact import transact
from upstream.domain.alerts.rule import DEFAULT, DEFAULT_KEY, decider
from upstream.domain.context import Context
from upstream.domain.streams import stream_of
from upstream.domain.units import CustomerId, StreamId
from upstream.infrastructure.log import EventLog


def default_rule_of(customer_id: CustomerId) -> StreamId:
    return stream_of(customer_id, decider.kind, DEFAULT_KEY)


def ensure_default_rule(log: EventLog, context: Context) -> StreamId:
    """The customer's default rule, created where it is not there yet; its id."""
    rule_id = default_rule_of(context.customer_id)
    transact(log, decider, rule_id, DEFAULT, context)
    return rule_id
