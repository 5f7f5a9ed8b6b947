"""What is usual for each code of a payer: its price and its risk of denial, learned from sums."""

from collections.abc import Mapping
from typing import Final, NamedTuple

RISK_WEIGHT: Final = 15
"""Claims that the cell's own denial rate weighs beside those of one code."""

CENTER_MICRO: Final = 9_000_000
"""Logarithms of cents are counted from about $81 on, in 1e-6, so that their sums stay small."""

_MICRO: Final = 1_000_000


class Sums(NamedTuple):
    """Of one code of a payer, in the reference weeks."""

    cpt_group: str
    """The first of them by name, where claims were put into several."""
    claims: int
    denied: int
    prices: int
    """Paid claims with an allowed amount; the sums of it, and of its logarithm:"""
    allowed_cents: int
    logs: int


class Usual(NamedTuple):
    """What is usual for a code of a payer, as known from the reference weeks."""

    price_log: int | None
    cents: int | None
    risk: int
    risk_doubt: int
    price_doubt: int


def usually(sums: Mapping[tuple[str, ...], Sums]) -> list[Usual]:
    """By payer and code, in the order given."""
    cells: dict[tuple[str, str], tuple[int, int]] = {}
    for (payer, *_), one in sums.items():
        claims, denied = cells.get((payer, one.cpt_group), (0, 0))
        cells[payer, one.cpt_group] = claims + one.claims, denied + one.denied
    return [_usual(one, *cells[payer, one.cpt_group]) for (payer, *_), one in sums.items()]


def _usual(one: Sums, cell_claims: int, cell_denied: int) -> Usual:
    # denied + weight x (cell_denied + 1/2) / (cell_claims + 5), out of claims + weight.
    of_cell = 2 * (cell_claims + 5)
    expected = _MICRO * (one.denied * of_cell + RISK_WEIGHT * (2 * cell_denied + 1))
    prices = one.prices
    centered = one.logs + prices * CENTER_MICRO
    return Usual(
        price_log=_rounded(centered, prices) - CENTER_MICRO if prices else None,
        cents=_rounded(one.allowed_cents, prices) if prices else None,
        risk=_rounded(expected, of_cell * (one.claims + RISK_WEIGHT)),
        risk_doubt=_MICRO // (one.claims + RISK_WEIGHT),
        price_doubt=_MICRO // prices if prices else 0,
    )


def _rounded(number: int, by: int) -> int:
    """Of numbers that are not negative; halves go up."""
    return (2 * number + by) // (2 * by)
