"""A backfill: the weekly runs of a stretch of the past, asked for at once, made in order."""

from dataclasses import dataclass
from datetime import date, timedelta

from upstream.domain.decider import Decider
from upstream.domain.drift.refusals import BackfillInvalid, BackfillUnknown
from upstream.domain.drift.windows import WEEK_DAYS
from upstream.domain.messages import Command, Event


class BackfillRequested(Event, tag="drift.backfill_requested.v1"):
    products: tuple[str, ...]
    first_until: date
    """The first run looks until then, the next a week further, and so on …"""
    last_until: date
    """… to this one at most."""
    as_known_then: bool = False
    """Each run knows what was known when its day began; then it is a look back and leaves the
    findings alone."""


class BackfillCompleted(Event, tag="drift.backfill_completed.v1"):
    runs: int
    skipped: int
    """Runs of weeks before anything was known, and of products that were switched off."""


class BackfillCancelled(Event, tag="drift.backfill_cancelled.v1"):
    """What was made stays; nothing more is begun."""


class BackfillFailed(Event, tag="drift.backfill_failed.v1"):
    code: str


BackfillEvent = BackfillRequested | BackfillCompleted | BackfillCancelled | BackfillFailed


class RequestBackfill(Command):
    products: tuple[str, ...]
    first_until: date
    last_until: date
    as_known_then: bool = False


class CompleteBackfill(Command):
    runs: int
    skipped: int


class CancelBackfill(Command):
    pass


class FailBackfill(Command):
    code: str


BackfillCommand = RequestBackfill | CompleteBackfill | CancelBackfill | FailBackfill


@dataclass(frozen=True, slots=True)
class Unrequested: ...


@dataclass(frozen=True, slots=True)
class Underway:
    request: BackfillRequested


@dataclass(frozen=True, slots=True)
class Ended:
    request: BackfillRequested
    outcome: BackfillCompleted | BackfillCancelled | BackfillFailed


Backfill = Unrequested | Underway | Ended


def untils(first_until: date, last_until: date) -> list[date]:
    """Where its runs look until, the earliest first."""
    days = (last_until - first_until).days
    return [first_until + timedelta(days=day) for day in range(0, days + 1, WEEK_DAYS)]


def decide(command: BackfillCommand, backfill: Backfill) -> tuple[BackfillEvent, ...]:
    match command:
        case RequestBackfill():
            return _request(command, backfill)
        case CompleteBackfill(runs=runs, skipped=skipped):
            return _end(BackfillCompleted(runs=runs, skipped=skipped), backfill)
        case CancelBackfill():
            return _end(BackfillCancelled(), backfill)
        case FailBackfill(code=code):
            return _end(BackfillFailed(code=code), backfill)


def _request(command: RequestBackfill, backfill: Backfill) -> tuple[BackfillEvent, ...]:
    if not isinstance(backfill, Unrequested):
        return ()
    if not command.products:
        raise BackfillInvalid("a backfill runs one product at least", field="products")
    if command.last_until < command.first_until:
        raise BackfillInvalid("no week ends in that stretch", field="to")
    return (
        BackfillRequested(
            products=command.products,
            first_until=command.first_until,
            last_until=command.last_until,
            as_known_then=command.as_known_then,
        ),
    )


def _end(
    outcome: BackfillCompleted | BackfillCancelled | BackfillFailed, backfill: Backfill
) -> tuple[BackfillEvent, ...]:
    match backfill:
        case Unrequested():
            raise BackfillUnknown("there is no such backfill")
        case Underway():
            return (outcome,)
        case Ended():
            return ()


def evolve(backfill: Backfill, event: BackfillEvent) -> Backfill:
    if isinstance(event, BackfillRequested):
        return Underway(event)
    assert isinstance(backfill, Underway)
    return Ended(backfill.request, event)


decider: Decider[BackfillCommand, Backfill, BackfillEvent] = Decider(
    "drift-backfill", Unrequested(), decide, evolve
)
