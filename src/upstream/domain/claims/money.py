"""Amounts as claim files write them, in whole cents; nothing here ever was a float."""

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Literal, cast

from upstream.domain.claims.cells import Memo, Parse, said
from upstream.domain.claims.faults import Fault
from upstream.domain.units import Cents

DecimalStyle = Literal["point", "comma"]

CENTS_MAX = 100_000_000_000
"""One billion dollars: above any claim, and far inside 64 bits however many are added up."""

DIGITS_MAX = 24
"""Longer than any amount that is not a mistake, and exact in decimal arithmetic."""

_PLAIN = re.compile(r"(\d{1,9})\.(\d\d)")
_PLAIN_COLUMN = re.compile(r"(?:(?:\d{1,9}\.\d\d)?\n)*(?:\d{1,9}\.\d\d)?")
_POINT = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|\.\d+")
_COMMA = re.compile(r"(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d*)?|,\d+")
_POINT_ONLY = re.compile(r"[^,]*\.\d{1,2}|.*,\d{3}\.\d*")
_COMMA_ONLY = re.compile(r"[^.]*,\d{1,2}|.*\.\d{3},\d*")
_ORNAMENT = str.maketrans("", "", " $€\u00a0\u202f'")
_CENT = Decimal(1)


def money_cell(column: str, style: DecimalStyle, *, signed: bool = False) -> Parse[Cents | None]:
    """Thousands separators, a dollar sign and more than two decimals (half to even) are read.

    A negative amount is a fault unless `signed`: then the row as a whole tells what it means.
    """

    def parse(cell: str) -> Cents | Fault | None:
        if style == "point" and (plain := _PLAIN.fullmatch(cell)):
            return Cents(int(plain[1] + plain[2]))
        text = said(cell)
        if text is None:
            return None
        cents, negative = _read(text, style)
        if cents is None:
            return Fault(column, "row.amount_unreadable")
        if cents > CENTS_MAX:
            return Fault(column, "row.amount_too_large")
        if negative and cents:
            return Cents(-cents) if signed else Fault(column, "row.amount_negative")
        return Cents(cents)

    return parse


class MoneyMemo(Memo[Cents | None]):
    """A column of amounts. Amounts repeat too seldom to be remembered: most are read in one go."""

    def __init__(self, column: str, style: DecimalStyle) -> None:
        super().__init__(money_cell(column, style, signed=True))
        self.may_have_negatives = False
        """True from the first negative amount on: until then no row has to be looked at."""
        self._point = style == "point"

    def __missing__(self, cell: str) -> Cents | Fault | None:
        value = super().__missing__(cell)
        if isinstance(value, int) and value < 0:
            self.may_have_negatives = True
        return value

    def column(self, cells: list[str]) -> list[Cents | Fault | None]:
        joined = "\n".join(cells)
        if not (self._point and _PLAIN_COLUMN.fullmatch(joined)):
            return super().column(cells)
        digits = joined.replace(".", "").split("\n")
        if len(digits) != len(cells):
            return super().column(cells)
        if "" in digits:
            return [cast("Cents", int(number)) if number else None for number in digits]
        return list(cast("Iterable[Cents]", map(int, digits)))


def style_of(cells: list[str]) -> DecimalStyle:
    """A decimal comma only where some cell proves it and no cell proves a decimal point."""
    texts = [text.rstrip(")- ") for cell in cells if (text := said(cell))]
    comma = any(_COMMA_ONLY.fullmatch(text) for text in texts)
    point = any(_POINT_ONLY.fullmatch(text) for text in texts)
    return "comma" if comma and not point else "point"


def _read(text: str, style: DecimalStyle) -> tuple[int | None, bool]:
    """Whole cents without their sign, and whether there was one."""
    bare = text.upper().removeprefix("USD").removesuffix("USD").translate(_ORNAMENT)
    number = bare.strip("-+()")
    negative = bare != number and "+" not in bare
    wanted = (f"({number})", f"-{number}", f"{number}-", f"+{number}", number)
    if len(number) > DIGITS_MAX or bare not in wanted:
        return None, negative
    if not (_POINT if style == "point" else _COMMA).fullmatch(number):
        return None, negative
    if style == "comma":
        number = number.replace(".", "").replace(",", ".")
    exact = Decimal(number.replace(",", "")).scaleb(2)
    return int(exact.quantize(_CENT, ROUND_HALF_EVEN)), negative
