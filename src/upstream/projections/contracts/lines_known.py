"""Paid claims and their lines as known at a position, read in the order of the log."""

from typing import Final

STRETCH: Final = 1 << 17
"""Positions that are read at once. Claims and lines are stored in this order: one runs along with
the other, and no row of a table is looked for by chance."""

_LINE: Final = """
SELECT c.claim_id, c.claim_ref, c.payer, coalesce(c.decided_on, c.submitted_on) AS decided_on,
       coalesce(c.service_on, c.submitted_on) AS service_on, coalesce(l.line, 1) AS line,
       coalesce(l.cpt, c.cpt) AS cpt, l.submitted_cpt,
       coalesce(l.submitted_cpt, l.cpt, c.cpt) AS billed_cpt, l.modifiers, l.place_of_service,
       coalesce(l.units, 1) AS units,
       CASE WHEN l.line IS NULL THEN c.billed_cents ELSE l.billed_cents END AS billed_cents,
       CASE WHEN l.line IS NULL THEN c.allowed_cents ELSE l.allowed_cents END AS allowed_cents,
       l.reduced_cents, l.other_payer, l.capitation, l.several_procedures
"""
_IS_ASKED_FOR: Final = """
c.outcome = 'PAID'
  AND ((c.decided_on >= %(since)s AND c.decided_on < %(until)s)
    OR (c.decided_on IS NULL AND c.submitted_on >= %(since)s AND c.submitted_on < %(until)s))
"""

ALL_ALONG: Final = f"""
told AS (
  SELECT w.*
    FROM generate_series(0, %(position)s::bigint, {STRETCH}) AS stretch (after)
   CROSS JOIN LATERAL ({_LINE}
     FROM ({{known}}) AS c
     LEFT JOIN claim_lines l ON l.customer_id = %(customer_id)s
      AND l.from_position = c.from_position
      AND l.from_position > stretch.after AND l.from_position <= stretch.after + {STRETCH}
    WHERE c.from_position > stretch.after AND c.from_position <= stretch.after + {STRETCH}
      AND {_IS_ASKED_FOR}
   OFFSET 0) AS w
)
"""
"""All lines; the claims of all payers are gone through."""

OF_SOME: Final = f"""
told AS (
  {_LINE}
    FROM ({{known}}) AS c
    LEFT JOIN claim_lines l ON l.customer_id = %(customer_id)s AND l.from_position = c.from_position
   WHERE c.payer = ANY(%(payers)s::text[]) AND {_IS_ASKED_FOR}
  OFFSET 0
)
"""
"""The lines of one payer's claims: found by an index."""
