"""Money in the bodies of commands: US dollars as text, exact."""

from typing import Annotated

import msgspec

from upstream.domain.units import Cents

Dollars = Annotated[
    str,
    msgspec.Meta(pattern=r"^\d{1,12}(\.\d{1,2})?$", description='US dollars as text: `"1234.50"`.'),
]


def cents(dollars: str) -> Cents:
    """`"1234.5"` is 123450; exact, no float."""
    whole, _, rest = dollars.partition(".")
    return Cents(int(whole) * 100 + int(rest.ljust(2, "0")))
