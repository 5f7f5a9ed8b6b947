"""Setting how long there is time with a payer."""

from upstream.application.transact import transact
from upstream.domain.context import Context
from upstream.domain.streams import stream_of
from upstream.domain.units import CustomerId, StreamId
from upstream.domain.worklist.payer_clock import SetPayerClock, clock_key, decider
from upstream.infrastructure.log import Answer, EventLog


def clock_id(customer_id: CustomerId, payer: str | None) -> StreamId:
    """One clock per payer, so the id follows from the name. Raises `PayerClockInvalid`."""
    return stream_of(customer_id, decider.kind, clock_key(payer))


def set_payer_clock(
    log: EventLog, context: Context, command: SetPayerClock, *, expected_version: int | None = None
) -> Answer:
    """Raises `PayerClockInvalid`, `Conflict`."""
    stream_id = clock_id(context.customer_id, command.payer)
    return transact(log, decider, stream_id, command, context, expected_version=expected_version)
