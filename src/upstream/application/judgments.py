"""An operator judges an alert, and may judge it again."""

from datetime import date
from uuid import UUID

from upstream.application.transact import transact
from upstream.domain.alerts.events import AlertRaised
from upstream.domain.alerts.refusals import AlertUnknown
from upstream.domain.context import Context
from upstream.domain.judgments.commands import JudgeAlert
from upstream.domain.judgments.judgment import decider
from upstream.domain.judgments.refusals import (
    AlertNotYetRaised,
    PositionNotReached,
    RecoveredInTheFuture,
)
from upstream.domain.streams import stream_of
from upstream.domain.units import CustomerId, StreamId
from upstream.infrastructure.log import Answer, EventLog


def judgment_id(customer_id: CustomerId, alert_id: UUID, operator: str) -> StreamId:
    """One judgment per operator and alert, so the id follows from the two."""
    return stream_of(customer_id, decider.kind, f"{alert_id}\x1f{operator}")


def judge(
    log: EventLog,
    context: Context,
    command: JudgeAlert,
    *,
    today: date,
    expected_version: int | None = None,
) -> Answer:
    """Record or revise the operator's word. `today` is the date it is for the customer.

    Raises `AlertUnknown`, `PositionNotReached`, `AlertNotYetRaised`, `RecoveredInTheFuture`, and
    what the judgment itself refuses.
    """
    raised = log.read(context.customer_id, command.alert_id)
    if not raised or not isinstance(raised[0].event, AlertRaised):
        raise AlertUnknown("there is no such alert")
    if command.position_seen > log.head(context.customer_id):
        raise PositionNotReached("the log does not reach that position yet")
    if command.position_seen < raised[0].position:
        raise AlertNotYetRaised("at that position there was no such alert yet")
    if command.recovered_on is not None and command.recovered_on > today:
        raise RecoveredInTheFuture("money is recovered on a day that has come")
    stream_id = judgment_id(context.customer_id, command.alert_id, command.operator)
    return transact(log, decider, stream_id, command, context, expected_version=expected_version)
