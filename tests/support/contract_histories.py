"""Steps of people who enter contracts, load their rates, and put them right."""

from datetime import date

from hypothesis import strategies as st
from tests.support.telling import JANUARY, PAYERS, Step

from upstream.application.contracts.keeping import contract_of
from upstream.domain.contracts import commands as said
from upstream.domain.contracts.contract import decider
from upstream.domain.contracts.events import Terms
from upstream.domain.contracts.rates import Rate
from upstream.domain.messages import Command
from upstream.domain.units import Cents, CustomerId

_TERMS = st.builds(
    Terms, name=st.sampled_from(("", "C-1")), lesser_of_charges=st.sampled_from((True, False))
)
_CODES = st.sampled_from(("99213", "70450", "99214"))
_RATES = st.one_of(
    st.builds(Rate, cpt=_CODES, amount_cents=st.sampled_from((Cents(5_000), Cents(90_000)))),
    st.builds(Rate, cpt=_CODES, modifier=st.just("26"), amount_cents=st.just(Cents(2_000))),
    st.builds(Rate, cpt=_CODES, percent_bps=st.sampled_from((5_000, 12_000))),
)
_DAYS = st.sampled_from((date(2025, 1, 1), JANUARY, date(2026, 2, 10), date(2026, 3, 1)))
_NUMBERS = st.integers(1, 3)
_COMMANDS: st.SearchStrategy[Command] = st.one_of(
    st.builds(
        said.LoadRates,
        from_on=_DAYS,
        to_on=st.none() | _DAYS,
        rates=st.lists(_RATES, min_size=1, max_size=3, unique_by=lambda rate: rate.key).map(tuple),
        source=st.sampled_from((None, "fees.csv")),
        replaces=st.none() | _NUMBERS,
    ),
    st.builds(said.ReviseContract, terms=_TERMS),
    st.builds(said.EndSchedule, schedule=_NUMBERS, to_on=st.none() | _DAYS),
    st.builds(said.WithdrawSchedule, schedule=_NUMBERS),
    st.builds(said.CorrectRate, schedule=_NUMBERS, rate=_RATES),
)


def contract_steps(customer_id: CustomerId) -> st.SearchStrategy[Step]:
    return st.builds(
        lambda payer, command: Step(decider, contract_of(customer_id, payer), command),
        st.sampled_from(PAYERS[:2]),
        _COMMANDS,
    ) | st.builds(
        lambda payer, terms: Step(
            decider, contract_of(customer_id, payer), said.EnterContract(payer=payer, terms=terms)
        ),
        st.sampled_from(PAYERS[:2]),
        _TERMS,
    )


def everything_agreed(customer_id: CustomerId, payer: str) -> list[list[Step]]:
    """A contract with everything that can happen to one, over claims of this payer."""

    def rate(cents: int) -> Rate:
        return Rate(cpt="99213", amount_cents=Cents(cents))

    share = Rate(cpt="70450", percent_bps=9_000)

    commands: list[Command] = [
        said.EnterContract(payer=payer),
        said.LoadRates(
            from_on=date(2020, 1, 1),
            rates=(rate(5_000), Rate(cpt="70450", amount_cents=Cents(200_000))),
        ),
        said.LoadRates(from_on=JANUARY, rates=(rate(110_000), share)),
        said.CorrectRate(schedule=2, rate=rate(120_000)),
        said.EndSchedule(schedule=2, to_on=date(2030, 1, 1)),
        said.ReviseContract(terms=Terms(name="C-1", lesser_of_charges=False)),
        said.LoadRates(from_on=JANUARY, rates=(rate(900_000),), replaces=2),
        said.WithdrawSchedule(schedule=1),
    ]
    stream_id = contract_of(customer_id, payer)
    return [[Step(decider, stream_id, command)] for command in commands]
