"""What the pages of contracts show, ready for their templates."""

from datetime import date

import msgspec

from upstream.api.pages.frame.pieces import Named


class ContractLine(msgspec.Struct, frozen=True, kw_only=True):
    payer: str
    href: str
    name: str
    period: str
    """Of the latest schedule."""
    rates: int
    owed: str


class OwedLine(msgspec.Struct, frozen=True, kw_only=True):
    """One payer and procedure with something owed."""

    payer: str
    cpt: str
    lines: str
    contracted: str
    allowed: str
    owed: str
    recoded: str | None


class OwedShown(msgspec.Struct, frozen=True, kw_only=True):
    """What is owed for claims decided in some days."""

    span: str
    owed: str
    recoded: str
    compared: int
    tolerance: str
    cells: tuple[OwedLine, ...]
    left_out: tuple[Named, ...]
    file_href: str


class ContractsPage(msgspec.Struct, frozen=True, kw_only=True):
    contracts: tuple[ContractLine, ...]
    owed: OwedShown
    enter_action: str | None
    problem: str | None = None


class ScheduleLine(msgspec.Struct, frozen=True, kw_only=True):
    schedule: int
    period: str
    rates: int
    source: str


class RateLine(msgspec.Struct, frozen=True, kw_only=True):
    cpt: str
    modifier: str
    place: str
    rate: str


class LineOwed(msgspec.Struct, frozen=True, kw_only=True):
    """One underpaid line of a claim."""

    claim: str
    href: str
    cpt: str
    said: str
    decided_on: date
    contracted: str
    allowed: str
    owed: str


class ContractPage(msgspec.Struct, frozen=True, kw_only=True):
    """`known` is False where the contract came later than the moment shown."""

    title: str
    known: bool
    list_href: str
    facts: tuple[Named, ...] = ()
    schedules: tuple[ScheduleLine, ...] = ()
    on: date
    search: str
    rates: tuple[RateLine, ...] = ()
    rates_next_href: str | None = None
    owed: OwedShown | None = None
    lines: tuple[LineOwed, ...] = ()
    load_action: str | None = None
    withdraw_action: str | None = None
    audit_href: str | None = None
    problem: str | None = None
