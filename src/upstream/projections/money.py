"""Cents on the inside, dollars with two decimals at the edge."""

from typing import overload


@overload
def dollars(cents: int) -> str: ...
@overload
def dollars(cents: None) -> None: ...


def dollars(cents: int | None) -> str | None:
    """`123450` → `"1234.50"`; exact, no rounding, no float."""
    if cents is None:
        return None
    sign = "-" if cents < 0 else ""
    whole, rest = divmod(abs(cents), 100)
    return f"{sign}{whole}.{rest:02d}"
