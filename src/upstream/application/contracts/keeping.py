"""Contracts as commands: entered once a payer, revised, and their schedules of rates.

All of them raise `ProductOff` where the customer has switched ContractIQ off; what is there stays.
"""

from datetime import date
from typing import Final
from uuid import UUID

from upstream.application.mappings.payers import payer_names
from upstream.application.settings import require_product
from upstream.application.transact import transact
from upstream.domain.claims.cells import tidy
from upstream.domain.context import Context
from upstream.domain.contracts.commands import (
    ContractCommand,
    CorrectRate,
    EndSchedule,
    EnterContract,
    LoadRates,
    ReviseContract,
    WithdrawSchedule,
)
from upstream.domain.contracts.contract import decider
from upstream.domain.contracts.events import Terms
from upstream.domain.contracts.rates import Rate
from upstream.domain.streams import stream_of
from upstream.domain.units import CustomerId, StreamId
from upstream.infrastructure.log import Answer, EventLog

PRODUCT: Final = "contractiq"


def contract_of(customer_id: CustomerId, payer: str) -> StreamId:
    """A payer has one contract, with schedules of rates for as many periods as there were."""
    return stream_of(customer_id, decider.kind, payer)


def enter_contract(
    log: EventLog, context: Context, *, payer: str, terms: Terms | None = None
) -> Answer:
    """Named by another of its names, the payer is the same. Entered again, it takes the terms.

    Raises `ContractInvalid`.
    """
    require_product(log, context.customer_id, PRODUCT)
    name = payer_names(log, context.customer_id).of(tidy(payer))
    command = EnterContract(payer=name, terms=terms or Terms())
    return transact(log, decider, contract_of(context.customer_id, name), command, context)


def revise_contract(
    log: EventLog,
    context: Context,
    contract_id: UUID,
    terms: Terms,
    *,
    expected_version: int | None = None,
) -> Answer:
    """Raises `ContractUnknown`, `ContractInvalid`, `Conflict`."""
    return _tell(log, context, contract_id, ReviseContract(terms=terms), expected_version)


def load_rates(
    log: EventLog,
    context: Context,
    contract_id: UUID,
    command: LoadRates,
    *,
    expected_version: int | None = None,
) -> Answer:
    """All rates of a period in one commit, or none of them.

    A schedule that held until further notice ends where this one begins. Raises `ContractUnknown`,
    `PeriodInvalid`, `PeriodsOverlap`, `RatesMissing`, `RatesInvalid`, `TooManyRates`,
    `TooManySchedules`, `ScheduleUnknown`, `Conflict`.
    """
    return _tell(log, context, contract_id, command, expected_version)


def end_schedule(
    log: EventLog,
    context: Context,
    contract_id: UUID,
    schedule: int,
    to_on: date | None,
    *,
    expected_version: int | None = None,
) -> Answer:
    """Raises `ContractUnknown`, `ScheduleUnknown`, `PeriodInvalid`, `PeriodsOverlap`, …"""
    command = EndSchedule(schedule=schedule, to_on=to_on)
    return _tell(log, context, contract_id, command, expected_version)


def withdraw_schedule(
    log: EventLog,
    context: Context,
    contract_id: UUID,
    schedule: int,
    *,
    expected_version: int | None = None,
) -> Answer:
    """Raises `ContractUnknown`, `ScheduleUnknown`, `Conflict`."""
    return _tell(log, context, contract_id, WithdrawSchedule(schedule=schedule), expected_version)


def correct_rate(
    log: EventLog,
    context: Context,
    contract_id: UUID,
    schedule: int,
    rate: Rate,
    *,
    expected_version: int | None = None,
) -> Answer:
    """Raises `ContractUnknown`, `ScheduleUnknown`, `RatesInvalid`, `Conflict`."""
    command = CorrectRate(schedule=schedule, rate=rate)
    return _tell(log, context, contract_id, command, expected_version)


def _tell(
    log: EventLog,
    context: Context,
    contract_id: UUID,
    command: ContractCommand,
    expected_version: int | None,
) -> Answer:
    require_product(log, context.customer_id, PRODUCT)
    return transact(log, decider, contract_id, command, context, expected_version=expected_version)
