"""The statements that count claims for figures: one pass for everything, one for what waits."""

from typing import Final

KNOWN: Final = "{known}"
"""Stands for the claims known at the position, under the names the customer uses then."""

_CLAIMS: Final = f"""
known AS (
  SELECT payer, submitted_on, decided_on, first_decided_on, outcome, first_outcome, stage,
         coalesce(first_decided_on, decided_on) AS answered_on, billed_cents AS billed,
         partly_denied, outcome IN ('PAID', 'DENIED') AS judged,
         outcome = 'DENIED' AS denied, coalesce(first_outcome = 'DENIED', false) AS denied_first,
         CASE WHEN outcome = 'DENIED' THEN coalesce(paid_cents, 0)
              WHEN outcome = 'PAID' THEN paid_cents END AS paid,
         CASE WHEN outcome = 'PAID' AND paid_cents IS NOT NULL THEN allowed_cents END AS allowed,
         coalesce(denial_reason ~ '(^|[^0-9])18($|[^0-9])', false) AS repeated
    FROM ({KNOWN}) AS claims WHERE stage IS DISTINCT FROM 'voided'
)
"""

SUMS: Final = f"""
WITH {_CLAIMS}
SELECT clock, payer, date_trunc('month', day::timestamp)::date AS month, count(*),
       coalesce(sum(billed), 0)::bigint,
       count(*) FILTER (WHERE first_outcome IS NULL),
       count(*) FILTER (WHERE denied_first),
       coalesce(sum(billed) FILTER (WHERE denied_first), 0)::bigint,
       count(*) FILTER (WHERE first_outcome = 'PAID' AND outcome = 'PAID' AND NOT partly_denied),
       count(*) FILTER (WHERE denied_first AND outcome = 'PAID'),
       count(*) FILTER (WHERE denied),
       coalesce(sum(billed) FILTER (WHERE denied), 0)::bigint,
       count(paid) FILTER (WHERE NOT repeated),
       count(*) FILTER (WHERE NOT repeated AND paid = 0),
       count(paid), count(*) FILTER (WHERE paid = 0),
       count(*) FILTER (WHERE judged),
       count(*) FILTER (WHERE judged AND (denied OR partly_denied)),
       coalesce(sum(paid) FILTER (WHERE allowed IS NOT NULL), 0)::bigint,
       coalesce(sum(allowed), 0)::bigint,
       coalesce(sum(billed) FILTER (WHERE denied AND stage = 'written_off'), 0)::bigint,
       coalesce(sum(billed) FILTER (WHERE outcome = 'PAID'), 0)::bigint
  FROM known CROSS JOIN LATERAL (VALUES
    ('submitted', CASE WHEN stage IS DISTINCT FROM 'rejected' THEN submitted_on END),
    ('first', first_decided_on),
    ('decided', decided_on)) AS clocks (clock, day)
 WHERE day >= %(since)s AND day < %(until)s
 GROUP BY clock, payer, month
"""
"""Every sum under every clock; who reads them takes those that mean something there."""

RESOLVED: Final = f"""
SELECT payer, date_trunc('month', decided_on::timestamp)::date,
       decided_on - first_decided_on AS days, count(*)
  FROM ({KNOWN}) AS claims
 WHERE first_outcome = 'DENIED' AND outcome = 'PAID' AND stage IS DISTINCT FROM 'voided'
   AND decided_on >= first_decided_on AND decided_on >= %(since)s AND decided_on < %(until)s
 GROUP BY 1, 2, 3
"""

OPEN: Final = f"""
WITH {_CLAIMS}
SELECT payer, count(*) FILTER (WHERE open),
       coalesce(sum(billed) FILTER (WHERE open), 0)::bigint,
       coalesce(sum(billed) FILTER (WHERE open AND submitted_on < %(until)s - %(old)s), 0)::bigint,
       coalesce(bool_or(outcome = 'PENDING'), false),
       coalesce(bool_or(denied_first
         AND (outcome = 'PAID' OR stage IN ('overturned', 'upheld'))), false),
       coalesce(bool_or(stage IN ('appealed', 'overturned', 'upheld')), false),
       coalesce(bool_or(stage = 'written_off'), false)
  FROM (SELECT known.*, submitted_on < %(until)s AND stage IS DISTINCT FROM 'rejected'
               AND (answered_on >= %(until)s
                 OR (answered_on IS NULL AND outcome = 'PENDING')) AS open
          FROM known) AS standing
 GROUP BY payer
"""
"""What waits at the end of the range, and what was ever told of; by payer, none left out."""

ENDS: Final = f"""
WITH {_CLAIMS}
SELECT date_trunc('month', submitted_on::timestamp)::date,
       date_trunc('month', answered_on::timestamp)::date, count(*),
       coalesce(sum(billed), 0)::bigint
  FROM known
 WHERE submitted_on < %(until)s AND stage IS DISTINCT FROM 'rejected'
   AND (answered_on IS NOT NULL OR outcome = 'PENDING')
 GROUP BY 1, 2
"""
"""From which month to which claims waited: enough to know what was open at the end of each."""

APPEALED: Final = f"""
SELECT claims.claim_id, claims.payer, claims.first_decided_on
  FROM ({KNOWN}) AS claims
 WHERE stage IN ('appealed', 'overturned', 'upheld') AND first_outcome = 'DENIED'
   AND first_decided_on >= %(since)s AND first_decided_on < %(until)s
"""

EVENTS: Final = """
SELECT stream_id, tag, state FROM events
 WHERE customer_id = %(customer_id)s AND stream_id = ANY(%(claims)s) AND position <= %(position)s
   AND tag LIKE 'claims.%%' ORDER BY position
"""
