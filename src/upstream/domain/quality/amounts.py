"""Dollars as rules are written, to the cent."""

import re
from typing import Final

from upstream.domain.units import Cents

_DOLLARS: Final = re.compile(r"(-?)(\d{1,12})(?:\.(\d{1,2}))?")


class NotAnAmount(ValueError):
    """Not written like 1234.50."""


def cents_of(dollars: str) -> Cents:
    """`"-12.5"` is -1250. Raises `NotAnAmount`."""
    found = _DOLLARS.fullmatch(dollars)
    if found is None:
        raise NotAnAmount
    cents = int(found[2]) * 100 + int((found[3] or "").ljust(2, "0"))
    return Cents(-cents if found[1] else cents)
