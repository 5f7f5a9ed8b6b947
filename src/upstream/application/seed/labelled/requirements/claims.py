"""The claims of a year of requirements: the usual year's, asked for authorizations, and paid as
agreed or not.
"""

import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Final, NamedTuple

from upstream.application.seed.labelled.claims import SimulatedClaim, simulated_claims
from upstream.application.seed.labelled.requirements.code_habits import (
    SERVICE_BEFORE_MAX,
    CodeHabits,
    code_habits,
)
from upstream.application.seed.labelled.requirements.market import (
    AUTHORIZATION_REASONS,
    INSTEAD,
    OTHER_REASON,
    USUAL_REASON,
    CodePlace,
)
from upstream.application.seed.labelled.requirements.paying import paid
from upstream.application.seed.labelled.requirements.world import RequiredWorld

_OTHERWISE: Final = 0.15
"""Share that a decoy's other denials take."""
_RELABELLED: Final = 0.85
_BEYOND: Final = 400


class RequiredClaim(NamedTuple):
    """A claim and what its file says besides."""

    claim: SimulatedClaim
    serviced: int
    """Day of service, from the year's first; it may lie before."""
    modifier: str
    units: int


def required_claims(made: RequiredWorld) -> Iterator[RequiredClaim]:
    """All of them in a fixed order, with or without the drifts drawn from the same chance."""
    days = (made.sheet.until - made.sheet.begins_on).days + _BEYOND
    # A renamed payer's claims keep its habits; its contract knows the old name alone.
    names = {one.renamed_to: one.payer for one in made.usual.sheet.decoys if one.renamed_to}
    places = {(one.payer, one.cpt): one for one in made.places}
    codes: dict[tuple[str, str], _Code] = {}
    for claim in simulated_claims(made.usual):
        place = places[names.get(claim.payer, claim.payer), claim.cpt]
        code = codes.get((claim.payer, claim.cpt))
        if code is None:
            code = codes[claim.payer, claim.cpt] = _Code(made, place, days, claim.payer)
        required = code.asked(claim)
        if required is not None:
            yield required


class _Code:
    """One payer's code, with its own source of chance: as many numbers for every claim."""

    def __init__(self, made: RequiredWorld, place: CodePlace, days: int, payer: str) -> None:
        self._habits: CodeHabits = code_habits(made, place, days)
        self._begins_on = made.sheet.begins_on
        self._keeps_contract = payer == place.payer
        name = f"requirements/{made.sheet.seed}/{payer}/{place.cpt}"
        self._draw = random.Random(name)  # noqa: S311  reproducible on purpose

    def asked(self, claim: SimulatedClaim) -> RequiredClaim | None:
        """None for a code nobody bills yet."""
        draw, habits = self._draw.random, self._habits
        serviced = claim.submitted - int(draw() * SERVICE_BEFORE_MAX)
        claim = self._authorized(claim, serviced, (draw(), draw(), draw()))
        chances = [draw() for _ in range(6)]
        if habits.agreed and self._keeps_contract:
            on = self._begins_on + timedelta(days=serviced)
            claim, modifier, units = paid(habits, claim, on, chances)
        else:
            modifier, units = "", 1
            if claim.allowed_cents and claim.decided >= habits.pays_less_from:
                claim = claim._replace(allowed_cents=round(0.8 * claim.allowed_cents))
        if claim.submitted < habits.new_from:
            return None
        return RequiredClaim(claim, serviced, modifier, units)

    def _authorized(
        self, claim: SimulatedClaim, serviced: int, chances: tuple[float, float, float]
    ) -> SimulatedClaim:
        habits = self._habits
        which, chance, other = chances
        usual_reason = AUTHORIZATION_REASONS[int(which * len(AUTHORIZATION_REASONS))]
        if claim.outcome == "PAID":
            share, asked = habits.unauthorized[claim.decided // 7], habits.requirement
            reason: str | None = usual_reason
            if asked is not None:
                day = claim.decided if asked.acts_on == "decision" else max(0, serviced)
                share += habits.required[day] * habits.swings[claim.decided // 7]
                reason = asked.denial_reason if habits.required[day] else reason
            if chance < share:
                claim = _denied(claim, reason)
            elif claim.decided >= habits.denied_otherwise_from and other < _OTHERWISE:
                claim = _denied(claim, OTHER_REASON)
        elif claim.denial_reason == USUAL_REASON:
            instead = not habits.usually_needs and chance < _RELABELLED
            claim = claim._replace(denial_reason=INSTEAD if instead else usual_reason)
        if claim.outcome == "DENIED" and claim.decided in habits.batched:
            claim = claim._replace(decided=habits.batched.stop)
        return claim


def _denied(claim: SimulatedClaim, reason: str | None) -> SimulatedClaim:
    return claim._replace(outcome="DENIED", denial_reason=reason, allowed_cents=None)
