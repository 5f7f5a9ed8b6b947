"""How many paid lines did each payer allow below its contract, week by week?"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final

from upstream.domain.claims.procedures import group_in
from upstream.domain.drift.counts import Contracted, Question
from upstream.infrastructure.database import cursor
from upstream.projections.contracts.comparing import (
    NEEDS,
    comparisons,
    payers_with_a_contract,
)
from upstream.projections.mappings.cpt_groups import Groups, groups
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
         coalesce(sum(owed_cents) FILTER (WHERE verdict <> 'as_agreed'), 0)::bigint AS owed,
         count(*) FILTER (WHERE verdict = 'recoded') AS recoded
    FROM comparisons WHERE verdict <> 'left_out' GROUP BY payer, cpt, week
)
SELECT payer, array_agg(cpt), array_agg(week), array_agg(lines), array_agg(short),
       array_agg(contracted), array_agg(owed), array_agg(recoded)
  FROM by_week GROUP BY payer ORDER BY payer
"""
"""Weeks in no order: here it costs less to put them in one than there."""


def contracted_lines(view: View, question: Question) -> list[Contracted]:
    """As known at the view's position; nothing where no payer has a contract."""
    if not payers_with_a_contract(view):
        return []
    statement, bind = comparisons(view, {"since": question.from_on, "until": question.until})
    own = groups(view)
    reading = cursor(view.connection)
    rows = reading.execute((statement + _BY_WEEK).encode(), bind, binary=True)
    return [one for payer, *columns in rows for one in _codes(own, payer, columns)]


def _codes(own: Groups, payer: str, columns: list[list[Any]]) -> Iterator[Contracted]:
    cpts, *measures = columns
    by_code: defaultdict[str, list[tuple[int, ...]]] = defaultdict(list)
    for cpt, week in zip(cpts, zip(*measures, strict=True), strict=True):
        by_code[cpt].append(week)
    for cpt in sorted(by_code):
        in_order = zip(*sorted(by_code[cpt]), strict=True)
        weeks, lines, short, contracted, owed, recoded = (list(column) for column in in_order)
        allowed = [agreed - lacking for agreed, lacking in zip(contracted, owed, strict=True)]
        group = own.of(cpt, group_in(cpt))
        yield Contracted(payer, cpt, group, weeks, lines, short, contracted, allowed, owed, recoded)
