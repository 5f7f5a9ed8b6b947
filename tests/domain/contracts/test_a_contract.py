"""A contract through its decider: terms, periods that never overlap, rates that make sense."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.contract_histories import contract_steps
from tests.support.contracts import fee

from upstream.domain.contracts import commands as said
from upstream.domain.contracts.commands import ContractCommand
from upstream.domain.contracts.contract import Contract, Entered, decider
from upstream.domain.contracts.events import (
    ContractEvent,
    RateScheduleEnded,
    RateScheduleLoaded,
    RateScheduleWithdrawn,
    RatesListed,
    Terms,
)
from upstream.domain.contracts.loading import PIECE_RATES
from upstream.domain.contracts.rates import RATES_MAX, Rate
from upstream.domain.contracts.refusals import (
    ContractInvalid,
    ContractUnknown,
    PeriodInvalid,
    PeriodsOverlap,
    RatesInvalid,
    RatesMissing,
    ScheduleUnknown,
    TooManyRates,
)
from upstream.domain.messages import Refusal
from upstream.domain.units import Cents, CustomerId

pytestmark = pytest.mark.feature("DR-4")

JANUARY, JULY = date(2026, 1, 1), date(2026, 7, 1)
ENTER = said.EnterContract(payer="Northwind Health")
CUSTOMER = CustomerId(UUID(int=1))


def given_(*commands: ContractCommand) -> Contract:
    contract = decider.initial
    for command in commands:
        contract = _after(contract, command)
    return contract


def _after(contract: Contract, command: ContractCommand) -> Contract:
    for event in decider.decide(command, contract):
        contract = decider.evolve(contract, event)
    return contract


def load(
    from_on: date, to_on: date | None = None, *rates: Rate, replaces: int | None = None
) -> said.LoadRates:
    return said.LoadRates(
        from_on=from_on, to_on=to_on, rates=rates or (fee("99213", 100),), replaces=replaces
    )


def kinds(events: Iterable[ContractEvent]) -> list[type[ContractEvent]]:
    return [type(event) for event in events]


def test_entered_again_a_contract_takes_the_terms() -> None:
    contract = given_(ENTER)

    assert decider.decide(ENTER, contract) == ()
    (revised,) = decider.decide(said.EnterContract(payer="x", terms=Terms(name="C-2")), contract)
    assert _after(contract, said.ReviseContract(terms=Terms(name="C-2"))) == decider.evolve(
        contract, revised
    )


def test_a_schedule_stands_from_its_last_event_on_and_ends_the_one_before() -> None:
    contract = given_(ENTER, load(JANUARY))
    events = decider.decide(load(JULY), contract)

    assert kinds(events) == [RatesListed, RateScheduleEnded, RateScheduleLoaded]
    assert isinstance(_after(contract, load(JULY)), Entered)
    assert isinstance(contract, Entered)
    half = decider.evolve(contract, events[0])
    assert isinstance(half, Entered)
    assert set(half.schedules.standing) == {1}


def test_the_same_rates_again_are_no_news() -> None:
    rates = fee("99213", 100), fee("70450", 200)
    contract = given_(ENTER, load(JANUARY, None, *rates))

    assert decider.decide(load(JANUARY, None, *rates[::-1]), contract) == ()


def test_a_schedule_takes_the_place_of_one_that_was_wrong() -> None:
    contract = given_(ENTER, load(JANUARY))
    events = decider.decide(load(JANUARY, None, fee("99213", 90), replaces=1), contract)

    assert kinds(events) == [RatesListed, RateScheduleWithdrawn, RateScheduleLoaded]


def test_many_rates_come_in_pieces() -> None:
    rates = tuple(Rate(cpt=f"{place:05d}", amount_cents=Cents(1)) for place in range(4_001))
    events = decider.decide(load(JANUARY, None, *rates), given_(ENTER))

    assert kinds(events) == [RatesListed] * 3 + [RateScheduleLoaded]
    pieces = [event for event in events if isinstance(event, RatesListed)]
    assert max(len(piece.rates) for piece in pieces) == PIECE_RATES
    assert sum(len(piece.rates) for piece in pieces) == len(rates)


@pytest.mark.parametrize(
    ("command", "refusal"),
    [
        (load(JULY, JANUARY), PeriodInvalid),
        (load(date(2025, 1, 1), JULY), PeriodsOverlap),
        (load(JANUARY, JULY), PeriodsOverlap),
        (load(JULY, replaces=7), ScheduleUnknown),
        (said.LoadRates(from_on=JULY, rates=()), RatesMissing),
        (load(JULY, None, fee("99213", -1)), RatesInvalid),
        (load(JULY, None, fee("9921", 1), fee("99213X", 1)), RatesInvalid),
        (load(JULY, None, fee("99213", 1, modifier="253")), RatesInvalid),
        (load(JULY, None, fee("99213", 1, place_of_service="office")), RatesInvalid),
        (load(JULY, None, Rate(cpt="99213")), RatesInvalid),
        (load(JULY, None, fee("99213", 1, percent_bps=1)), RatesInvalid),
        (load(JULY, None, Rate(cpt="99213", percent_bps=20_001)), RatesInvalid),
        (load(JULY, None, fee("99213", 1), fee(" 99213", 2)), RatesInvalid),
        (said.EndSchedule(schedule=1, to_on=JANUARY), PeriodInvalid),
        (said.EndSchedule(schedule=2, to_on=JULY), ScheduleUnknown),
        (said.WithdrawSchedule(schedule=2), ScheduleUnknown),
        (said.CorrectRate(schedule=1, rate=fee("9", 1)), RatesInvalid),
        (said.ReviseContract(terms=Terms(name="x" * 201)), ContractInvalid),
    ],
)
def test_what_makes_no_sense_is_refused(command: ContractCommand, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        decider.decide(command, given_(ENTER, load(JANUARY)))


def test_more_rates_than_there_are_codes_are_refused() -> None:
    with pytest.raises(TooManyRates):
        decider.decide(load(JULY, None, *[fee("99213", 1)] * (RATES_MAX + 1)), given_(ENTER))


def test_nothing_is_asked_of_a_contract_that_is_not_there() -> None:
    with pytest.raises(ContractUnknown):
        decider.decide(load(JULY), decider.initial)
    with pytest.raises(ContractInvalid):
        decider.decide(said.EnterContract(payer=" "), decider.initial)


@given(commands=st.lists(contract_steps(CUSTOMER).map(lambda step: step.command), max_size=25))
def test_no_two_schedules_ever_share_a_day_and_no_command_is_news_twice(
    commands: list[ContractCommand],
) -> None:
    contract = given_(ENTER)
    for command in commands:
        try:
            contract = _after(contract, command)
        except Refusal:
            continue
        assert decider.decide(command, contract) == () or isinstance(command, said.LoadRates)
        assert isinstance(contract, Entered)
        periods = sorted(
            (one.from_on, one.to_on or date.max) for one in contract.schedules.standing.values()
        )
        for (begins, ends), (next_begins, _) in pairwise(periods):
            assert begins < ends <= next_begins
        assert all(ends - begins >= timedelta(days=1) for begins, ends in periods)
