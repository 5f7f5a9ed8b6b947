"""Numbers that prove themselves: check digits, and blocks that are never given out."""

import re
from typing import Final

_VIN_WEIGHTS: Final = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_VIN_LETTERS: Final = (*range(1, 9), *range(1, 6), 7, 9, *range(2, 10))
_VIN_VALUES: Final = {
    **dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ", _VIN_LETTERS, strict=True)),
    **{str(digit): digit for digit in range(10)},
}
_CARD_STARTS: Final = re.compile(r"(?:4|5[1-5]|2[2-7]|3[47]|6(?:011|5|4[4-9])|3(?:0[0-5]|[68]))")
_ITIN_GROUPS: Final = frozenset([*range(50, 66), *range(70, 89), *range(90, 93), *range(94, 100)])
NPI_PREFIX: Final = "80840"


def passes_luhn(digits: str) -> bool:
    """ISO/IEC 7812-1 annex B."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def is_card(digits: str) -> bool:
    """A payment card's length, first digits and check digit."""
    sized = 13 <= len(digits) <= 19 and digits.isdecimal()
    return sized and _CARD_STARTS.match(digits) is not None and passes_luhn(digits)


def is_npi(digits: str) -> bool:
    """A provider's number (45 CFR 162.406), which names no patient."""
    return (
        len(digits) == 10
        and digits.isdecimal()
        and digits[0] in "12"
        and passes_luhn(NPI_PREFIX + digits)
    )


def is_ssn(digits: str) -> bool:
    """Of nine digits: one that can have been given out, taxpayer numbers (ITIN) included."""
    area, group, serial = int(digits[:3]), int(digits[3:5]), int(digits[5:])
    if area >= 900:
        return group in _ITIN_GROUPS
    return area not in {0, 666} and group != 0 and serial != 0


def is_phone(digits: str) -> bool:
    """Of ten digits: area and exchange as North America's numbering plan allows them."""
    area, exchange = digits[:3], digits[3:6]
    return area[0] in "23456789" and area[1] != "9" and exchange[0] in "23456789" \
        and area[1:] != "11" and exchange[1:] != "11"  # fmt: skip


def is_vin(text: str) -> bool:
    """A vehicle's number with its check digit (49 CFR 565.15), letters and digits in it."""
    if len(text) != 17 or text.isdigit() or text.isalpha():
        return False
    values = [_VIN_VALUES.get(letter) for letter in text.upper()]
    if None in values:
        return False
    total = sum(v * w for v, w in zip(values, _VIN_WEIGHTS, strict=True) if v is not None)
    return text[8].upper() == ("X" if total % 11 == 10 else str(total % 11))
