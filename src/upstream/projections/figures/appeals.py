"""How many days after the first denial was an appeal filed, claim by claim?

Read from the log itself: only the sightings of a claim say on which day it was appealed, and few
claims are.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final, NamedTuple, cast
from uuid import UUID

from upstream.domain.claims.claim import Claim, Known, decider
from upstream.domain.claims.events import ClaimEvent
from upstream.infrastructure import arrays
from upstream.infrastructure.database import cursor
from upstream.infrastructure.log import codec
from upstream.projections.claims.columns import DENIED, day_of
from upstream.projections.figures.looking import Looked
from upstream.projections.view import View


class Appealed(NamedTuple):
    """One appeal: of whom, denied on which day, filed so many days later."""

    payer: str
    denied_on: date
    days: int


_DENIED: Final = (
    "SELECT claim_id, from_position FROM claim_versions WHERE customer_id = %(customer_id)s"
    " AND from_position = ANY(%(positions)s)"
)
_EVENTS: Final = """
SELECT stream_id, tag, state FROM events
 WHERE customer_id = %(customer_id)s AND stream_id = ANY(%(claims)s) AND position <= %(position)s
   AND tag LIKE 'claims.%%' ORDER BY position
"""


def appeals(view: View, looked: Looked) -> list[Appealed]:
    """Of claims first denied in the range; those whose files name no day are left out."""
    appealed = looked.claims.in_stage("appealed", "overturned", "upheld")
    appealed &= looked.claims.had_first(DENIED) & looked.asked.holds(looked.claims.first)
    found = looked.claims.where(appealed)
    if not len(found):
        return []
    reading, names = cursor(view.connection), looked.known.payers
    known = {
        position: (names[payer], day_of(day))
        for position, payer, day in zip(
            found.position.tolist(), found.payer.tolist(), found.first.tolist(), strict=True
        )
    }
    asked = {**view.bind, "positions": arrays.int8s(known)}
    rows = reading.execute(_DENIED.encode(), asked).fetchall()
    denied = {claim_id: known[position] for claim_id, position in rows}
    return list(_filed(view, denied))


def _filed(view: View, denied: Mapping[UUID, tuple[str, date]]) -> Iterator[Appealed]:
    claims: dict[UUID, Claim] = {}
    asked = {**view.bind, "claims": list(denied)}
    rows = cursor(view.connection).execute(_EVENTS.encode(), asked)
    for claim_id, tag, state in rows:
        event = cast("ClaimEvent", codec.decode(tag, bytes(state)))
        claims[claim_id] = decider.evolve(claims.get(claim_id, decider.initial), event)
    for claim_id, (payer, denied_on) in denied.items():
        filed_on = _filed_on(claims.get(claim_id), denied_on)
        if filed_on is not None:
            yield Appealed(payer, denied_on, (filed_on - denied_on).days)


def _filed_on(claim: Claim | None, denied_on: date) -> date | None:
    if not isinstance(claim, Known):
        return None
    days = [
        one.facts.decided_on
        for one in claim.sightings
        if one.facts.stage == "appealed" and one.facts.decided_on is not None
    ]
    return min((day for day in days if day >= denied_on), default=None)
