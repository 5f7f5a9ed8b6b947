"""How often did appeals turn a denial into a payment, and how often are claims paid at all?

A denial nobody did anything about says nothing of what doing something brings, and most are left
alone. So only those count that were heard of again: appealed, decided anew, taken back.
"""

from datetime import date, timedelta
from typing import Any, Final

from upstream.domain.worklist.rates import PAID_BPS, Rates, Tried
from upstream.domain.worklist.recovery import Learned, reason_family
from upstream.infrastructure.database import cursor
from upstream.projections.claims.claim_versions import claim_versions
from upstream.projections.mappings.known_claims import known_claims
from upstream.projections.mappings.mapping_versions import mappings
from upstream.projections.view import View

NEEDS = (claim_versions, mappings)

RIPE_DAYS: Final = 90
"""An appeal takes 45 to 60 days: of younger denials only those won fast would have been heard."""
LEARNED_FOR: Final = timedelta(days=730)
"""Older decisions say little about how a payer decides now."""

# The reason a claim was denied for is that of its last denial, paid though it is today.
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
     AND (k.outcome <> 'DENIED' OR k.decided_on > k.first_decided_on
       OR k.stage IN ('appealed', 'upheld', 'overturned', 'reversed', 'corrected'))
) AS denied GROUP BY 1, 2 ORDER BY 1, 2
"""
_DECIDED: Final = """
SELECT payer, count(*), count(*) FILTER (WHERE outcome = 'PAID') FROM ({known}) AS k
 WHERE outcome IN ('PAID', 'DENIED') AND decided_on >= %(since)s AND decided_on <= %(today)s
 GROUP BY 1 ORDER BY 1
"""


def learned(view: View, today: date, *, waiting: bool = True) -> Learned:
    """As known at the view's position. Without `waiting` nothing is learned about being paid."""
    return Learned(
        Rates(_tried(view, today)),
        Rates(_decided(view, today) if waiting else (), usual_bps=PAID_BPS),
    )


def _tried(view: View, today: date) -> list[Tried]:
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for payer, reason, tried, won in _rows(view, _TRIED, today):
        key = payer, reason_family(reason)
        before = found.get(key, (0, 0))
        found[key] = before[0] + tried, before[1] + won
    return [Tried(payer, family, *counts) for (payer, family), counts in found.items()]


def _decided(view: View, today: date) -> list[Tried]:
    return [Tried(payer, None, *counts) for payer, *counts in _rows(view, _DECIDED, today)]


def _rows(view: View, statement: str, today: date) -> list[tuple[Any, ...]]:
    known, names = known_claims(view)
    asked = {
        **view.bind,
        **names,
        "since": today - LEARNED_FOR,
        "ripe": today - timedelta(days=RIPE_DAYS),
        "today": today,
    }
    return cursor(view.connection).execute(statement.format(known=known).encode(), asked).fetchall()
