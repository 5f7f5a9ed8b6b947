"""How many paid lines did each payer allow below its contract, week by week?"""

from typing import Final

from upstream.domain.claims.procedures import group_in
from upstream.domain.drift.counts import Contracted, Question
from upstream.infrastructure.database import cursor
from upstream.projections.contracts.comparing import NEEDS, adding_up, comparisons
from upstream.projections.mappings.cpt_groups import groups
from upstream.projections.view import View

__all__ = ["NEEDS", "contracted_lines"]

# Underpaid and recoded lines alike are short: a payer that pays 99213 where 99214 was billed has
# the same habit as one that pays 99214 too low.
_BY_WEEK: Final = """
, by_week AS (
  SELECT payer, cpt, (%(until)s - 1 - decided_on) / 7 AS week, count(*) AS lines,
         count(*) FILTER (WHERE verdict <> 'as_agreed') AS short,
         coalesce(sum(contracted_cents) FILTER (WHERE verdict <> 'as_agreed'), 0)::bigint
           AS contracted,
         coalesce(sum(allowed_cents) FILTER (WHERE verdict <> 'as_agreed'), 0)::bigint AS allowed,
         coalesce(sum(owed_cents) FILTER (WHERE verdict <> 'as_agreed'), 0)::bigint AS owed,
         count(*) FILTER (WHERE verdict = 'recoded') AS recoded
    FROM comparisons WHERE verdict <> 'left_out' GROUP BY payer, cpt, week
)
SELECT payer, cpt, array_agg(week ORDER BY week), array_agg(lines ORDER BY week),
       array_agg(short ORDER BY week), array_agg(contracted ORDER BY week),
       array_agg(allowed ORDER BY week), array_agg(owed ORDER BY week),
       array_agg(recoded ORDER BY week)
  FROM by_week GROUP BY payer, cpt ORDER BY payer, cpt
"""


def contracted_lines(view: View, question: Question) -> list[Contracted]:
    """As known at the view's position; nothing where no payer has a contract."""
    statement, bind = comparisons(view, {"since": question.from_on, "until": question.until})
    with adding_up(view):
        reading = cursor(view.connection)
        rows = reading.execute((statement + _BY_WEEK).encode(), bind, binary=True).fetchall()
    own = groups(view)
    return [
        Contracted(payer, cpt, own.of(cpt, group_in(cpt)), *weeks) for payer, cpt, *weeks in rows
    ]
