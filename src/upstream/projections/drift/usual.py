"""What is usual for each code of a payer: its price and its risk of denial, learned from sums."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from upstream.projections.drift.counting import CENTER_MICRO

RISK_WEIGHT: Final = 15
"""Claims that the cell's own denial rate weighs beside those of one code."""

_MICRO: Final = 1_000_000
_DENIED: Final = 1


class Sum(NamedTuple):
    """Claims of one code decided in one week: paid ones where `reason` is None, else denied ones.

    Logarithms are those of allowed amounts in cents, in 1e-6, counted from `CENTER_MICRO` on.
    """

    payer: str
    cpt_group: str
    cpt: str
    week: int
    reason: str | None
    claims: int
    prices: int
    allowed: int
    logs: int
    log_squares: int
    log_min: int | None
    log_max: int | None


class Usual(NamedTuple):
    """What is usual for a code of a payer, as known from the reference weeks."""

    price_log: int | None
    cents: int | None
    risk: int
    risk_doubt: int
    price_doubt: int


def usually(sums: Sequence[Sum], reference_weeks: int) -> dict[tuple[str, str], Usual]:
    """Claims, denied, prices, allowed, logarithms of each code in the reference weeks first."""
    codes: dict[tuple[str, str], list[int]] = {}
    groups: dict[tuple[str, str], str] = {}
    for one in sums:
        code = one.payer, one.cpt
        added = codes.setdefault(code, [0] * 5)
        groups[code] = min(groups.get(code, one.cpt_group), one.cpt_group)
        if one.week >= reference_weeks:
            added[0] += one.claims
            added[_DENIED] += one.claims if one.reason is not None else 0
            added[2] += one.prices
            added[3] += one.allowed
            added[4] += one.logs
    cells: dict[tuple[str, str], list[int]] = {}
    for code, added in codes.items():
        cell = cells.setdefault((code[0], groups[code]), [0, 0])
        cell[0] += added[0]
        cell[_DENIED] += added[_DENIED]
    return {code: _usual(added, *cells[code[0], groups[code]]) for code, added in codes.items()}


def _usual(added: list[int], cell_claims: int, cell_denied: int) -> Usual:
    claims, denied, prices, allowed, logs = added
    # denied + weight x (cell_denied + 1/2) / (cell_claims + 5), out of claims + weight.
    of_cell = 2 * (cell_claims + 5)
    expected = _MICRO * (denied * of_cell + RISK_WEIGHT * (2 * cell_denied + 1))
    return Usual(
        price_log=_rounded(logs + prices * CENTER_MICRO, prices) - CENTER_MICRO if prices else None,
        cents=_rounded(allowed, prices) if prices else None,
        risk=_rounded(expected, of_cell * (claims + RISK_WEIGHT)),
        risk_doubt=_MICRO // (claims + RISK_WEIGHT),
        price_doubt=_MICRO // prices if prices else 0,
    )


def _rounded(number: int, by: int) -> int:
    """Of numbers that are not negative; halves go up."""
    return (2 * number + by) // (2 * by)
