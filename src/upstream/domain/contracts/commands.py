"""What one can ask of a contract."""

from datetime import date

from upstream.domain.contracts.events import Terms
from upstream.domain.contracts.rates import Rate
from upstream.domain.messages import Command


class EnterContract(Command):
    payer: str
    terms: Terms = Terms()


class ReviseContract(Command):
    terms: Terms


class LoadRates(Command):
    """All rates of one period at once; `replaces` names the schedule that was wrong."""

    from_on: date
    rates: tuple[Rate, ...]
    to_on: date | None = None
    source: str | None = None
    replaces: int | None = None


class EndSchedule(Command):
    """`to_on` is the first day on which it no longer holds; None: until further notice."""

    schedule: int
    to_on: date | None


class WithdrawSchedule(Command):
    schedule: int


class CorrectRate(Command):
    schedule: int
    rate: Rate


ContractCommand = (
    EnterContract | ReviseContract | LoadRates | EndSchedule | WithdrawSchedule | CorrectRate
)
