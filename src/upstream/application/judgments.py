"""An operator judges an alert, and may judge it again; the rule learns in the same commit."""

from datetime import date
from uuid import UUID

from upstream.application.alerts.lessons import lesson_of
from upstream.application.folding import folded
from upstream.application.transact import ATTEMPTS_MAX
from upstream.domain.alerts.events import AlertRaised
from upstream.domain.alerts.lesson import LearnVerdict
from upstream.domain.alerts.lesson import decider as lesson_decider
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
from upstream.infrastructure.log import AlreadyDone, Answer, Conflict, EventLog, StreamEvents


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

    Raises `AlertUnknown`, `PositionNotReached`, `AlertNotYetRaised`, `RecoveredInTheFuture`,
    `Conflict`, and what the judgment itself refuses.
    """
    history = log.read(context.customer_id, command.alert_id)
    raised = history[0].event if history else None
    if not isinstance(raised, AlertRaised):
        raise AlertUnknown("there is no such alert")
    if command.position_seen > log.head(context.customer_id):
        raise PositionNotReached("the log does not reach that position yet")
    if command.position_seen < history[0].position:
        raise AlertNotYetRaised("at that position there was no such alert yet")
    if command.recovered_on is not None and command.recovered_on > today:
        raise RecoveredInTheFuture("money is recovered on a day that has come")
    for attempt in range(1, ATTEMPTS_MAX + 1):
        try:
            return _judge_once(log, context, command, raised, expected_version)
        except AlreadyDone as done:
            return done.answer
        except Conflict:
            if attempt == ATTEMPTS_MAX or expected_version is not None:
                raise
    raise AssertionError


def _judge_once(
    log: EventLog,
    context: Context,
    command: JudgeAlert,
    raised: AlertRaised,
    expected_version: int | None,
) -> Answer:
    stream_id = judgment_id(context.customer_id, command.alert_id, command.operator)
    place, judgment = folded(log, context.customer_id, decider, stream_id)
    if expected_version not in (None, place.version):
        raise Conflict("the record has another version now; read it again")
    news = decider.decide(command, judgment)
    if not news:
        reached = log.read(context.customer_id, stream_id)[-1].position
        return Answer(id=stream_id, version=place.version, position=reached)
    landed = log.append(context, place.then(*news), *_learned(log, context, command, raised))
    return Answer(id=stream_id, version=place.version + len(news), position=landed.last)


def _learned(
    log: EventLog, context: Context, command: JudgeAlert, raised: AlertRaised
) -> list[StreamEvents]:
    place, lesson = lesson_of(log, context.customer_id, raised.rule_id, raised.payer, raised.kind)
    learning = LearnVerdict(
        rule_id=raised.rule_id,
        payer=raised.payer,
        kind=raised.kind,
        alert_id=command.alert_id,
        operator=command.operator,
        verdict=command.verdict,
        judged_at=context.now,
    )
    learned = lesson_decider.decide(learning, lesson)
    return [place.then(*learned)] if learned else []
