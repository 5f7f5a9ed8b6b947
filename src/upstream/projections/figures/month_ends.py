"""What was open at the end of each month of a range, and how many of its days are in it?"""

from datetime import timedelta
from typing import NamedTuple

from upstream.domain.figures.counts import Open
from upstream.domain.forecast.months import first_day, month_of
from upstream.projections.claims.columns import day_number, day_of
from upstream.projections.figures.counting import open_in_all
from upstream.projections.figures.looking import Looked


class MonthEnd(NamedTuple):
    """`open` None for a month whose end is not in the range."""

    days: int
    open: Open | None


def month_ends(looked: Looked) -> dict[str, MonthEnd]:
    """By month (`2026-03`); how old what is open was is not known by month."""
    since, until = (day_of(number) for number in looked.asked)
    newest = max(map(day_of, looked.newest.values()), default=since)
    found = {}
    for month in range(month_of(since), month_of(min(until - timedelta(days=1), newest)) + 1):
        end = first_day(month + 1)
        days = (min(end, until) - max(first_day(month), since)).days
        still = open_in_all(looked.claims, day_number(end)) if end <= until else None
        found[str(first_day(month))[:7]] = MonthEnd(days, still)
    return found
