"""What can happen to a payment. Tags and fields are the storage format: version with care."""

from upstream.domain.messages import Event
from upstream.domain.remittances.facts import RemittanceFacts, Telling
from upstream.domain.units import StreamId


class RemittanceRecorded(Event, tag="remittances.recorded.v1"):
    """First sight of a payment; or once more, after every file that told of it was withdrawn."""

    facts: RemittanceFacts
    upload_id: StreamId
    line: int
    """Number of the segment (ST) with which it begins."""


class RemittanceSeenAgain(Event, tag="remittances.seen_again.v1"):
    """Another file tells of the same payment; it counts once, and as that file tells it."""

    facts: RemittanceFacts
    upload_id: StreamId
    line: int


class RemittanceWithdrawn(Event, tag="remittances.withdrawn.v1"):
    """A file that told of it was withdrawn. `left` is what is known without it; None: nothing."""

    upload_id: StreamId
    left: Telling | None


RemittanceEvent = RemittanceRecorded | RemittanceSeenAgain | RemittanceWithdrawn
