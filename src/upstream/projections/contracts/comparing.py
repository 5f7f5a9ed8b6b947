"""Every paid line beside the rate its contract has for it, as known at a position, in one SELECT.

What a claim's row in the read model does not say (its lines, modifiers, units, adjustments) stands
in the event the row was made from: the log is read at that position, for paid claims of payers
with a contract alone, so that no claim pays for this when it comes in.
"""

from collections.abc import Mapping
from typing import Final

from upstream.domain.contracts.shortfalls import (
    CAPITATION,
    FAMILY_DIGITS,
    NOT_PRIMARY,
    OTHER_PAYER,
    PAYMENT_REDUCTIONS,
    PRICE_MODIFIERS,
    SEVERAL_PROCEDURES,
    SEVERAL_PROCEDURES_MODIFIER,
    TOLERANCE_BPS,
    TOLERANCE_CENTS,
)
from upstream.projections.claims.claim_versions import claim_versions
from upstream.projections.contracts.contract_versions import contracts
from upstream.projections.mappings.known_claims import known_claims
from upstream.projections.mappings.mapping_versions import mappings
from upstream.projections.view import View

NEEDS: Final = (claim_versions, contracts, mappings)

_AGREED: Final = """
agreed AS MATERIALIZED (
  SELECT coalesce(a.payer, k.payer) AS payer, k.contract_id, k.lesser_of_charges,
         k.payer = coalesce(a.payer, k.payer) AS is_own, s.from_on, s.to_on,
         r.cpt, r.modifier, r.place_of_service, r.amount_cents, r.percent_bps
    FROM contracts k
    LEFT JOIN payer_aliases a ON a.customer_id = k.customer_id AND a.alias = k.payer
      AND a.from_position <= %(position)s AND a.to_position > %(position)s
    JOIN contract_schedules s ON s.customer_id = k.customer_id AND s.contract_id = k.contract_id
      AND s.from_position <= %(position)s AND s.to_position > %(position)s AND NOT s.is_withdrawn
    JOIN contract_rates r ON r.customer_id = s.customer_id AND r.contract_id = s.contract_id
      AND r.schedule = s.schedule
      AND r.from_position <= %(position)s AND r.to_position > %(position)s
   WHERE k.customer_id = %(customer_id)s
     AND k.from_position <= %(position)s AND k.to_position > %(position)s
     AND (%(contract_id)s::uuid IS NULL OR k.contract_id = %(contract_id)s)
)
"""

