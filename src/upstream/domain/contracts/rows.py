"""One row of a file of rates: cells as people write them become a rate, or say what is wrong."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Final, NamedTuple

from upstream.domain.claims.cells import said
from upstream.domain.claims.faults import Fault
from upstream.domain.claims.money import money_cell
from upstream.domain.claims.procedures import code_cell, modifiers_in
from upstream.domain.contracts.columns import Column
from upstream.domain.contracts.rates import Rate
from upstream.domain.units import Cents

SHARE_MAX: Final = Decimal(2)
"""Without a percent sign, `0.65` means 65 % and `65` does too: nobody agrees to 0.65 %."""

_NUMBER: Final = re.compile(r"(\d{1,3}(?:\.\d{1,4})?)\s*(%?)")
_PLACE: Final = re.compile(r"\d{1,2}")
_CODE = code_cell("cpt")
_AMOUNT = money_cell("amount", "point")


class RateRead(NamedTuple):
    """`faults` are pairs of column and detail; then the rate is not to be used."""

    rate: Rate
    faults: list[tuple[str, str]]


def rate_of_cells(cells: Mapping[Column, str]) -> RateRead:
    """`99213-26` is a code with its modifier, where no column has one."""
    faults: list[tuple[str, str]] = []
    code = cells.get("cpt", "")
    cpt = _CODE(code)
    if isinstance(cpt, Fault):
        cpt = (said(code) or "").upper()  # a revenue code, or nothing: judged with all other rates
    modifier = said(cells.get("modifier", "")) or "".join(modifiers_in(code)[:1])
    rate = Rate(
        cpt=cpt,
        modifier=modifier,
        place_of_service=_place(cells.get("place_of_service", "")),
        amount_cents=_amount(cells.get("amount", ""), faults),
        percent_bps=_percent(cells.get("percent", ""), faults),
    )
    return RateRead(rate, faults)


def _place(cell: str) -> str:
    text = said(cell) or ""
    return text.zfill(2) if _PLACE.fullmatch(text) else text


def _amount(cell: str, faults: list[tuple[str, str]]) -> Cents | None:
    amount = _AMOUNT(cell)
    if isinstance(amount, Fault):
        negative = amount.code == "row.amount_negative"
        faults.append(("amount", "a rate is not negative" if negative else "that is no amount"))
        return None
    return amount


def _percent(cell: str, faults: list[tuple[str, str]]) -> int | None:
    text = said(cell)
    if text is None:
        return None
    found = _NUMBER.fullmatch(text)
    if found is None:
        faults.append(("percent", "that is no percentage"))
        return None
    number = Decimal(found[1])
    if not found[2] and number <= SHARE_MAX:
        number *= 100
    return int((number * 100).to_integral_value())
