"""The clock of one payer: how long there is time to appeal and to file, from which day on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from upstream.domain.claims.cells import tidy
from upstream.domain.decider import Decider
from upstream.domain.messages import Command
from upstream.domain.worklist.events import PayerClockSet
from upstream.domain.worklist.limits import LIMIT_MAX, Limit, Period, Periods
from upstream.domain.worklist.refusals import PayerClockInvalid

PERIODS_MAX: Final = 50
PAYER_LENGTH_MAX: Final = 200
EVERYBODY: Final = ""
"""Natural key of the clock for every payer that has none of its own."""


class SetPayerClock(Command):
    """All periods at once, in any order; none: back to the defaults."""

    payer: str | None
    periods: Periods


@dataclass(frozen=True, slots=True)
class PayerClock:
    periods: Periods = ()


def clock_key(payer: str | None) -> str:
    """One clock per name, however it is capitalised. Raises `PayerClockInvalid`."""
    return EVERYBODY if payer is None else _sound(payer).casefold()


def decide(command: SetPayerClock, clock: PayerClock) -> tuple[PayerClockSet, ...]:
    payer = None if command.payer is None else _sound(command.payer)
    periods = tuple(sorted(command.periods, key=_begin))
    for field, detail in _faults(periods):
        raise PayerClockInvalid(detail, field=field)
    if periods == clock.periods:
        return ()
    return (PayerClockSet(payer=payer, before=clock.periods, after=periods),)


def _begin(period: Period) -> date:
    return period.from_on or date.min


def _sound(payer: str) -> str:
    name = tidy(payer)
    if not (0 < len(name) <= PAYER_LENGTH_MAX and name.isprintable()):
        detail = f"a payer's name has 1 to {PAYER_LENGTH_MAX} printable characters"
        raise PayerClockInvalid(detail, field="payer")
    return name


def _faults(periods: Periods) -> Iterator[tuple[str, str]]:
    if len(periods) > PERIODS_MAX:
        yield "periods", f"a clock has at most {PERIODS_MAX} periods"
    for period in periods:
        yield from _limit_faults("appeal", period.appeal)
        yield from _limit_faults("filing", period.filing)
        if period.to_on is not None and period.to_on <= _begin(period):
            yield "to_on", "a period ends after the day it begins on"
    for one, other in pairwise(periods):
        if one.to_on is None or one.to_on > _begin(other):
            yield "from_on", "one period ends before, or on the day, the next begins"


def _limit_faults(field: str, limit: Limit) -> Iterator[tuple[str, str]]:
    most = LIMIT_MAX[limit.unit]
    if not 0 < limit.count <= most:
        yield field, f"a limit is 1 to {most} {limit.unit}"


def evolve(_: PayerClock, event: PayerClockSet) -> PayerClock:
    return PayerClock(periods=event.after)


decider: Decider[SetPayerClock, PayerClock, PayerClockSet] = Decider(
    "payer-clock", PayerClock(), decide, evolve
)
