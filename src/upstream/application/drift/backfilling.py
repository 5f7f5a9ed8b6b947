"""Catching up on the past: the weekly runs of many weeks, one after the other, resumable."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from upstream.application.drift.carrying_out import perform_runs
from upstream.application.drift.counting import ReadCounts
from upstream.application.drift.requesting import request_together, today_in
from upstream.application.folding import folded
from upstream.application.settings import settings_of
from upstream.application.transact import transact
from upstream.domain.context import Context
from upstream.domain.drift.backfill import (
    BackfillRequested,
    CancelBackfill,
    CompleteBackfill,
    FailBackfill,
    RequestBackfill,
    Underway,
    Unrequested,
    decider,
    untils,
)
from upstream.domain.drift.commands import RequestDriftRun
from upstream.domain.drift.events import DriftRunCompleted
from upstream.domain.drift.products import PRODUCTS, detector_of
from upstream.domain.drift.refusals import BackfillUnknown, UntilInTheFuture
from upstream.domain.drift.run import decider as run_decider
from upstream.domain.drift.windows import WEEK_DAYS
from upstream.domain.settings.quotas import QUOTAS, refuse_more
from upstream.domain.streams import stream_of
from upstream.domain.units import CustomerId
from upstream.infrastructure.log import Along, Answer, EventLog, nothing


class Step(NamedTuple):
    """One run of a backfill. `completed` is None where it was skipped, or failed."""

    until: date
    product: str
    completed: DriftRunCompleted | None


Tell = Callable[[Step], None]
"""Called for each run when its week is done; may raise, then the next attempt goes on there."""


class Stretch(NamedTuple):
    """The weeks that end in `[from_on, to_on]`; without `products` all that are on."""

    from_on: date
    to_on: date
    products: Sequence[str] = ()
    as_known_then: bool = False


def request_backfill(
    log: EventLog,
    context: Context,
    stretch: Stretch,
    *,
    time_zone: str,
    backfill_id: UUID | None = None,
) -> Answer:
    """Ask for the weekly runs of a stretch, on the schedule's weekday.

    Raises `ProductUnknown`, `ProductOff`, `BackfillInvalid`, `UntilInTheFuture`, `QuotaExceeded`.
    """
    settings = settings_of(log, context.customer_id).settings
    for product in stretch.products:
        settings.products.require(detector_of(product).product)
    if stretch.to_on > today_in(time_zone, context.now):
        raise UntilInTheFuture("a backfill ends today, not after")
    ahead = (settings.schedule.weekday - stretch.from_on.weekday()) % WEEK_DAYS
    first = stretch.from_on + timedelta(days=ahead)
    weeks = len(untils(first, stretch.to_on))
    refuse_more("backfill_weeks", weeks, QUOTAS[settings.tier].backfill_weeks)
    known = [one.product for one in PRODUCTS if settings.products.is_on(one.product)]
    command = RequestBackfill(
        products=tuple(name for name in known if not stretch.products or name in stretch.products),
        first_until=first,
        last_until=stretch.to_on,
        as_known_then=stretch.as_known_then,
    )
    stream_id = backfill_id or backfill_id_of(context.customer_id, command, context.correlation_id)
    return transact(log, decider, stream_id, command, context)


def backfill_id_of(customer_id: CustomerId, wish: RequestBackfill, asked_by: object) -> UUID:
    """The same wish, asked for again by the same, is the same backfill."""
    return stream_of(customer_id, decider.kind, f"{msgspec.json.encode(wish)!r}\x1f{asked_by}")


def run_id_of(customer_id: CustomerId, backfill_id: UUID, product: str, until: date) -> UUID:
    """Begun again after a crash, a backfill finds the runs it made."""
    return stream_of(customer_id, run_decider.kind, f"{backfill_id}\x1f{product}\x1f{until}")


def run_ids(customer_id: CustomerId, backfill_id: UUID, asked: BackfillRequested) -> list[UUID]:
    """All the runs it is made of, week by week."""
    return [
        run_id_of(customer_id, backfill_id, product, until)
        for until in untils(asked.first_until, asked.last_until)
        for product in asked.products
    ]


def perform_backfill(
    log: EventLog,
    context: Context,
    backfill_id: UUID,
    read_counts: ReadCounts,
    *,
    time_zone: str,
    along: Along = nothing,
    tell: Tell = lambda _: None,
) -> Answer:
    """Make the runs that are not made yet. Raises `BackfillUnknown`."""
    hands = _Hands(log, context, backfill_id, read_counts, time_zone, along)
    asked = hands.underway()
    if asked is None:  # it is over: nothing is news
        return cancel_backfill(log, context, backfill_id)
    runs = skipped = 0
    for until in untils(asked.first_until, asked.last_until):
        if hands.underway() is None:
            break
        steps = _week(hands, asked, until)
        runs += sum(step.completed is not None for step in steps)
        skipped += sum(step.completed is None for step in steps)
        for step in steps:
            tell(step)
    command = CompleteBackfill(runs=runs, skipped=skipped)
    return transact(log, decider, backfill_id, command, context, along=along)


class _Hands(NamedTuple):
    """What every run of one backfill is made with."""

    log: EventLog
    context: Context
    backfill_id: UUID
    read_counts: ReadCounts
    time_zone: str
    along: Along

    def underway(self) -> BackfillRequested | None:
        """What was asked for; None where it is over, or was cancelled meanwhile."""
        _, backfill = folded(self.log, self.context.customer_id, decider, self.backfill_id)
        if isinstance(backfill, Unrequested):
            raise BackfillUnknown("there is no such backfill")
        return backfill.request if isinstance(backfill, Underway) else None


def _week(hands: _Hands, asked: BackfillRequested, until: date) -> list[Step]:
    """The runs of one week, from one count of the claims."""
    log, context = hands.log, hands.context
    as_of = _known_at_dawn(hands, until) if asked.as_known_then else None
    products = settings_of(log, context.customer_id).settings.products
    wishes = {
        run_id_of(context.customer_id, hands.backfill_id, product, until): RequestDriftRun(
            product=product, until=until, as_of=as_of, backfill_id=hands.backfill_id
        )
        for product in asked.products
        if as_of != 0 and products.is_on(product)
    }
    request_together(log, context, wishes, time_zone=hands.time_zone)
    done = perform_runs(log, context, list(wishes), hands.read_counts, along=hands.along)
    made = {wish.product: each for wish, each in zip(wishes.values(), done, strict=True)}
    return [Step(until, product, made.get(product)) for product in asked.products]


def _known_at_dawn(hands: _Hands, until: date) -> int:
    """Position reached when the day began on which the run would have been made."""
    dawn = datetime.combine(until, time(), tzinfo=ZoneInfo(hands.time_zone))
    return hands.log.position_at(hands.context.customer_id, min(dawn, hands.context.now))


def cancel_backfill(log: EventLog, context: Context, backfill_id: UUID) -> Answer:
    """Raises `BackfillUnknown`."""
    return transact(log, decider, backfill_id, CancelBackfill(), context)


def fail_backfill(log: EventLog, context: Context, backfill_id: UUID, *, code: str) -> Answer:
    return transact(log, decider, backfill_id, FailBackfill(code=code), context)
