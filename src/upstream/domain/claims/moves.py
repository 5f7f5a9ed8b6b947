"""What an event does to what is known of a claim: from what, to what."""

from typing import NamedTuple

from upstream.domain.claims.events import (
    ClaimChanged,
    ClaimCorrected,
    ClaimDecided,
    ClaimOutcomeChanged,
    ClaimRecorded,
    ClaimReversed,
    ClaimWithdrawn,
)
from upstream.domain.claims.facts import ClaimFacts, Decision, decision_of
from upstream.domain.messages import Event

MOVES: tuple[type[Event], ...] = (
    ClaimRecorded,
    ClaimDecided,
    ClaimOutcomeChanged,
    ClaimReversed,
    ClaimCorrected,
    ClaimWithdrawn,
)
"""The events after which something else is known than before."""


class KnownOf(NamedTuple):
    """A claim as known at a moment."""

    facts: ClaimFacts
    first: Decision | None

    @property
    def counts(self) -> bool:
        """Whether the claim is in any total: a voided one never should have been."""
        return self.facts.stage != "voided"


class Move(NamedTuple):
    """`None` before first sight, and where nothing is left of what was said."""

    before: KnownOf | None
    after: KnownOf | None


def move_of(event: Event) -> Move:
    match event:
        case ClaimRecorded(facts=facts):
            return Move(None, KnownOf(facts, decision_of(facts)))
        case ClaimChanged(before=before, after=after, first=first, first_before=first_before):
            known = KnownOf(before, first_before or decision_of(before))
            return Move(known, KnownOf(after, first or decision_of(after)))
        case ClaimWithdrawn(before=before, after=after, first=first, first_before=first_before):
            known = KnownOf(before, first_before or decision_of(before))
            left = KnownOf(after, first or decision_of(after)) if after else None
            return Move(known, left)
        case _:
            raise AssertionError(type(event).__name__)
