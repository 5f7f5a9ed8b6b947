"""Every paid line beside the rate its contract has for it, as known at a position, in one SELECT.

Contracts and rates are made ready first (`agreed.py`); lines are read in the order of the log
(`lines_known.py`), looked up and judged one by one.
"""

from collections.abc import Mapping
from typing import Final

from upstream.domain.contracts.shortfalls import (
    FAMILY_DIGITS,
    PRICE_MODIFIERS,
    SEVERAL_PROCEDURES_MODIFIER,
    TOLERANCE_BPS,
    TOLERANCE_CENTS,
)
from upstream.infrastructure.database import cursor
from upstream.projections.claims.claim_versions import claim_versions
from upstream.projections.contracts.agreed import AGREED
from upstream.projections.contracts.claim_lines import claim_lines
from upstream.projections.contracts.contract_versions import contracts
from upstream.projections.contracts.lines_known import ALL_ALONG, OF_SOME
from upstream.projections.mappings.known_claims import known_claims
from upstream.projections.mappings.mapping_versions import mappings
from upstream.projections.mappings.payer_names import payers
from upstream.projections.view import View

NEEDS: Final = (claim_versions, claim_lines, contracts, mappings)

_ROOM: Final = (
    "SELECT set_config('work_mem', '64MB', true), set_config('jit', 'off', true),"
    " set_config('enable_nestloop', 'off', true), set_config('enable_sort', 'off', true)"
)
"""PostgreSQL takes a million lines for a hundred, and rates that were just loaded for one: it would
read all lines again for every rate, or sort them to add them up. Hashed they are read once. Where
there is no other way, it loops and sorts all the same. This holds for the rest of the transaction.
"""

_PAYERS: Final = b"""
SELECT DISTINCT payer FROM contracts
 WHERE customer_id = %(customer_id)s
   AND from_position <= %(position)s AND to_position > %(position)s
   AND (%(contract_id)s::uuid IS NULL OR contract_id = %(contract_id)s)
   AND (%(payer)s::text IS NULL OR payer = %(payer)s)
"""

_COMPARED: Final = """
lines AS (
  SELECT t.*, s.key, s.contract_id, s.lesser_of_charges
    FROM told t
    JOIN schedules s ON s.payer = t.payer
     AND s.from_on <= t.service_on AND (s.to_on IS NULL OR s.to_on > t.service_on)
   WHERE t.allowed_cents IS NOT NULL
), rated AS (
  SELECT l.*, g.modifier AS rate_modifier, g.amount_cents,
         coalesce(g.amount_cents * l.units,
           (l.billed_cents * g.percent_bps + 5000) / 10000) AS full_cents
    FROM lines l
    JOIN agreed g ON g.key = l.key AND g.cpt = l.billed_cpt
     AND (g.modifier = '' OR g.modifier = ANY(l.modifiers))
     AND (g.place = '' OR g.place = l.place_of_service)
   WHERE g.modifiers IS NULL
      OR (g.by_modifier AND (l.modifiers IS NULL OR NOT l.modifiers && g.modifiers))
      OR NOT EXISTS (
       SELECT FROM unnest(g.modifiers, g.places, g.begin_on, g.end_on)
           AS p (modifier, place, from_on, to_on)
        WHERE (p.modifier = '' OR p.modifier = ANY(l.modifiers))
          AND (p.place = '' OR p.place = l.place_of_service)
          AND p.from_on <= l.service_on AND (p.to_on IS NULL OR p.to_on > l.service_on))
), compared AS (
  SELECT *, CASE WHEN lesser_of_charges THEN least(full_cents, billed_cents) ELSE full_cents END
           AS contracted_cents
    FROM rated WHERE full_cents IS NOT NULL
), held AS (
  SELECT *, contracted_cents - greatest(%(tolerance_cents)s,
              contracted_cents * %(tolerance_bps)s / 10000) AS enough_cents
    FROM compared OFFSET 0
)
"""
"""OFFSET 0 keeps the planner from working out the same value again for every use of it."""

_JUDGED: Final = """
judged AS (
  SELECT *, allowed_cents < enough_cents AS is_short,
    CASE WHEN allowed_cents >= enough_cents THEN NULL
      WHEN allowed_cents = 0 AND capitation IS NOT TRUE THEN 'nothing_allowed'
      WHEN other_payer THEN 'other_payer'
      WHEN capitation THEN 'capitation'
      WHEN allowed_cents + reduced_cents >= enough_cents THEN 'payment_reduction'
      WHEN several_procedures OR (rate_modifier <> %(several_modifier)s
        AND %(several_modifier)s = ANY(modifiers)) THEN 'several_procedures'
      WHEN rate_modifier = '' AND modifiers && %(price_modifiers)s::text[] THEN 'modifier'
      WHEN billed_cpt BETWEEN '00100' AND '01999' AND amount_cents IS NOT NULL
        THEN 'anesthesia_time'
    END AS excuse
    FROM held OFFSET 0
), facts AS (
  SELECT j.claim_id, j.claim_ref, j.line, j.payer, j.contract_id, j.billed_cpt AS cpt,
         j.decided_on, j.service_on, coalesce(j.modifiers, '{}') AS modifiers,
         j.place_of_service, j.units, j.billed_cents, j.allowed_cents, j.contracted_cents,
         j.is_short, j.excuse,
         CASE WHEN j.submitted_cpt IS NOT NULL THEN j.cpt
              WHEN j.is_short AND j.excuse IS NULL THEN (
           SELECT o.cpt FROM unnest(f.cpts, f.amounts, f.places) AS o (cpt, amount_cents, place)
            WHERE o.cpt <> j.billed_cpt AND (o.place = '' OR o.place = j.place_of_service)
              AND abs(o.amount_cents * j.units - j.allowed_cents) <= j.units
            ORDER BY o.place = '', o.cpt LIMIT 1) END AS paid_as,
         CASE WHEN j.is_short AND j.excuse IS NULL
           THEN j.contracted_cents - j.allowed_cents ELSE 0 END AS owed_cents
    FROM judged j
    LEFT JOIN families f ON f.key = CASE WHEN j.is_short AND j.excuse IS NULL THEN j.key END
     AND f.family = left(j.billed_cpt, %(family_digits)s) AND f.modifier = j.rate_modifier
  OFFSET 0
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
    decisions), and may have `payer` and `contract_id`.
    """
    known, names = known_claims(view)
    bind: dict[str, object] = {
        **view.bind,
        **names,
        "payer": None,
        "contract_id": None,
        "tolerance_cents": TOLERANCE_CENTS,
        "tolerance_bps": TOLERANCE_BPS,
        "several_modifier": SEVERAL_PROCEDURES_MODIFIER,
        "price_modifiers": list(PRICE_MODIFIERS),
        "family_digits": FAMILY_DIGITS,
        **asked,
    }
    told = ALL_ALONG.format(known=known)
    if (bind["payer"] or bind["contract_id"]) and not payers(view):
        # Under the names they were recorded with, an index finds the claims of one payer.
        told, bind["payers"] = OF_SOME.format(known=known), _payers_of(view, bind)
    cursor(view.connection).execute(_ROOM)
    return f"WITH {AGREED},{told},{_COMPARED},{_JUDGED}", bind


def payers_with_a_contract(view: View) -> list[str]:
    """Under the names the contracts were entered with."""
    return _payers_of(view, {**view.bind, "payer": None, "contract_id": None})


def _payers_of(view: View, bind: Mapping[str, object]) -> list[str]:
    found = cursor(view.connection).execute(_PAYERS, bind).fetchall()
    return [payer for (payer,) in found]
