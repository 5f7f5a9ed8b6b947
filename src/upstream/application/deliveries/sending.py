"""Sending what is due through one channel: a few at a time, each attempt noted in the log."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection

from upstream.application.deliveries.carrying import UNTRIED, Carrier, Message
from upstream.application.folding import Folded, folded, folded_many
from upstream.domain.context import Context
from upstream.domain.deliveries.channel import Channel, Opened
from upstream.domain.deliveries.channel import decider as channel_decider
from upstream.domain.deliveries.delivery import (
    NoteFailure,
    NoteSuccess,
    Pending,
    decider,
)
from upstream.domain.deliveries.patience import Patience
from upstream.domain.units import StreamId
from upstream.infrastructure import outbox
from upstream.infrastructure.log import Along, EventLog
from upstream.infrastructure.outbox import Due, Turn

BATCH = 20
"""So many at most are sent and not yet noted when a worker dies: they go out a second time, under
the same message ids."""

FOR_GOOD = frozenset(
    {
        *("http_410", "address_refused", "https_required", "port_refused"),
        *("recipients_refused", "channel_off", "secret_lost", "mail_not_set_up"),
    }
)
"""Failures that another attempt does not cure; a permanent SMTP answer (5xx) is one as well."""


class _Held(NamedTuple):
    """A message in hand with its stream, still to be delivered."""

    due: Due
    place: Folded
    delivery: Pending


def send_some(
    log: EventLog,
    context: Context,
    carrier: Carrier,
    channel_id: UUID,
    patience: Patience,
    *,
    along: Along,
) -> int:
    """Send the next few that are due through the channel; how many were taken in hand.

    What was delivered or given up already is taken out of the queue without being sent again.
    """
    taken = outbox.take(log.database, context.customer_id, channel_id, limit=BATCH)
    if not taken:
        return 0
    _, channel = folded(log, context.customer_id, channel_decider, channel_id)
    held = _in_hand(log, context, taken)
    done_before = {due.delivery_id for due in taken} - {each.due.delivery_id for each in held}
    turns = [Turn(due, None) for due in taken if due.delivery_id in done_before]
    failures = _sent(carrier, channel, held, patience)
    now = datetime.now(UTC)
    news = []
    for each, failure in zip(held, failures, strict=True):
        if failure == UNTRIED:
            turns.append(Turn(each.due, None, untried=True))
            continue
        command = _note(each, failure, patience, now)
        turns.append(Turn(each.due, command.retry_at if isinstance(command, NoteFailure) else None))
        news.append(each.place.then(*decider.decide(command, each.delivery)))

    def settled(connection: Connection) -> None:
        along(connection)
        outbox.settle(connection, turns)

    if news:
        log.append(context, *news, along=settled)
    else:
        with log.database.control() as connection:
            settled(connection)
    return len(taken)


def _in_hand(log: EventLog, context: Context, taken: Sequence[Due]) -> list[_Held]:
    asked = [StreamId(due.delivery_id) for due in taken]
    streams = folded_many(log, context.customer_id, decider, asked)
    return [
        _Held(due, place, delivery)
        for due, (place, delivery) in zip(taken, streams, strict=True)
        if isinstance(delivery, Pending)
    ]


def _sent(
    carrier: Carrier, channel: Channel, held: Sequence[_Held], patience: Patience
) -> list[str | None]:
    """What went wrong with each. One whose attempts killed their workers is not tried again."""
    if not isinstance(channel, Opened) or not channel.is_on:
        return ["channel_off"] * len(held)
    tried = [
        Message(each.due.delivery_id, each.delivery.request)
        for each in held
        if each.due.attempt <= patience.attempts_max
    ]
    found = carrier.carry(channel, tried)
    by_id = {each.delivery_id: failure for each, failure in zip(tried, found, strict=True)}
    return [by_id.get(each.due.delivery_id, "worker_died") for each in held]


def _note(
    held: _Held, failure: str | None, patience: Patience, now: datetime
) -> NoteFailure | NoteSuccess:
    attempt = max(held.due.attempt, held.delivery.attempts + 1)
    if failure is None:
        return NoteSuccess(attempt=attempt)
    last = held.due.attempt >= patience.attempts_max
    if last or failure in FOR_GOOD or failure.startswith("smtp_5"):
        return NoteFailure(attempt=attempt, failure=failure, retry_at=None)
    wait = patience.wait_seconds(held.due.delivery_id, held.due.attempt)
    return NoteFailure(attempt=attempt, failure=failure, retry_at=now + timedelta(seconds=wait))
