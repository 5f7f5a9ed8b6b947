"""How many days after the first denial was an appeal filed, claim by claim?

Read from the log itself: only the sightings of a claim say on which day it was appealed, and few
claims are.
"""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple, cast
from uuid import UUID

from upstream.domain.claims.claim import Claim, Known, decider
from upstream.domain.claims.events import ClaimEvent
from upstream.infrastructure.database import cursor
from upstream.infrastructure.log import codec
from upstream.projections.figures import counting
from upstream.projections.view import View


class Appealed(NamedTuple):
    """One appeal: of whom, denied on which day, filed so many days later."""

    payer: str
    denied_on: date
    days: int


def appeals(view: View, known: str, bind: Mapping[str, object]) -> list[Appealed]:
    """Of claims first denied in `[since, until)`; those whose files name no day are left out."""
    reading = cursor(view.connection)
    statement = counting.APPEALED.replace(counting.KNOWN, known)
    denied = {row[0]: row for row in reading.execute(statement.encode(), bind).fetchall()}
    if not denied:
        return []
    claims: dict[UUID, Claim] = {}
    asked = {**view.bind, "claims": list(denied)}
    for claim_id, tag, state in reading.execute(counting.EVENTS.encode(), asked).fetchall():
        event = cast("ClaimEvent", codec.decode(tag, bytes(state)))
        claims[claim_id] = decider.evolve(claims.get(claim_id, decider.initial), event)
    found = []
    for claim_id, (_, payer, denied_on) in denied.items():
        filed_on = _filed_on(claims.get(claim_id), denied_on)
        if filed_on is not None:
            found.append(Appealed(payer, denied_on, (filed_on - denied_on).days))
    return found


def _filed_on(claim: Claim | None, denied_on: date) -> date | None:
    if not isinstance(claim, Known):
        return None
    days = [
        one.facts.decided_on
        for one in claim.sightings
        if one.facts.stage == "appealed" and one.facts.decided_on is not None
    ]
    return min((day for day in days if day >= denied_on), default=None)
