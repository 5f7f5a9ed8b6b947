"""What an element means as it stands alone: an amount in cents, a day, a reference, a text."""

import re
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache
from typing import Final

from upstream.domain.claims.cells import reference_cell, said, text_cell
from upstream.domain.claims.dates import EARLIEST
from upstream.domain.claims.faults import Fault
from upstream.domain.claims.money import CENTS_MAX
from upstream.domain.claims.slots import PAYER_LENGTH_MAX, REFERENCE_LENGTH_MAX
from upstream.domain.units import Cents

_PLAIN: Final = re.compile(r"(-?)(\d{1,12})(?:\.(\d\d?)?)?")
_NUMBER: Final = re.compile(r"[-+]?(?:\d{1,15}(?:\.\d{0,9})?|\.\d{1,9})")
_DAY: Final = re.compile(r"(\d{4})(\d\d)(\d\d)")
_OLD_DAY: Final = re.compile(r"(\d\d)(\d\d)(\d\d)")
_UNITS_MAX: Final = 99_999
_MEMO: Final = 1 << 16


@lru_cache(_MEMO)
def cents(element: str) -> Cents | None:
    """Whole cents of an amount (type R), with its sign; None where it is empty or no amount."""
    if plain := _PLAIN.fullmatch(element):
        amount = int(plain[2]) * 100 + int((plain[3] or "").ljust(2, "0"))
        found = -amount if plain[1] else amount
    elif _NUMBER.fullmatch(element):
        found = int(Decimal(element).scaleb(2).quantize(Decimal(1), ROUND_HALF_EVEN))
    else:
        return None
    return Cents(found) if abs(found) <= CENTS_MAX else None


def is_wrong_amount(element: str) -> bool:
    """Something is there, and it is no amount."""
    return bool(element) and cents(element) is None


@lru_cache(_MEMO)
def day(element: str) -> date | None:
    """The day, or the first of a range; None where there is none, or one before there were
    electronic claims. Two-digit years are of 20xx.
    """
    first = element.split("-", 1)[0][:8]
    found = _DAY.fullmatch(first) or _OLD_DAY.fullmatch(first)
    if found is None:
        return None
    year = int(found[1]) if len(found[1]) == 4 else 2000 + int(found[1])
    try:
        known = date(year, int(found[2]), int(found[3]))
    except ValueError:
        return None
    return known if known >= EARLIEST else None


@lru_cache(_MEMO)
def units(element: str) -> int | None:
    """Whole units from 1 on; parts of one are not kept."""
    if not _NUMBER.fullmatch(element):
        return None
    number = Decimal(element)
    return int(number) if number == int(number) and 1 <= number <= _UNITS_MAX else None


_claim_ref = reference_cell("claim_id", length_max=REFERENCE_LENGTH_MAX)
_reference = reference_cell("", length_max=REFERENCE_LENGTH_MAX)
_text = text_cell("", length_max=PAYER_LENGTH_MAX)


def claim_ref(element: str) -> str | Fault | None:
    """A claim's own number as written; a lone 0 is what payers send where they have none."""
    found = _claim_ref(element)
    return None if found == "0" else found


@lru_cache(_MEMO)
def reference(element: str) -> str | None:
    """Somebody's number for something; None where it is no number one could use."""
    found = _reference(element)
    return None if isinstance(found, Fault) else found


@lru_cache(_MEMO)
def text(element: str) -> str | None:
    """A name, tidied; None where there is none, or one that cannot be shown."""
    found = _text(element)
    return None if isinstance(found, Fault) else found


def as_written(element: str, tidied: str | None) -> str | None:
    """The raw words, where they are others than the tidied ones."""
    raw = said(element)
    return None if raw is None or raw == tidied else raw[:PAYER_LENGTH_MAX]


def npi(element: str) -> str | None:
    """Ten digits, as every national provider identifier."""
    return element if len(element) == 10 and element.isdigit() else None
