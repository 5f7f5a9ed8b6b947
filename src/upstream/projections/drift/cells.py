"""How many claims did each payer decide, how, how fast and for how much, week by week?"""

from itertools import groupby
from typing import Any, Final

from upstream.application.drift import ReadCells
from upstream.domain.drift.detection import Block, Cell, Dimension, Key, Question
from upstream.domain.units import CustomerId
from upstream.infrastructure.database import cursor
from upstream.projections.claims.claim_versions import claim_versions
from upstream.projections.moments import AtPosition
from upstream.projections.view import View, Views

NEEDS = (claim_versions,)

LOG_RATIO_CLIP_MICRO: Final = 600_000
"""A claim allowed at less than 55 % or more than 182 % of its price counts as if it were there:
one wrong decimal point must not move the mean of a cell."""

_DIMENSIONS: Final[tuple[Dimension, ...]] = ("payer", "cpt_group", "denial_reason")

# least() and greatest() pass NULL over: without the CASE a denied claim would count as cut by half.
# All sums are of integers, so the order of rows cannot change a digit. ln() is rounded to 1e-6.
_CELLS: Final = f"""
WITH decided AS (
  SELECT payer, cpt_group, denial_reason, cpt, outcome, submitted_on, allowed_cents,
         decided_on - submitted_on AS days,
         decided_on >= %(current_from)s AS is_current,
         (CASE WHEN decided_on >= %(current_from)s THEN %(until)s ELSE %(current_from)s END
           - decided_on - 1) / 7 AS week,
         CASE WHEN outcome = 'PAID' AND allowed_cents > 0
           THEN round(ln(allowed_cents::double precision) * 1000000)::bigint END AS log_micro
    FROM claim_versions
   WHERE customer_id = %(customer_id)s
     AND from_position <= %(position)s AND to_position > %(position)s
     AND decided_on >= %(baseline_from)s AND decided_on < %(until)s
     AND outcome IN ('PAID', 'DENIED')
), prices AS (
  SELECT payer, cpt, round(avg(log_micro))::bigint AS log_micro,
         round(avg(allowed_cents))::bigint AS cents
    FROM decided WHERE NOT is_current AND log_micro IS NOT NULL GROUP BY payer, cpt
), priced AS (
  SELECT d.*, p.cents AS price_cents,
         CASE WHEN d.log_micro IS NOT NULL AND p.log_micro IS NOT NULL
           THEN least({LOG_RATIO_CLIP_MICRO}, greatest(-{LOG_RATIO_CLIP_MICRO},
             d.log_micro - p.log_micro)) END AS ratio
    FROM decided d LEFT JOIN prices p USING (payer, cpt)
), by_days AS (
  SELECT {{keys}}, is_current, week, days, count(*) AS claims,
         count(*) FILTER (WHERE outcome = 'DENIED') AS denied,
         min(submitted_on) AS first_submitted_on, count(ratio) AS priced,
         coalesce(sum(ratio), 0)::bigint AS ratios,
         coalesce(sum(ratio * ratio), 0)::bigint AS ratio_squares,
         coalesce(sum(allowed_cents) FILTER (WHERE ratio IS NOT NULL), 0)::bigint AS allowed,
         coalesce(sum(price_cents) FILTER (WHERE ratio IS NOT NULL), 0)::bigint AS expected,
         coalesce(sum(price_cents), 0)::bigint AS exposed
    FROM priced GROUP BY {{grouping}}, is_current, week, days
)
SELECT payer, cpt_group, denial_reason, is_current, week,
       sum(claims)::bigint, sum(denied)::bigint,
       array_agg(days ORDER BY days), array_agg(claims ORDER BY days), min(first_submitted_on),
       sum(priced)::bigint, sum(ratios)::bigint, sum(ratio_squares)::bigint,
       sum(allowed)::bigint, sum(expected)::bigint, sum(exposed)::bigint
  FROM by_days GROUP BY payer, cpt_group, denial_reason, is_current, week
 ORDER BY payer, cpt_group NULLS FIRST, denial_reason NULLS FIRST, is_current, week
"""


def cells(view: View, question: Question) -> list[Cell]:
    """The counts detection asks for, as known at the view's position, in one statement.

    Only PAID and DENIED claims with a decision date count. An amount of zero is no price.
    """
    windows = question.windows
    bounds = {
        **view.bind,
        "baseline_from": windows.baseline.from_on,
        "current_from": windows.current.from_on,
        "until": windows.current.to_on,
    }
    statement = _statement(question.by).encode()
    rows = cursor(view.connection).execute(statement, bounds, binary=True).fetchall()
    return [
        Cell(key=Key(*key), blocks=tuple(_block(row) for row in members))
        for key, members in groupby(rows, key=lambda row: row[:3])
    ]


def cells_through(views: Views) -> ReadCells:
    """What a run is handed to count with; waits, bounded, for the claims to be there."""

    def read_cells(customer_id: CustomerId, position: int, question: Question) -> list[Cell]:
        with views.at(customer_id, needs=NEEDS, as_of=AtPosition(position)) as view:
            return cells(view, question)

    return read_cells


def _statement(by: tuple[Dimension, ...]) -> str:
    keys = ", ".join(
        dimension if dimension in by else f"NULL::text AS {dimension}" for dimension in _DIMENSIONS
    )
    return _CELLS.format(keys=keys, grouping=", ".join(by))


def _block(row: tuple[Any, ...]) -> Block:
    is_current, week, claims, denied, days, days_claims, *others = row[3:]
    first_submitted_on, priced, ratios, ratio_squares, allowed, expected, exposed = others
    return Block(
        is_current,
        week,
        claims,
        denied,
        tuple(days),
        tuple(days_claims),
        first_submitted_on,
        priced,
        ratios,
        ratio_squares,
        allowed,
        expected,
        exposed,
    )