# Facts of a claim without lines have the same names as a line: then the claim is its own line.
# OFFSET 0 keeps the planner from reading the same JSON once for every value taken out of it.
_LINES: Final = """
paid AS (
  SELECT c.claim_id, c.claim_ref, c.payer, c.cpt AS claim_cpt, c.from_position,
         coalesce(c.decided_on, c.submitted_on) AS decided_on,
         coalesce(c.service_on, c.submitted_on) AS service_on
    FROM ({known}) AS c
   WHERE c.outcome = 'PAID' AND c.payer IN (SELECT payer FROM agreed)
     AND (%(payer)s::text IS NULL OR c.payer = %(payer)s)
     AND (%(claim_id)s::uuid IS NULL OR c.claim_id = %(claim_id)s)
     AND coalesce(c.decided_on, c.submitted_on) >= %(since)s
     AND coalesce(c.decided_on, c.submitted_on) < %(until)s
), told AS (
  SELECT s.*, coalesce(s.said -> 'facts', s.said -> 'after') AS facts
    FROM (SELECT p.*, convert_from(e.state, 'UTF8')::jsonb AS said
            FROM paid p
            JOIN events e ON e.customer_id = %(customer_id)s AND e.position = p.from_position
          OFFSET 0) AS s
  OFFSET 0
), lines AS MATERIALIZED (
  SELECT t.claim_id, t.claim_ref, t.payer, t.decided_on, t.service_on, l.place AS line,
         l.cpt, l.submitted_cpt, coalesce(l.submitted_cpt, l.cpt) AS billed_cpt,
         coalesce(l.modifiers, '[]') AS modifiers, coalesce(l.units, 1) AS units,
         coalesce(l.billed_cents, CASE WHEN t.only THEN t.billed END) AS billed_cents,
         coalesce(l.allowed_cents, CASE WHEN t.only THEN t.allowed END) AS allowed_cents,
         l.adjustments, t.place_of_service, t.outcome_raw, t.derived
    FROM (SELECT told.*, coalesce(jsonb_array_length(facts -> 'lines'), 0) <= 1 AS only,
                 (facts -> 'billed_cents')::bigint AS billed,
                 (facts -> 'allowed_cents')::bigint AS allowed,
                 coalesce(facts ->> 'place_of_service', '') AS place_of_service,
                 coalesce(facts ->> 'outcome_raw', '') AS outcome_raw,
                 facts ->> 'allowed_method' = 'paid_and_patient' AS derived,
                 coalesce(facts -> 'lines', jsonb_build_array(facts)) AS parts
            FROM told OFFSET 0) AS t
   CROSS JOIN LATERAL ROWS FROM (jsonb_to_recordset(t.parts) AS (
           cpt text, submitted_cpt text, modifiers jsonb, units int, billed_cents bigint,
           allowed_cents bigint, adjustments jsonb, denied boolean))
         WITH ORDINALITY AS l (cpt, submitted_cpt, modifiers, units, billed_cents, allowed_cents,
           adjustments, denied, place)
   WHERE l.denied IS NOT TRUE
)
"""

# The most special rate wins: one for the line's own modifier, then one for its place of service.
_COMPARED: Final = """
rated AS (
  SELECT DISTINCT ON (l.claim_id, l.line) l.*, g.contract_id, g.modifier AS rate_modifier,
         g.lesser_of_charges, g.amount_cents, g.percent_bps,
         coalesce(g.amount_cents * l.units,
           (l.billed_cents * g.percent_bps + 5000) / 10000) AS full_cents
    FROM lines l
    JOIN agreed g ON g.payer = l.payer AND g.cpt = l.billed_cpt
     AND g.from_on <= l.service_on AND (g.to_on IS NULL OR g.to_on > l.service_on)
     AND (g.modifier = '' OR l.modifiers ? g.modifier)
     AND (g.place_of_service = '' OR g.place_of_service = l.place_of_service)
   WHERE l.allowed_cents IS NOT NULL
   ORDER BY l.claim_id, l.line, g.modifier = '', g.place_of_service = '', NOT g.is_own,
            g.contract_id, g.modifier, g.place_of_service
), compared AS (
  SELECT *, CASE WHEN lesser_of_charges THEN least(full_cents, billed_cents) ELSE full_cents END
           AS contracted_cents
    FROM rated WHERE full_cents IS NOT NULL
), short AS (
  SELECT *, allowed_cents < contracted_cents - greatest(%(tolerance_cents)s,
             contracted_cents * %(tolerance_bps)s / 10000) AS is_short
    FROM compared
)
"""

