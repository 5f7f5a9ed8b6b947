"""What an event does to what is known of a claim: from what, to what."""

from typing import Final, NamedTuple, TypeAlias

from upstream.domain.claims.events import (
    ClaimChanged,
    ClaimCorrected,
    ClaimDecided,
    ClaimOutcomeChanged,
    ClaimRecorded,
    ClaimReversed,
    ClaimWithdrawn,
)
from upstream.domain.claims.facts import ClaimFacts, Decision
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

Deciding: TypeAlias = Decision | ClaimFacts
"""What tells of a decision: its outcome, its day, its amounts."""

_DECIDED = frozenset({"PAID", "DENIED"})


VOIDED: Final = "voided"
"""The stage of a claim that is in no total: it never should have been."""

Known: TypeAlias = tuple[ClaimFacts, Deciding | None]
"""A claim as known at a moment, with its first decision: the facts themselves where that one still
stands. No class of its own: a million of them are made on the way into the read models.
"""


class Move(NamedTuple):
    """`None` before first sight, and where nothing is left of what was said."""

    before: Known | None
    after: Known | None


def move_of(event: Event) -> Move:
    match event:
        case ClaimRecorded(facts=facts):
            return Move(None, known_of(facts))
        case ClaimChanged(before=before, after=after, first=first, first_before=first_before):
            return Move(known_of(before, first_before), known_of(after, first))
        case ClaimWithdrawn(before=before, after=after, first=first, first_before=first_before):
            left = known_of(after, first) if after else None
            return Move(known_of(before, first_before), left)
        case _:
            raise AssertionError(type(event).__name__)


def known_of(facts: ClaimFacts, first: Decision | None = None) -> Known:
    """`first` where it is another decision than the one the facts tell of."""
    return facts, first or (facts if facts.outcome in _DECIDED else None)
