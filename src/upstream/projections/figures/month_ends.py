"""What was open at the end of each month of a range, and how many of its days are in it?"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from upstream.domain.figures.counts import Open
from upstream.domain.forecast.months import first_day, month_of
from upstream.infrastructure.database import cursor
from upstream.projections.figures import counting
from upstream.projections.view import View


class MonthEnd(NamedTuple):
    """`open` None for a month whose end is not in the range."""

    days: int
    open: Open | None


def month_ends(view: View, known: str, bind: Mapping[str, Any]) -> dict[str, MonthEnd]:
    """By month (`2026-03`); how old what is open was is not known by month."""
    statement = counting.ENDS.replace(counting.KNOWN, known)
    waited = cursor(view.connection).execute(statement.encode(), bind).fetchall()
    since: date = bind["since"]
    until: date = bind["until"]
    newest = max((row[0] for row in waited), default=since)
    found = {}
    for month in range(month_of(since), month_of(min(until - timedelta(days=1), newest)) + 1):
        end = first_day(month + 1)
        days = (min(end, until) - max(first_day(month), since)).days
        rows = [row for row in waited if row[0] < end and (row[1] is None or row[1] >= end)]
        still = Open(sum(row[2] for row in rows), sum(row[3] for row in rows))
        found[str(first_day(month))[:7]] = MonthEnd(days, still if end <= until else None)
    return found
