"""What can happen to a claim. Tags and fields are the storage format: version with care.

`silent` is a bit mask of the facts a row's file cannot say (`silence.py`). What a row itself said
is `said`, kept only where it is not simply what is known after it.
"""

from upstream.domain.claims.facts import ClaimFacts, Decision
from upstream.domain.messages import Event
from upstream.domain.units import StreamId


class ClaimRecorded(Event, tag="claims.recorded.v1"):
    """First sight of a claim, or the first after all that was known of it was withdrawn."""

    facts: ClaimFacts
    upload_id: StreamId
    line: int
    """Physical line of the file on which the row begins, from 1."""
    silent: int = 0


class ClaimChanged(Event):
    """What the four events have in common that change what is known; never stored itself."""

    before: ClaimFacts
    after: ClaimFacts
    upload_id: StreamId
    line: int
    said: ClaimFacts | None = None
    silent: int = 0
    first: Decision | None = None
    """The first decision as known now, where it is another than the one `after` tells of."""
    first_before: Decision | None = None
    """The first decision as known until now, where it is another than the one of `before`."""


class ClaimDecided(ClaimChanged, tag="claims.decided.v1"):
    """The payer decided a claim that was known as pending."""


class ClaimOutcomeChanged(ClaimChanged, tag="claims.outcome_changed.v1"):
    """The payer changed its mind: one outcome became another."""


class ClaimReversed(ClaimChanged, tag="claims.reversed.v1"):
    """The payer took its decision back; another one may follow, or not."""


class ClaimCorrected(ClaimChanged, tag="claims.corrected.v1"):
    """Same outcome, other facts: an amount, a date, a code, a spelling; or an earlier decision
    came to light, so that another one is the first.
    """


class ClaimSeenAgain(Event, tag="claims.seen_again.v1"):
    """Another file tells of the claim and changes nothing of what is known.

    Kept because the claim outlives the file that told of it first: `same_as` is the number of the
    sighting that said the same, `said` what the row said where none did.
    """

    upload_id: StreamId
    line: int
    same_as: int | None = None
    said: ClaimFacts | None = None
    silent: int = 0


class ClaimWithdrawn(Event, tag="claims.withdrawn.v1"):
    """An upload was withdrawn, and with it all that it said about this claim.

    `after` is what other uploads say; None where no other speaks of the claim.
    """

    before: ClaimFacts
    upload_id: StreamId
    after: ClaimFacts | None = None
    first: Decision | None = None
    first_before: Decision | None = None


ClaimEvent = (
    ClaimRecorded
    | ClaimDecided
    | ClaimOutcomeChanged
    | ClaimReversed
    | ClaimCorrected
    | ClaimSeenAgain
    | ClaimWithdrawn
)
