"""Which claims does a finding about a contract rest on?"""

from typing import Final

from upstream.domain.drift.detection import Drift
from upstream.domain.drift.windows import Window
from upstream.projections.contracts.comparing import comparisons
from upstream.projections.mappings.known_claims import known_claims
from upstream.projections.view import View

_CLAIMS: Final = """
, owing AS (
  SELECT claim_id, sum(owed_cents)::bigint AS weight,
         sum(contracted_cents)::bigint AS contracted_cents,
         sum(allowed_cents)::bigint AS line_allowed_cents
    FROM comparisons WHERE verdict IN ('underpaid', 'recoded') AND cpt = %(cpt)s GROUP BY claim_id
), c AS (
  SELECT k.claim_id, k.claim_ref, k.cpt, k.submitted_on,
         coalesce(k.decided_on, k.submitted_on) AS decided_on, k.outcome, k.denial_reason,
         k.billed_cents, o.line_allowed_cents AS allowed_cents, k.paid_cents,
         o.contracted_cents, o.weight
    FROM ({known}) AS k JOIN owing o USING (claim_id)
   WHERE k.claim_id = ANY(ARRAY(SELECT claim_id FROM owing))
)
"""


def claims_below_contract(
    view: View, drift: Drift, window: Window
) -> tuple[str, dict[str, object]]:
    """`WITH … c AS (…)`: the claims with a line of the finding's code below contract, and what to
    bind. Amounts allowed and contracted are those of these lines; the weight is what is owed.
    """
    asked = {"since": window.from_on, "until": window.to_on, "payer": drift.key.payer}
    statement, bind = comparisons(view, asked)
    known, _ = known_claims(view)
    return statement + _CLAIMS.replace("{known}", known), {**bind, "cpt": drift.key.cpt}
