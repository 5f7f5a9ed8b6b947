"""Steps of people who set how long there is time with a payer."""

from datetime import date, timedelta

from hypothesis import strategies as st
from tests.support.telling import JANUARY, PAYERS, Step

from upstream.application.worklist import clock_id
from upstream.domain.units import CustomerId
from upstream.domain.worklist.limits import Limit, Period, Periods
from upstream.domain.worklist.payer_clock import SetPayerClock, decider

SHORT = Period(appeal=Limit(count=30), filing=Limit(count=3, unit="months"))


def split(day: date) -> Periods:
    """Less time from that day on."""
    before = Period(appeal=Limit(count=180), filing=Limit(count=365), to_on=day)
    return (before, Period(appeal=Limit(count=60), filing=Limit(count=90), from_on=day))


def clock_steps(customer_id: CustomerId) -> st.SearchStrategy[Step]:
    periods = st.sampled_from(((), (SHORT,), split(JANUARY + timedelta(days=40))))
    wanted = st.builds(SetPayerClock, payer=st.sampled_from((None, *PAYERS)), periods=periods)
    return wanted.map(lambda one: _step(customer_id, one))


def every_clock(customer_id: CustomerId) -> list[list[Step]]:
    """One for all, and one of a payer that changed."""
    wanted = (
        SetPayerClock(payer=None, periods=(SHORT,)),
        SetPayerClock(payer=PAYERS[0], periods=split(JANUARY)),
    )
    return [[_step(customer_id, one)] for one in wanted]


def _step(customer_id: CustomerId, command: SetPayerClock) -> Step:
    return Step(decider, clock_id(customer_id, command.payer), command)
