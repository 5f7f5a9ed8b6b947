"""How did each payer first decide each group of procedures, month by month?"""

from collections import defaultdict
from datetime import date, timedelta
from typing import Final, NamedTuple

from upstream.domain.figures.rates import Tally
from upstream.domain.forecast.history import Cell, History
from upstream.domain.forecast.months import month_of
from upstream.infrastructure.database import cursor
from upstream.projections.mappings.known_claims import known_claims
from upstream.projections.view import View

YEARS_BACK: Final = 3

_MONTHS: Final = """
WITH decided AS MATERIALIZED (
  SELECT payer, cpt_group, first_outcome = 'DENIED' AS denied,
         coalesce(first_decided_on, submitted_on) AS day
    FROM ({known}) AS claims
   WHERE first_outcome IS NOT NULL AND stage IS DISTINCT FROM 'voided'
     AND coalesce(first_decided_on, submitted_on) BETWEEN %(since)s AND %(shown_on)s
), reach AS MATERIALIZED (SELECT max(day) AS through FROM decided)
SELECT payer, cpt_group, date_trunc('month', day)::date, through,
       count(*), count(*) FILTER (WHERE denied),
       count(*) FILTER (WHERE extract(day FROM day) <= extract(day FROM through)),
       count(*) FILTER (WHERE denied AND extract(day FROM day) <= extract(day FROM through))
  FROM decided CROSS JOIN reach GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3
"""
"""By first decision: what a payer says first is not said again, whatever becomes of it."""


class Known(NamedTuple):
    """The months, and the newest day on which anything was decided."""

    history: History
    through: date


def decided_months(view: View, shown_on: date) -> Known | None:
    """As known at the view's position, decisions through `shown_on`. None where there are none.

    The first month there is gives no rate: it holds a part only, of claims decided fast.
    """
    known, names = known_claims(view)
    since = shown_on - timedelta(days=366 * YEARS_BACK + 31)
    bind = {**view.bind, **names, "since": since, "shown_on": shown_on}
    statement = _MONTHS.format(known=known)
    rows = cursor(view.connection).execute(statement.encode(), bind).fetchall()
    if not rows:
        return None
    whole: defaultdict[tuple[str, str], dict[int, Tally]] = defaultdict(dict)
    part: defaultdict[tuple[str, str], dict[int, Tally]] = defaultdict(dict)
    for payer, group, begins_on, _, claims, denied, early, early_denied in rows:
        month = month_of(begins_on)
        whole[payer, group][month] = Tally(claims, denied)
        part[payer, group][month] = Tally(early, early_denied)
    through: date = rows[0][3]
    cells = [Cell(*key, whole[key], part[key]) for key in whole]
    first = min(min(months) for months in whole.values()) + 1
    return Known(History(cells, first, month_of(through), through.day), through)
