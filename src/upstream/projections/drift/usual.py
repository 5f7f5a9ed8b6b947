"""What is usual for each code of a payer: its price and its risk of denial, learned from sums."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from upstream.projections.drift.counting import CENTER_MICRO

RISK_WEIGHT: Final = 15
"""Claims that the cell's own denial rate weighs beside those of one code."""

_MICRO: Final = 1_000_000
_DENIED: Final = 1


class Sums(NamedTuple):
    """Claims of one code, by the week of their decision: paid ones where `reason` is None, else
    those denied for it.

    Logarithms are those of allowed amounts in cents, in 1e-6, counted from `CENTER_MICRO` on.
    """

    payer: str
    cpt_group: str
    cpt: str
    reason: str | None
    weeks: list[int]
    """In no order; all other lists run along with it."""
    claims: list[int]
    prices: list[int]
    allowed: list[int]
    logs: list[int]
    log_squares: list[int]
    log_min: list[int | None]
    log_max: list[int | None]


class Usual(NamedTuple):
    """What is usual for a code of a payer, as known from the reference weeks."""

    price_log: int | None
    cents: int | None
    risk: int
    risk_doubt: int
    price_doubt: int


def usually(sums: Sequence[Sums], reference_weeks: int) -> dict[tuple[str, str], Usual]:
    """Claims, denied, prices, allowed, logarithms of each code in the reference weeks first."""
    codes: dict[tuple[str, str], list[int]] = {}
    groups: dict[tuple[str, str], str] = {}
    for one in sums:
        code = one.payer, one.cpt
        added = codes.setdefault(code, [0] * 5)
        groups[code] = min(groups.get(code, one.cpt_group), one.cpt_group)
        usual = [place for place, week in enumerate(one.weeks) if week >= reference_weeks]
        claims = sum([one.claims[place] for place in usual])
        added[0] += claims
        if one.reason is not None:
            added[_DENIED] += claims
        else:
            added[2] += sum([one.prices[place] for place in usual])
            added[3] += sum([one.allowed[place] for place in usual])
            added[4] += sum([one.logs[place] for place in usual])
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
