"""The one statement that cuts a finding's two windows into parts.

It reads `KNOWN` twice, by payer and day of decision: those decided since the windows began, and
those that are not; together they would be all the payer ever decided.
"""

from typing import Final

KNOWN: Final = "{known}"
"""Stands for the claims known at the position, under the names the customer uses then."""

_WINDOWS: Final = f"""
windows (now, from_on, to_on) AS (
  VALUES (false, %(before_from)s::date, %(before_to)s::date),
         (true, %(now_from)s::date, %(now_to)s::date)
), known AS (
  SELECT * FROM ({KNOWN}) AS decided
   WHERE payer = %(payer)s AND decided_on >= least(%(before_from)s::date, %(now_from)s::date)
   UNION ALL
  SELECT * FROM ({KNOWN}) AS waiting
   WHERE payer = %(payer)s AND decided_on IS NULL AND outcome <> 'OTHER'
), claims AS MATERIALIZED (
  SELECT w.now, w.from_on AS window_from, w.to_on AS window_to, k.from_position, k.cpt,
         k.cpt_group, k.outcome, k.denial_reason, k.allowed_cents, k.submitted_on, k.decided_on,
         %(cpt_group)s::text IS NULL OR k.cpt_group = %(cpt_group)s AS here,
         coalesce(k.decided_on >= w.from_on AND k.decided_on < w.to_on, false) AS answered
    FROM known k JOIN windows w
      ON k.submitted_on < w.to_on AND (k.decided_on IS NULL OR k.decided_on >= w.from_on)
)
"""
"""A claim is in each window in which it waited or was answered."""

_DECIDED: Final = "answered AND outcome IN ('PAID', 'DENIED')"
_DENIED: Final = (
    "answered AND outcome = 'DENIED'"
    " AND (%(denial_reason)s::text IS NULL OR denial_reason = %(denial_reason)s)"
    " AND (%(unauthorized)s::text IS NULL OR denial_reason ~ %(unauthorized)s)"
)
_PAID: Final = "answered AND outcome = 'PAID' AND allowed_cents > 0"
_SUMS: Final = f"""
         count(*) FILTER (WHERE {_DECIDED}) AS decided,
         count(*) FILTER (WHERE {_DENIED}) AS denied,
         sum(least(coalesce(decided_on, window_to), window_to)
           - greatest(submitted_on, window_from))::bigint AS waited_days,
         count(*) FILTER (WHERE answered) AS answers,
         count(*) FILTER (WHERE {_PAID}) AS paid,
         coalesce(sum(allowed_cents) FILTER (WHERE {_PAID}), 0)::bigint AS allowed_cents
"""

PARTS: Final = f"""
WITH {_WINDOWS}, strata AS MATERIALIZED (
SELECT CASE WHEN grouping(cpt) = 0 THEN 'cpt' ELSE 'cpt_group' END AS dimension,
       coalesce(cpt, cpt_group, '') AS name, now,
       {_SUMS}
  FROM claims GROUP BY GROUPING SETS ((now, here, cpt), (now, cpt_group))
HAVING grouping(cpt) = 1 OR here
), told AS (
  SELECT c.*, coalesce(f.facts -> 'facts', f.facts -> 'after') ->> 'facility' AS facility
    FROM claims c
    JOIN events e ON e.customer_id = %(customer_id)s AND e.position = c.from_position
   CROSS JOIN LATERAL (
     SELECT CASE WHEN position('"facility":"'::bytea IN e.state) > 0
       THEN convert_from(e.state, 'UTF8')::jsonb END AS facts
   ) AS f
   WHERE c.here AND (SELECT coalesce(sum(decided), 0) FROM strata WHERE dimension = 'cpt')
     <= %(facility_claims_max)s
)
SELECT * FROM strata
UNION ALL
SELECT 'denial_reason', coalesce(denial_reason, ''), now, count(*), count(*), 0, 0, 0, 0
  FROM claims WHERE here AND answered AND outcome = 'DENIED' GROUP BY 2, 3
UNION ALL
SELECT 'facility', coalesce(facility, ''), now,
       {_SUMS}
  FROM told GROUP BY 2, 3
"""
"""Codes of the finding's cell, and reasons of its denials; groups of all the payer's work.

A claim's facility stands in the event its row was made from: above so many decided claims nobody
waits for those to be read.
"""
