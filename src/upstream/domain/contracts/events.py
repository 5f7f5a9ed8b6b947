"""What can happen to a contract. Tags and fields are the storage format.

A schedule of rates is listed in pieces, and stands from `RateScheduleLoaded` on: at no position of
the log is half of one in force.
"""

from datetime import date

import msgspec

from upstream.domain.contracts.rates import Rate
from upstream.domain.messages import Event


class Terms(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What holds for all rates of a contract."""

    name: str = ""
    """How people call it, such as its number."""
    lesser_of_charges: bool = True
    """Never more than was billed: nearly every contract says so."""


class ContractEntered(Event, tag="contracts.entered.v1"):
    payer: str
    """As the customer calls it."""
    terms: Terms


class ContractRevised(Event, tag="contracts.revised.v1"):
    before: Terms
    after: Terms


class RatesListed(Event, tag="contracts.rates_listed.v1"):
    """A piece of the schedule that is about to be loaded."""

    schedule: int
    rates: tuple[Rate, ...]


class RateScheduleLoaded(Event, tag="contracts.schedule_loaded.v1"):
    """All its rates are listed: it is in force for services of `[from_on, to_on)`."""

    schedule: int
    from_on: date
    to_on: date | None
    """None: until further notice."""
    rates: int
    rates_sha256: str
    """Of the rates as JSON, in the order of their codes."""
    source: str | None = None
    """Name of the file they came in."""
    replaces: int | None = None


class RateScheduleEnded(Event, tag="contracts.schedule_ended.v1"):
    """It ends at another day than it was to end on."""

    schedule: int
    before: date | None
    to_on: date | None


class RateScheduleWithdrawn(Event, tag="contracts.schedule_withdrawn.v1"):
    """It was a mistake, or another one took its place."""

    schedule: int


class RateCorrected(Event, tag="contracts.rate_corrected.v1"):
    """One rate of a schedule was wrong, or was missing."""

    schedule: int
    rate: Rate


ContractEvent = (
    ContractEntered
    | ContractRevised
    | RatesListed
    | RateScheduleLoaded
    | RateScheduleEnded
    | RateScheduleWithdrawn
    | RateCorrected
)
