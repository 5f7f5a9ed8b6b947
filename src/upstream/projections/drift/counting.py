"""The statements that count claims for detection, in integers only; each reads `KNOWN` once."""

from typing import Final

LOG_RATIO_CLIP_MICRO: Final = 600_000
"""A claim allowed at less than 55 % or more than 182 % of its price counts as if it were there:
one wrong decimal point must not move the mean of a cell."""

RISK_WEIGHT: Final = 15
"""Claims that the cell's own denial rate weighs beside those of one code."""

KNOWN: Final = "{known}"
"""Stands for the claims known at the position, under the names the customer uses then."""

_DECIDED: Final = f"""
decided AS MATERIALIZED (
  SELECT payer, cpt_group, cpt, denial_reason, outcome = 'DENIED' AS denied,
         (%(until)s - 1 - decided_on) / 7 AS week, decided_on < %(reference_to)s AS usual,
         allowed_cents,
         CASE WHEN outcome = 'PAID' AND allowed_cents > 0
           THEN round(ln(allowed_cents::double precision) * 1000000)::bigint END AS log_micro
    FROM ({KNOWN}) AS known
   WHERE decided_on >= %(from_on)s AND decided_on < %(until)s
     AND outcome IN ('PAID', 'DENIED')
), codes AS (
  SELECT payer, min(cpt_group) AS cpt_group, cpt,
         count(*) FILTER (WHERE usual) AS claims,
         count(*) FILTER (WHERE usual AND denied) AS denied,
         count(log_micro) FILTER (WHERE usual) AS prices,
         round(avg(log_micro) FILTER (WHERE usual))::bigint AS price_log,
         round(avg(allowed_cents) FILTER (WHERE usual AND log_micro IS NOT NULL))::bigint AS cents
    FROM decided GROUP BY payer, cpt
), usually AS (
  SELECT payer, cpt, price_log, cents,
         round(1000000.0 * (denied + {RISK_WEIGHT}.0 * (sum(denied) OVER cell + 0.5)
           / (sum(claims) OVER cell + 5)) / (claims + {RISK_WEIGHT}))::bigint AS risk,
         1000000 / (claims + {RISK_WEIGHT}) AS risk_doubt,
         1000000 / nullif(prices, 0) AS price_doubt
    FROM codes WINDOW cell AS (PARTITION BY payer, cpt_group)
)
"""

# A code is in one group; joined by fewer columns, the planner guesses the rows right and hashes.
# least() and greatest() pass NULL over: without the CASE a denied claim would count as cut by half.
DECISIONS: Final = f"""
WITH {_DECIDED}, priced AS (
  SELECT d.payer, d.cpt_group, d.week, d.denied, d.allowed_cents, u.cents, u.risk,
         u.risk_doubt, u.price_doubt,
         CASE WHEN d.log_micro IS NOT NULL AND u.price_log IS NOT NULL
           THEN least({LOG_RATIO_CLIP_MICRO}, greatest(-{LOG_RATIO_CLIP_MICRO},
             d.log_micro - u.price_log)) END AS ratio
    FROM decided d JOIN usually u USING (payer, cpt)
), by_week AS (
  SELECT payer, cpt_group, week, count(*) AS claims, count(*) FILTER (WHERE denied) AS denied,
         sum(risk)::bigint AS risk, sum(risk * risk / 1000000)::bigint AS risk_squares,
         count(ratio) AS priced, coalesce(sum(ratio), 0)::bigint AS ratios,
         coalesce(sum(ratio * ratio), 0)::bigint AS ratio_squares,
         coalesce(sum(allowed_cents) FILTER (WHERE ratio IS NOT NULL), 0)::bigint AS allowed,
         coalesce(sum(cents) FILTER (WHERE ratio IS NOT NULL), 0)::bigint AS expected,
         coalesce(sum(cents), 0)::bigint AS exposed, sum(risk_doubt)::bigint AS risk_doubts,
         coalesce(sum(price_doubt) FILTER (WHERE ratio IS NOT NULL), 0)::bigint AS price_doubts
    FROM priced GROUP BY payer, cpt_group, week
)
SELECT payer, cpt_group, array_agg(week ORDER BY week), array_agg(claims ORDER BY week),
       array_agg(denied ORDER BY week), array_agg(risk ORDER BY week),
       array_agg(risk_squares ORDER BY week), array_agg(priced ORDER BY week),
       array_agg(ratios ORDER BY week), array_agg(ratio_squares ORDER BY week),
       array_agg(allowed ORDER BY week), array_agg(expected ORDER BY week),
       array_agg(exposed ORDER BY week), array_agg(risk_doubts ORDER BY week),
       array_agg(price_doubts ORDER BY week)
  FROM by_week GROUP BY payer, cpt_group ORDER BY payer, cpt_group
"""

