"""How often did appeals turn a denial into a payment, and how often are claims paid at all?

A denial nobody did anything about says nothing of what doing something brings, and most are left
alone. So only those count that were heard of again: appealed, decided anew, taken back.
"""

from datetime import date, timedelta
from typing import Final

from upstream.domain.worklist.rates import PAID_BPS, Rates, Tried
from upstream.domain.worklist.recovery import Learned, reason_family
from upstream.infrastructure.database import cursor
from upstream.projections.claims.claim_versions import claim_versions
from upstream.projections.mappings.known_claims import known_claims
from upstream.projections.mappings.mapping_versions import mappings
from upstream.projections.view import View
from upstream.projections.worklist.decided import LEARNED_FOR, Decided

NEEDS = (claim_versions, mappings)

RIPE_DAYS: Final = 90
"""An appeal takes 45 to 60 days: of younger denials only those won fast would have been heard."""

# The reason a claim was denied for is that of its last denial, paid though it is today. What every
# claim decided more than once fulfils stands there as the index says it, so that it is used.
_TRIED: Final = """
SELECT payer, reason, count(*), count(*) FILTER (WHERE outcome = 'PAID') FROM (
  SELECT k.payer, k.outcome,
         CASE WHEN k.outcome = 'DENIED' THEN k.denial_reason ELSE (
           SELECT v.denial_reason FROM claim_versions v
            WHERE v.customer_id = %(customer_id)s AND v.claim_id = k.claim_id
              AND v.outcome = 'DENIED' AND v.from_position <= %(position)s
            ORDER BY v.from_position DESC LIMIT 1) END AS reason
    FROM ({known}) k
   WHERE k.first_outcome = 'DENIED' AND k.stage IS DISTINCT FROM 'voided'
     AND k.first_decided_on >= %(since)s AND k.first_decided_on <= %(ripe)s
     AND (k.outcome <> k.first_outcome OR k.decided_on > k.first_decided_on
       OR k.allowed_cents <> k.first_allowed_cents OR k.stage IS NOT NULL)
     AND (k.outcome <> 'DENIED' OR k.decided_on > k.first_decided_on
       OR k.stage IN ('appealed', 'upheld', 'overturned', 'reversed', 'corrected'))
) AS denied GROUP BY 1, 2 ORDER BY 1, 2
"""


def learned(view: View, today: date, decided: Decided | None = None) -> Learned:
    """As known at the view's position. Without `decided` nothing is learned about being paid."""
    paid = [Tried(payer, None, *counts) for payer, *counts in decided.payers] if decided else ()
    return Learned(Rates(_tried(view, today)), Rates(paid, usual_bps=PAID_BPS))


def _tried(view: View, today: date) -> list[Tried]:
    known, names = known_claims(view)
    asked = {
        **view.bind,
        **names,
        "since": today - LEARNED_FOR,
        "ripe": today - timedelta(days=RIPE_DAYS),
    }
    rows = cursor(view.connection).execute(_TRIED.format(known=known).encode(), asked)
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for payer, reason, tried, won in rows:
        key = payer, reason_family(reason)
        before = found.get(key, (0, 0))
        found[key] = before[0] + tried, before[1] + won
    return [Tried(payer, family, *counts) for (payer, family), counts in found.items()]
