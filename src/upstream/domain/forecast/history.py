"""What a forecast is made from: first decisions by month, and how much of a month one knew."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from upstream.domain.figures.rates import Tally
from upstream.domain.forecast.months import YEAR

NONE: Final = Tally(0, 0)
_HALF_A_MONTH: Final = 15


class Cell(NamedTuple):
    """One payer and CPT group. Months without a decision may be left out."""

    payer: str
    cpt_group: str
    whole: Mapping[int, Tally]
    """By month."""
    part: Mapping[int, Tally]
    """By month, through the day of the month that `History.day` names."""


class History(NamedTuple):
    """`month` is the running one, known through its `day`; the one after it is to be forecast.

    Every earlier month is looked back at from the same day, so that a test of the forecast knows
    of its month as much as the forecast does.
    """

    cells: Sequence[Cell]
    first: int
    """The first month known as a whole."""
    month: int
    day: int


def last_month(cell: Cell, month: int, day: int) -> float | None:
    """The naive forecast "as last month": the newest month of which at least half is known."""
    running = cell.part.get(month, NONE) if day >= _HALF_A_MONTH else NONE
    for known in (running, cell.whole.get(month - 1, NONE), cell.whole.get(month - 2, NONE)):
        if known.claims:
            return known.rate
    return None


def last_year(cell: Cell, month: int) -> float | None:
    """The naive forecast "as last year": the month to be forecast, a year before."""
    return cell.whole.get(month + 1 - YEAR, NONE).rate