REASONS: Final = f"""
WITH {_DECIDED}, by_week AS (
  SELECT d.payer, coalesce(d.denial_reason, '') AS denial_reason, d.cpt_group, d.week,
         count(*) AS denied, coalesce(sum(u.cents), 0)::bigint AS exposed
    FROM decided d JOIN usually u USING (payer, cpt)
   WHERE d.denied GROUP BY 1, 2, 3, 4
)
SELECT payer, denial_reason, cpt_group, array_agg(week ORDER BY week),
       array_agg(denied ORDER BY week), array_agg(exposed ORDER BY week)
  FROM by_week GROUP BY payer, denial_reason, cpt_group
 ORDER BY payer, denial_reason, cpt_group
"""

CODES: Final = f"""
WITH {_DECIDED}, by_week AS (
  SELECT d.payer, d.cpt, min(d.cpt_group) AS cpt_group, d.week, count(*) AS claims,
         count(*) FILTER (WHERE d.denied AND d.denial_reason ~ %(reasons)s) AS denied,
         coalesce(sum(u.cents), 0)::bigint AS exposed
    FROM decided d JOIN usually u USING (payer, cpt)
   GROUP BY d.payer, d.cpt, d.week
)
SELECT payer, cpt, min(cpt_group), array_agg(week ORDER BY week),
       array_agg(claims ORDER BY week), array_agg(denied ORDER BY week),
       array_agg(exposed ORDER BY week)
  FROM by_week GROUP BY payer, cpt ORDER BY payer, cpt
"""

_ASKED: Final = f"""
  SELECT payer, cpt_group, (%(until)s - 1 - submitted_on) / 7 AS submitted,
         CASE WHEN decided_on < %(until)s THEN %(until)s - decided_on END AS days_before
    FROM ({KNOWN}) AS known
   WHERE submitted_on < %(until)s
     AND (decided_on >= %(from_on)s OR (decided_on IS NULL AND outcome <> 'OTHER'))
"""
"""An answer ends the wait whatever it is; a claim of which nobody says more does not wait."""

WAITING: Final = f"""
WITH asked AS ({_ASKED}), by_weeks AS (
  SELECT payer, cpt_group, submitted, coalesce((days_before - 1) / 7, -1) AS decided,
         count(*) AS claims
    FROM asked GROUP BY 1, 2, 3, 4
)
SELECT payer, cpt_group, array_agg(submitted ORDER BY submitted, decided),
       array_agg(decided ORDER BY submitted, decided),
       array_agg(claims ORDER BY submitted, decided)
  FROM by_weeks GROUP BY payer, cpt_group ORDER BY payer, cpt_group
"""

DAYS: Final = f"""
WITH asked AS ({_ASKED}), by_day AS (
  SELECT payer, days_before, count(*) AS claims
    FROM asked WHERE days_before IS NOT NULL GROUP BY payer, days_before
)
SELECT payer, array_agg(days_before ORDER BY days_before), array_agg(claims ORDER BY days_before)
  FROM by_day GROUP BY payer ORDER BY payer
"""
