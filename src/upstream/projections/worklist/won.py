"""How much of the money behind an alert came in since, by its claims alone?"""

from typing import Final
from uuid import UUID

import msgspec

from upstream.domain.drift.products import detector_of
from upstream.domain.worklist.recovery import Sort
from upstream.infrastructure.database import cursor
from upstream.projections.mappings.known_claims import known_claims
from upstream.projections.mappings.payer_names import payers
from upstream.projections.money import dollars
from upstream.projections.view import View
from upstream.projections.worklist.behind import sort_of
from upstream.projections.worklist.worklist import NEEDS, open_alert

__all__ = ["NEEDS", "WonBack", "won_back"]

_FIRST: Final[dict[Sort, str]] = {
    "denied": "first_outcome = 'DENIED'",
    "underpaid": "first_outcome = 'PAID' AND allowed_cents > first_allowed_cents",
}
_WON: Final = """
SELECT count(*), coalesce(sum(allowed_cents - coalesce(first_allowed_cents, 0)), 0)::bigint
  FROM ({known}) AS k
 WHERE payer = %(payer)s AND outcome = 'PAID' AND {first} AND allowed_cents IS NOT NULL
   AND (%(cpt_group)s::text IS NULL OR cpt_group = %(cpt_group)s)
   AND (%(cpt)s::text IS NULL OR cpt = %(cpt)s)
   AND first_decided_on >= %(from_on)s AND first_decided_on < %(to_on)s
   AND stage IS DISTINCT FROM 'voided'
"""


class WonBack(msgspec.Struct, frozen=True, kw_only=True):
    """Claims of the alert's cell that its payer first denied, or underpaid, in the alert's window
    and pays now: final allowed - first allowed. Of an alert about one reason, whatever the reason
    of the first denial was: what is paid has none.
    """

    count: int
    amount: str


def won_back(view: View, alert_id: UUID) -> WonBack:
    """As known at the view's position. Raises `AlertUnknown`."""
    drift = open_alert(view, alert_id).drift
    first = _FIRST.get(sort_of(drift) or "waiting")
    if first is None:
        return WonBack(count=0, amount=dollars(0))
    window = detector_of(drift.product).evidence(drift).window
    known, names = known_claims(view)
    asked = {
        **view.bind,
        **names,
        "payer": payers(view).of(drift.key.payer),
        "cpt_group": drift.key.cpt_group,
        "cpt": drift.key.cpt,
        "from_on": window.from_on,
        "to_on": window.to_on,
    }
    statement = _WON.format(known=known, first=first).encode()
    row = cursor(view.connection).execute(statement, asked).fetchone()
    assert row is not None
    return WonBack(count=row[0], amount=dollars(row[1]))
