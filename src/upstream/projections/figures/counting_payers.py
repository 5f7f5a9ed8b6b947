"""The statements behind the scorecard: each payer's days, waits and prices, a few rows of each."""

from typing import Final

KNOWN: Final = "{known}"
"""Stands for the claims known at the position, under the names the customer uses then."""

DAYS: Final = f"""
SELECT payer, clock, day, count(*),
       count(*) FILTER (WHERE first_outcome = 'DENIED'),
       count(*) FILTER (WHERE first_outcome = 'DENIED' AND outcome = 'PAID'),
       count(*) FILTER (WHERE outcome IN ('PAID', 'DENIED')),
       count(*) FILTER (WHERE outcome = 'DENIED'),
       coalesce(sum(billed_cents) FILTER (WHERE outcome = 'DENIED'), 0)::bigint
  FROM ({KNOWN}) AS claims CROSS JOIN LATERAL (VALUES
    ('submitted', CASE WHEN stage IS DISTINCT FROM 'rejected' THEN submitted_on END),
    ('first', first_decided_on),
    ('decided', decided_on)) AS clocks (clock, day)
 WHERE stage IS DISTINCT FROM 'voided' AND day >= %(before)s AND day < %(until)s
 GROUP BY payer, clock, day ORDER BY payer, clock, day
"""

WAITS: Final = f"""
SELECT payer, now, grouping(begun) = 0 AS begins, answered, coalesce(begun, ended) AS age, count(*)
  FROM (
    SELECT payer, begins_on >= %(since)s AS now, greatest(0, begins_on - submitted_on) AS begun,
           answered_on IS NOT NULL AND answered_on < ends_on AS answered,
           CASE WHEN answered_on < ends_on THEN answered_on ELSE ends_on - 1 END - submitted_on
             AS ended
      FROM (SELECT *, coalesce(first_decided_on, decided_on) AS answered_on
              FROM ({KNOWN}) AS known) AS claims
     CROSS JOIN (VALUES (%(since)s::date, %(until)s::date), (%(before)s::date, %(since)s::date))
       AS periods (begins_on, ends_on)
     WHERE (stage IS NULL OR stage NOT IN ('voided', 'rejected')) AND submitted_on < ends_on
       AND (answered_on >= begins_on OR (answered_on IS NULL AND outcome = 'PENDING'))
  ) AS watched
 GROUP BY GROUPING SETS ((payer, now, begun), (payer, now, answered, ended))
"""
"""An answer ends the wait whatever it is; a claim of which nobody says more does not wait."""

PRICES: Final = f"""
WITH paid AS (
  SELECT payer, cpt, count(*) AS claims, sum(allowed_cents) AS allowed
    FROM ({KNOWN}) AS claims
   WHERE outcome = 'PAID' AND allowed_cents > 0 AND stage IS DISTINCT FROM 'voided'
     AND decided_on >= %(since)s AND decided_on < %(until)s
   GROUP BY payer, cpt
), prices AS (
  SELECT cpt, sum(allowed) / sum(claims) AS price FROM paid GROUP BY cpt HAVING count(*) > 1
)
SELECT payer, sum(claims)::bigint, sum(allowed)::bigint, round(sum(claims * price))::bigint
  FROM paid JOIN prices USING (cpt) GROUP BY payer
"""
"""A code that only one payer pays has nothing to be compared with."""
