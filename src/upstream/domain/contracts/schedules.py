"""The schedules of rates of one contract: each has a period, and no two share a day."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from upstream.domain.contracts.commands import CorrectRate, EndSchedule, LoadRates, WithdrawSchedule
from upstream.domain.contracts.events import (
    RateCorrected,
    RateScheduleEnded,
    RateScheduleLoaded,
    RateScheduleWithdrawn,
    RatesListed,
)
from upstream.domain.contracts.loading import listed, sound_rate
from upstream.domain.contracts.rates import Rate
from upstream.domain.contracts.refusals import (
    PeriodInvalid,
    PeriodsOverlap,
    ScheduleUnknown,
    TooManySchedules,
)

SCHEDULES_MAX: Final = 500
"""A new one every month for forty years."""

ScheduleCommand = LoadRates | EndSchedule | WithdrawSchedule | CorrectRate
ScheduleEvent = (
    RatesListed | RateScheduleLoaded | RateScheduleEnded | RateScheduleWithdrawn | RateCorrected
)


@dataclass(frozen=True, slots=True)
class Schedule:
    from_on: date
    to_on: date | None
    """The first day on which it no longer holds; None: until further notice."""
    rates: int
    rates_sha256: str
    corrected: Mapping[str, Rate]
    """Rates that were corrected one by one, by code, modifier and place of service."""

    def meets(self, from_on: date, to_on: date | None) -> bool:
        begins_before = to_on is None or self.from_on < to_on
        return begins_before and (self.to_on is None or from_on < self.to_on)


@dataclass(frozen=True, slots=True)
class Schedules:
    """Those that stand, by number; a number is never given twice."""

    standing: Mapping[int, Schedule]
    numbers_given: int = 0

    def of(self, number: int) -> Schedule:
        """Raises `ScheduleUnknown`."""
        if number not in self.standing:
            raise ScheduleUnknown("the contract has no such schedule of rates", schedule=number)
        return self.standing[number]


NONE: Final = Schedules({})


def decide(command: ScheduleCommand, schedules: Schedules) -> tuple[ScheduleEvent, ...]:
    match command:
        case LoadRates():
            return _load(schedules, command)
        case EndSchedule(schedule=number, to_on=to_on):
            return _end(schedules, number, to_on)
        case WithdrawSchedule(schedule=number):
            if number not in schedules.standing and 0 < number <= schedules.numbers_given:
                return ()
            schedules.of(number)
            return (RateScheduleWithdrawn(schedule=number),)
        case CorrectRate(schedule=number, rate=rate):
            schedule, sound = schedules.of(number), sound_rate(rate)
            is_known = schedule.corrected.get(_name(sound)) == sound
            return () if is_known else (RateCorrected(schedule=number, rate=sound),)


def _load(schedules: Schedules, command: LoadRates) -> tuple[ScheduleEvent, ...]:
    _refuse_backwards(command.from_on, command.to_on)
    if schedules.numbers_given >= SCHEDULES_MAX:
        detail = f"a contract has at most {SCHEDULES_MAX} schedules"
        raise TooManySchedules(detail, schedules_max=SCHEDULES_MAX)
    number = schedules.numbers_given + 1
    pieces = listed(number, command.rates)
    loaded = RateScheduleLoaded(
        schedule=number,
        from_on=command.from_on,
        to_on=command.to_on,
        rates=len(command.rates),
        rates_sha256=pieces.sha256,
        source=command.source,
        replaces=command.replaces,
    )
    if any(_is_the_same(known, loaded) for known in schedules.standing.values()):
        return ()
    if command.replaces is not None:
        schedules.of(command.replaces)
    return (*pieces.events, *_making_way(schedules, loaded), loaded)


def _is_the_same(known: Schedule, loaded: RateScheduleLoaded) -> bool:
    same = (known.from_on, known.to_on, known.rates_sha256)
    return not known.corrected and same == (loaded.from_on, loaded.to_on, loaded.rates_sha256)


def _making_way(schedules: Schedules, loaded: RateScheduleLoaded) -> Iterator[ScheduleEvent]:
    """The schedule it replaces goes; one that held until further notice ends where it begins."""
    for number, known in schedules.standing.items():
        if number == loaded.replaces:
            yield RateScheduleWithdrawn(schedule=number)
        elif not known.meets(loaded.from_on, loaded.to_on):
            continue
        elif known.to_on is None and known.from_on < loaded.from_on:
            yield RateScheduleEnded(schedule=number, before=None, to_on=loaded.from_on)
        else:
            raise _overlap(number)


def _end(schedules: Schedules, number: int, to_on: date | None) -> tuple[ScheduleEvent, ...]:
    schedule = schedules.of(number)
    _refuse_backwards(schedule.from_on, to_on)
    if schedule.to_on == to_on:
        return ()
    for other, known in schedules.standing.items():
        if other != number and known.meets(schedule.from_on, to_on):
            raise _overlap(other)
    return (RateScheduleEnded(schedule=number, before=schedule.to_on, to_on=to_on),)


def _refuse_backwards(from_on: date, to_on: date | None) -> None:
    if to_on is not None and to_on <= from_on:
        raise PeriodInvalid("a period ends after it begins: its last day is not part of it")


def _overlap(number: int) -> PeriodsOverlap:
    detail = f"schedule {number} has rates for some of these days; replace, end or withdraw it"
    return PeriodsOverlap(detail, schedule=number)


def _name(rate: Rate) -> str:
    return "-".join(filter(None, rate.key))


def evolve(schedules: Schedules, event: ScheduleEvent) -> Schedules:
    known, number = schedules.standing, event.schedule
    match event:
        case RatesListed():
            return replace(schedules, numbers_given=number)
        case RateScheduleLoaded():
            made = Schedule(event.from_on, event.to_on, event.rates, event.rates_sha256, {})
        case RateScheduleEnded(to_on=to_on):
            made = replace(known[number], to_on=to_on)
        case RateScheduleWithdrawn():
            left = {one: schedule for one, schedule in known.items() if one != number}
            return replace(schedules, standing=left)
        case RateCorrected(rate=rate):
            corrected = {**known[number].corrected, _name(rate): rate}
            made = replace(known[number], corrected=corrected)
    return replace(schedules, standing={**known, number: made})
