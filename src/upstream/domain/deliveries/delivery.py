"""A delivery: one message through one channel: requested, attempted, then made or given up."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from upstream.domain.decider import Decider
from upstream.domain.deliveries.events import (
    About,
    Content,
    DeliveryAskedAgain,
    DeliveryAttempted,
    DeliveryDeadLettered,
    DeliveryEvent,
    DeliveryMade,
    DeliveryRequested,
)
from upstream.domain.deliveries.refusals import DeliveryNotDead, DeliveryUnknown
from upstream.domain.messages import Command


class RequestDelivery(Command):
    channel_id: UUID
    about: About
    content: Content | None = None
    not_before: datetime | None = None


class NoteFailure(Command):
    """`retry_at` None: no further attempt."""

    attempt: int
    failure: str
    retry_at: datetime | None


class NoteSuccess(Command):
    attempt: int


class AskAgain(Command):
    pass


DeliveryCommand = RequestDelivery | NoteFailure | NoteSuccess | AskAgain


@dataclass(frozen=True, slots=True)
class Unrequested: ...


@dataclass(frozen=True, slots=True)
class Pending:
    """`attempts` that were noted; `failures` since it was last asked for."""

    request: DeliveryRequested
    attempts: int = 0
    failures: int = 0


@dataclass(frozen=True, slots=True)
class Made:
    request: DeliveryRequested
    attempts: int


@dataclass(frozen=True, slots=True)
class Dead:
    request: DeliveryRequested
    attempts: int


Delivery = Unrequested | Pending | Made | Dead


def decide(command: DeliveryCommand, delivery: Delivery) -> tuple[DeliveryEvent, ...]:
    match command:
        case RequestDelivery():
            return _request(command) if isinstance(delivery, Unrequested) else ()
        case NoteFailure(attempt=attempt, failure=failure, retry_at=retry_at):
            if not isinstance(_known(delivery), Pending):
                return ()
            if retry_at is None:
                return (DeliveryDeadLettered(attempt=attempt, failure=failure),)
            return (DeliveryAttempted(attempt=attempt, failure=failure, retry_at=retry_at),)
        case NoteSuccess(attempt=attempt):
            pending = isinstance(_known(delivery), Pending)
            return (DeliveryMade(attempt=attempt),) if pending else ()
        case AskAgain():
            known = _known(delivery)
            if isinstance(known, Dead):
                return (DeliveryAskedAgain(channel_id=known.request.channel_id),)
            raise DeliveryNotDead("only a dead letter is tried again by hand")


def _request(command: RequestDelivery) -> tuple[DeliveryEvent, ...]:
    return (
        DeliveryRequested(
            channel_id=command.channel_id,
            about=command.about,
            content=command.content,
            not_before=command.not_before,
        ),
    )


def _known(delivery: Delivery) -> Pending | Made | Dead:
    if isinstance(delivery, Unrequested):
        raise DeliveryUnknown("there is no such delivery")
    return delivery


def evolve(delivery: Delivery, event: DeliveryEvent) -> Delivery:
    match event:
        case DeliveryRequested():
            return Pending(event)
        case DeliveryAttempted(attempt=attempt):
            assert isinstance(delivery, Pending)
            return replace(delivery, attempts=attempt, failures=delivery.failures + 1)
        case DeliveryMade(attempt=attempt):
            return Made(_known(delivery).request, attempt)
        case DeliveryDeadLettered(attempt=attempt):
            return Dead(_known(delivery).request, attempt)
        case DeliveryAskedAgain():
            known = _known(delivery)
            return Pending(known.request, known.attempts)


decider: Decider[DeliveryCommand, Delivery, DeliveryEvent] = Decider(
    "delivery", Unrequested(), decide, evolve
)