_JUDGED: Final = """
judged AS (
  SELECT s.*,
    CASE WHEN NOT is_short THEN NULL
      WHEN allowed_cents = 0 AND NOT (a.carcs && %(capitation)s) THEN 'nothing_allowed'
      WHEN outcome_raw ~ %(not_primary)s OR a.carcs && %(other_payer)s THEN 'other_payer'
      WHEN a.carcs && %(capitation)s THEN 'capitation'
      WHEN derived AND allowed_cents + a.reduced >= contracted_cents - greatest(
        %(tolerance_cents)s, contracted_cents * %(tolerance_bps)s / 10000)
        THEN 'payment_reduction'
      WHEN a.carcs && %(several_procedures)s OR (rate_modifier <> %(several_modifier)s
        AND modifiers ? %(several_modifier)s) THEN 'several_procedures'
      WHEN rate_modifier = '' AND modifiers ?| %(price_modifiers)s THEN 'modifier'
      WHEN billed_cpt BETWEEN '00100' AND '01999' AND amount_cents IS NOT NULL
        THEN 'anesthesia_time'
    END AS excuse
    FROM short s
   CROSS JOIN LATERAL (
     SELECT coalesce(array_agg(x ->> 1), '{}') AS carcs,
            coalesce(sum((x ->> 2)::bigint) FILTER (WHERE x ->> 1 = ANY(%(reductions)s)), 0)
              AS reduced
       FROM jsonb_array_elements(CASE WHEN s.is_short THEN s.adjustments END) AS x) a
), lower AS (
  SELECT DISTINCT ON (j.claim_id, j.line) j.claim_id, j.line, g.cpt AS paid_as
    FROM judged j
    JOIN agreed g ON g.payer = j.payer AND g.contract_id = j.contract_id
     AND left(g.cpt, %(family_digits)s) = left(j.billed_cpt, %(family_digits)s)
     AND g.cpt <> j.billed_cpt AND g.modifier = j.rate_modifier
     AND g.from_on <= j.service_on AND (g.to_on IS NULL OR g.to_on > j.service_on)
     AND (g.place_of_service = '' OR g.place_of_service = j.place_of_service)
     AND abs(g.amount_cents * j.units - j.allowed_cents) <= j.units
   WHERE j.is_short AND j.excuse IS NULL
   ORDER BY j.claim_id, j.line, g.place_of_service = '', g.cpt
), facts AS (
  SELECT j.claim_id, j.claim_ref, j.line, j.payer, j.contract_id, j.billed_cpt AS cpt,
         j.decided_on, j.service_on, j.modifiers, j.place_of_service, j.units, j.billed_cents,
         j.allowed_cents, j.contracted_cents, j.is_short, j.excuse,
         coalesce(j.submitted_cpt IS NOT NULL, false) AS is_recoded,
         CASE WHEN j.submitted_cpt IS NOT NULL THEN j.cpt ELSE w.paid_as END AS paid_as,
         CASE WHEN j.is_short AND j.excuse IS NULL
           THEN j.contracted_cents - j.allowed_cents ELSE 0 END AS owed_cents
    FROM judged j LEFT JOIN lower w USING (claim_id, line)
), comparisons AS (
  SELECT *, CASE WHEN excuse IS NOT NULL THEN 'left_out'
                 WHEN NOT is_short THEN 'as_agreed'
                 WHEN paid_as IS NOT NULL THEN 'recoded'
                 ELSE 'underpaid' END AS verdict
    FROM facts
)
"""


def comparisons(view: View, asked: Mapping[str, object]) -> tuple[str, dict[str, object]]:
    """`WITH … comparisons AS (…)` to be followed by a SELECT from `comparisons`, and what to bind.

    `asked` has `since` and `until` (half-open, days of decision; of submission where a file has no
    decisions), and may have `payer`, `claim_id` and `contract_id`.
    """
    known, names = known_claims(view)
    parts = (_AGREED, _LINES.format(known=known), _COMPARED, _JUDGED)
    bind: dict[str, object] = {
        **view.bind,
        **names,
        "payer": None,
        "claim_id": None,
        "contract_id": None,
        "tolerance_cents": TOLERANCE_CENTS,
        "tolerance_bps": TOLERANCE_BPS,
        "capitation": list(CAPITATION),
        "other_payer": list(OTHER_PAYER),
        "reductions": list(PAYMENT_REDUCTIONS),
        "several_procedures": list(SEVERAL_PROCEDURES),
        "several_modifier": SEVERAL_PROCEDURES_MODIFIER,
        "price_modifiers": list(PRICE_MODIFIERS),
        "not_primary": NOT_PRIMARY,
        "family_digits": FAMILY_DIGITS,
        **asked,
    }
    return "WITH " + ",".join(parts), bind
