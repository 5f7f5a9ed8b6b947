"""The statements that count claims for detection, in integers only; each reads `KNOWN` once.

Decided claims are added up by code and week, one row for each and each reason of denial; every
table is made of those sums (`adding_up.py`). Sorting and joining a million rows would take longer
than adding them.
"""

from typing import Final

LOG_RATIO_CLIP_MICRO: Final = 600_000
"""A claim allowed at less than 55 % or more than 182 % of its price counts as if it were there:
one wrong decimal point must not move the mean of a cell."""

CENTER_MICRO: Final = 9_000_000
"""Logarithms are counted from about $81 on, so that sums of their squares stay small."""

KNOWN: Final = "{known}"
"""Stands for the claims known at the position, under the names the customer uses then."""

_DECIDED: Final = f"""
  SELECT payer, cpt_group, cpt, (%(until)s - 1 - decided_on) / 7 AS week, allowed_cents,
         CASE WHEN outcome = 'DENIED' THEN coalesce(denial_reason, '') END AS reason,
         CASE WHEN outcome = 'PAID' AND allowed_cents > 0
           THEN round(ln(allowed_cents::double precision) * 1000000)::bigint - {CENTER_MICRO}
         END AS log_micro
    FROM ({KNOWN}) AS known
   WHERE decided_on >= %(from_on)s AND decided_on < %(until)s
     AND outcome IN ('PAID', 'DENIED')
  OFFSET 0
"""
"""OFFSET keeps the planner from taking the same logarithm once for every sum."""

_SUMS: Final = f"""
SELECT payer, cpt_group, cpt, week, reason, count(*), count(log_micro),
       coalesce(sum(allowed_cents) FILTER (WHERE log_micro IS NOT NULL), 0)::bigint,
       coalesce(sum(log_micro), 0)::bigint, coalesce(sum(log_micro * log_micro), 0)::bigint,
       min(log_micro), max(log_micro)
  FROM ({_DECIDED}) AS decided GROUP BY payer, cpt_group, cpt, week, reason
"""

BY_CODE: Final = f"""
WITH by_week (payer, cpt_group, cpt, week, reason, claims, prices, allowed, logs, squares, low,
              high) AS ({_SUMS})
SELECT payer, cpt_group, cpt, reason, array_agg(week), array_agg(claims), array_agg(prices),
       array_agg(allowed), array_agg(logs), array_agg(squares), array_agg(low), array_agg(high)
  FROM by_week GROUP BY payer, cpt_group, cpt, reason
"""
"""A row for each code and reason, weeks in arrays: far fewer rows to send and to read."""

CLIPPED: Final = f"""
SELECT payer, cpt_group, cpt, week, sum(cut)::bigint, sum(cut * cut)::bigint
  FROM (SELECT d.payer, d.cpt_group, d.cpt, d.week, least({LOG_RATIO_CLIP_MICRO},
               greatest(-{LOG_RATIO_CLIP_MICRO}, d.log_micro - o.price)) AS cut
          FROM ({_DECIDED}) AS d
          JOIN unnest(%(payers)s::text[], %(groups)s::text[], %(cpts)s::text[],
                      %(weeks)s::int[], %(prices)s::bigint[])
            AS o (payer, cpt_group, cpt, week, price)
            ON (d.payer, d.cpt_group, d.cpt, d.week) = (o.payer, o.cpt_group, o.cpt, o.week)
         WHERE d.log_micro IS NOT NULL) AS cuts
 GROUP BY payer, cpt_group, cpt, week
"""
"""The few weeks of a code in which a claim is clipped, claim by claim: sums do not know them."""

PLACE: Final = 1 << 32
"""More claims than there are; a place of a triangle and its claims share one integer."""

WAITING: Final = f"""
WITH asked AS (
  SELECT payer, cpt_group, (%(until)s - 1 - submitted_on) / 7 AS submitted,
         CASE WHEN decided_on < %(until)s THEN %(until)s - decided_on END AS days_before,
         CASE WHEN decided_on < %(until)s THEN (%(until)s - 1 - decided_on) / 7 ELSE -1 END
           AS decided
    FROM ({KNOWN}) AS known
   WHERE submitted_on < %(until)s
     AND (decided_on >= %(from_on)s OR (decided_on IS NULL AND outcome <> 'OTHER'))
  OFFSET 0
), added AS (
  SELECT payer, cpt_group,
         coalesce(submitted::bigint * 65536 + decided + 1, days_before, 0) * {PLACE} + count(*)
           AS claims
    FROM asked
   GROUP BY GROUPING SETS ((payer, cpt_group, submitted, decided), (payer, days_before))
)
SELECT payer, cpt_group, array_agg(claims) FROM added GROUP BY payer, cpt_group
"""
"""Triangles of cells and, where the group is null, days on which the payer decided: a day 0 are
the claims without a decision. An answer ends the wait whatever it is; a claim of which nobody says
more does not wait.
"""
