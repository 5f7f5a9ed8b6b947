"""Money between the documents, which write dollars as text, and the pages, which count cents."""

import re
from typing import Final, overload

from upstream.domain.messages import Refusal
from upstream.domain.units import Cents

_DOLLARS: Final = re.compile(r"(\d{1,12})(?:\.(\d{1,2}))?")


class AmountUnreadable(Refusal):
    """Not dollars as a person writes them."""

    code = "request.amount_unreadable"


@overload
def cents(dollars: str) -> Cents: ...
@overload
def cents(dollars: None) -> None: ...


def cents(dollars: str | None) -> Cents | None:
    """`"1234.50"` is 123450; exact, as every document writes money."""
    return None if dollars is None else Cents(int(dollars.replace(".", "")))


def typed_cents(text: str) -> Cents | None:
    """What a person typed: `"$1,234.5"` is 123450; None for an empty field.

    Raises AmountUnreadable.
    """
    plain = text.strip().removeprefix("$").replace(",", "").strip()
    if not plain:
        return None
    found = _DOLLARS.fullmatch(plain)
    if found is None:
        raise AmountUnreadable("An amount is written in dollars, such as 1234.50.")
    return Cents(int(found[1]) * 100 + int((found[2] or "").ljust(2, "0")))
