"""Asking for a run: which product, until when, as known at which position."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from upstream.application.folding import folded_many
from upstream.application.settings import require_product
from upstream.application.transact import transact
from upstream.domain.context import Context
from upstream.domain.drift.commands import RequestDriftRun
from upstream.domain.drift.products import detector_of
from upstream.domain.drift.refusals import PositionNotReached, UntilInTheFuture
from upstream.domain.drift.run import decider
from upstream.domain.streams import stream_of
from upstream.domain.units import StreamId
from upstream.infrastructure.log import Answer, Conflict, EventLog


def today_in(time_zone: str, now: datetime) -> date:
    """The date it is for the customer; `now` is an aware instant."""
    return now.astimezone(ZoneInfo(time_zone)).date()


def request_run(
    log: EventLog,
    context: Context,
    *,
    product: str,
    time_zone: str,
    until: date | None = None,
    as_of: int | None = None,
) -> Answer:
    """Ask for one run; the answer's id is the run's. `until` defaults to today.

    Raises `ProductUnknown`, `ProductOff`, `UntilInTheFuture`, `PositionNotReached`.
    """
    today = today_in(time_zone, context.now)
    command = RequestDriftRun(product=product, until=until or today, as_of=as_of)
    run_id = _run_id(context, command)
    return request_named_run(log, context, run_id, command, time_zone=time_zone)


def request_named_run(
    log: EventLog, context: Context, run_id: UUID, command: RequestDriftRun, *, time_zone: str
) -> Answer:
    """The same for a run whose id is known: however often it is asked for, it is that run."""
    _refuse_nonsense(log, context, command, time_zone)
    return transact(log, decider, run_id, command, context)


def request_together(
    log: EventLog, context: Context, wishes: Mapping[UUID, RequestDriftRun], *, time_zone: str
) -> None:
    """Several runs by their ids in one commit, those left out that were asked for before.

    So whoever carries one of them out finds the others. Somebody who asks for the same at the
    same time is as good.
    """
    streams = []
    ids = [StreamId(run_id) for run_id in wishes]
    known = folded_many(log, context.customer_id, decider, ids)
    for command, (place, run) in zip(wishes.values(), known, strict=True):
        _refuse_nonsense(log, context, command, time_zone)
        events = decider.decide(command, run)
        if events:
            streams.append(place.then(*events))
    if streams:
        with suppress(Conflict):
            log.append(context, *streams)


def _refuse_nonsense(
    log: EventLog, context: Context, command: RequestDriftRun, time_zone: str
) -> None:
    detector_of(command.product)
    require_product(log, context.customer_id, command.product)
    if command.until > today_in(time_zone, context.now):
        raise UntilInTheFuture("the current window may end today, not after")
    if command.as_of is not None and command.as_of > log.head(context.customer_id):
        raise PositionNotReached("the log does not reach that position yet")


def _run_id(context: Context, command: RequestDriftRun) -> UUID:
    """One request, retried, is one run; another request is another run."""
    asked = f"{command.product}\x1f{command.until}\x1f{command.as_of}\x1f{context.correlation_id}"
    return stream_of(context.customer_id, decider.kind, asked)
