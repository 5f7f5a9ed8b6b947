"""What can happen to a claim. Tags and fields are the storage format: version with care."""

from upstream.domain.claims.facts import ClaimFacts
from upstream.domain.messages import Event
from upstream.domain.units import StreamId


class ClaimRecorded(Event, tag="claims.recorded.v1"):
    """First sight of a claim."""

    facts: ClaimFacts
    upload_id: StreamId
    line: int
    """Physical line of the file on which the row begins, from 1."""


class ClaimDecided(Event, tag="claims.decided.v1"):
    """The payer decided a claim that was known as pending."""

    before: ClaimFacts
    after: ClaimFacts
    upload_id: StreamId
    line: int


class ClaimOutcomeChanged(Event, tag="claims.outcome_changed.v1"):
    """The payer changed its mind: one outcome became another, or a decision was taken back."""

    before: ClaimFacts
    after: ClaimFacts
    upload_id: StreamId
    line: int


class ClaimCorrected(Event, tag="claims.corrected.v1"):
    """Same outcome, other facts: an amount, a date, a code, a spelling."""

    before: ClaimFacts
    after: ClaimFacts
    upload_id: StreamId
    line: int


ClaimEvent = ClaimRecorded | ClaimDecided | ClaimOutcomeChanged | ClaimCorrected
