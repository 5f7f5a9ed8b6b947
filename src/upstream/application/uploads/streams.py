"""An upload's own stream: its id, and what it is now."""

from typing import NamedTuple, cast
from uuid import UUID

from upstream.domain.streams import stream_of
from upstream.domain.units import CustomerId, StreamId
from upstream.domain.uploads.events import UploadEvent
from upstream.domain.uploads.upload import Upload, decider
from upstream.infrastructure.log import EventLog


class Standing(NamedTuple):
    """An upload at a version of its stream."""

    upload: Upload
    version: int


def upload_stream(customer_id: CustomerId, sha256: str, before: UUID | None) -> StreamId:
    """The id of the upload of these bytes that follows upload `before`, or is the first.

    Deterministic, so of two requests that bring the same file at once only one begins the stream.
    """
    return stream_of(customer_id, "upload", f"{sha256}\x1f{before or ''}")


def standing(log: EventLog, customer_id: CustomerId, upload_id: UUID) -> Standing:
    history = log.read(customer_id, upload_id)
    events = (cast("UploadEvent", recorded.event) for recorded in history)
    return Standing(decider.fold(events), len(history))
