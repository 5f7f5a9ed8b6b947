"""A rate: what a payer agreed to allow for one procedure, per unit or as a share of the charge."""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import msgspec

from upstream.domain.units import Cents

RATES_MAX: Final = 200_000
"""Of one schedule: CPT and HCPCS together have some 17 000 codes, and payers list them by modifier
and by place of service."""
AMOUNT_MAX: Final = Cents(1_000_000_000)
"""Ten million dollars a unit: above every drug and every stay."""
PERCENT_MAX_BPS: Final = 20_000
"""Twice the charge: nobody agrees to more, so more is a slip of the decimal point."""

_CODE: Final = re.compile(r"\d{5}|\d{4}[A-Z]|[A-Z]\d{4}|\d{4}")
"""CPT, its categories II and III, HCPCS level II, and revenue codes of hospitals."""
_MODIFIER: Final = re.compile(r"[A-Z0-9]{2}")
_PLACE: Final = re.compile(r"\d{2}")


class Rate(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """Exactly one of amount and percentage. An empty modifier or place of service means any."""

    cpt: str
    modifier: str = ""
    place_of_service: str = ""
    amount_cents: Cents | None = None
    """Per unit."""
    percent_bps: int | None = None
    """Of the charge, for what has no amount."""

    @property
    def key(self) -> tuple[str, str, str]:
        return self.cpt, self.modifier, self.place_of_service


class RateFault(NamedTuple):
    """What is wrong with one rate: which one (from 0), in which column, and why."""

    place: int
    column: str
    detail: str


def tidied(rate: Rate) -> Rate:
    """Upper case without blanks, as claims have their codes."""
    return msgspec.structs.replace(
        rate,
        cpt=rate.cpt.strip().upper(),
        modifier=rate.modifier.strip().upper(),
        place_of_service=rate.place_of_service.strip(),
    )


def faults_of(rates: Sequence[Rate]) -> Iterator[RateFault]:
    """In the order of the rates; a rate that comes twice is a fault where it comes again."""
    seen: dict[tuple[str, str, str], int] = {}
    for place, rate in enumerate(rates):
        yield from (RateFault(place, column, detail) for column, detail in _faults(rate))
        first = seen.setdefault(rate.key, place)
        if first != place:
            detail = "this code, modifier and place of service have a rate already"
            yield RateFault(place, "cpt", detail)


def _faults(rate: Rate) -> Iterator[tuple[str, str]]:
    if not _CODE.fullmatch(rate.cpt):
        yield "cpt", "a code is written 99213, J1100, 0001F or as a revenue code, 0450"
    if rate.modifier and not _MODIFIER.fullmatch(rate.modifier):
        yield "modifier", "a modifier has two letters or digits"
    if rate.place_of_service and not _PLACE.fullmatch(rate.place_of_service):
        yield "place_of_service", "a place of service has two digits"
    if (rate.amount_cents is None) == (rate.percent_bps is None):
        yield "amount", "a rate is an amount or a percentage of the charge, one of them"
    if rate.amount_cents is not None and not 0 <= rate.amount_cents <= AMOUNT_MAX:
        yield "amount", "an amount lies between 0 and ten million dollars"
    if rate.percent_bps is not None and not 0 <= rate.percent_bps <= PERCENT_MAX_BPS:
        yield "percent", "a percentage lies between 0 and 200"
