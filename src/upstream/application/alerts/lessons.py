"""What verdicts taught about a rule, a payer and a kind, and how to make it forget."""

from uuid import UUID

from upstream.application.folding import Folded, folded
from upstream.application.transact import transact
from upstream.domain.alerts.lesson import ForgetLesson, Lesson, decider, lesson_key
from upstream.domain.context import Context
from upstream.domain.drift.settings import Kind
from upstream.domain.streams import stream_of
from upstream.domain.units import CustomerId, StreamId
from upstream.infrastructure.log import Answer, EventLog


def lesson_id(customer_id: CustomerId, rule_id: UUID, payer: str, kind: Kind) -> StreamId:
    return stream_of(customer_id, decider.kind, lesson_key(rule_id, payer, kind))


def lesson_of(
    log: EventLog, customer_id: CustomerId, rule_id: UUID, payer: str, kind: Kind
) -> tuple[Folded, Lesson]:
    return folded(log, customer_id, decider, lesson_id(customer_id, rule_id, payer, kind))


def forget_lesson(log: EventLog, context: Context, command: ForgetLesson) -> Answer:
    """The bar is the rule's own again; the judgments themselves stay."""
    stream_id = lesson_id(context.customer_id, command.rule_id, command.payer, command.kind)
    return transact(log, decider, stream_id, command, context)
