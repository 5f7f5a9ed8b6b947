"""An upload that has come to its end is assessed, out of what its chunks said in the log."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import cast
from uuid import UUID

from upstream.application.transact import transact
from upstream.domain.context import Context
from upstream.domain.quality.anomalies import Earlier
from upstream.domain.quality.assessing import KIND, assess, decider
from upstream.domain.quality.commands import RecordAssessment
from upstream.domain.quality.measures import ChunkQuality, added_up
from upstream.domain.streams import stream_of
from upstream.domain.units import CustomerId, StreamId
from upstream.domain.uploads.counts import Counts
from upstream.domain.uploads.events import (
    ChunkRecorded,
    UploadAccepted,
    UploadCompleted,
    UploadEvent,
)
from upstream.infrastructure.log import Along, Answer, EventLog, nothing

ReadHistory = Callable[[CustomerId], Sequence[Earlier]]
"""The uploads assessed before, oldest first; comes from the layer above."""


def assessment_of(customer_id: CustomerId, upload_id: UUID) -> StreamId:
    """The stream of an upload's assessment."""
    return stream_of(customer_id, KIND, str(upload_id))


def assess_upload(
    log: EventLog,
    context: Context,
    upload_id: UUID,
    read_history: ReadHistory,
    *,
    along: Along = nothing,
) -> Answer | None:
    """Once; None for an upload that did not complete, or that has no rows to judge."""
    found = _told(log, context.customer_id, upload_id)
    if found is None:
        return None
    now, uploaded_on = found
    assessment = assess(now, list(read_history(context.customer_id)), uploaded_on)
    command = RecordAssessment(upload_id=upload_id, assessment=assessment)
    stream_id = assessment_of(context.customer_id, upload_id)
    return transact(log, decider, stream_id, command, context, along=along)


def _told(log: EventLog, customer_id: CustomerId, upload_id: UUID) -> tuple[Earlier, date] | None:
    parts: list[ChunkQuality] = []
    uploaded_on: date | None = None
    counts: Counts | None = None
    for recorded in log.read(customer_id, upload_id):
        match cast("UploadEvent", recorded.event):
            case UploadAccepted(layout=layout):
                uploaded_on = layout.today
            case ChunkRecorded(quality=quality) if quality is not None:
                parts.append(quality)
            case UploadCompleted(totals=totals):
                counts = totals
            case _:
                pass
    if counts is None or uploaded_on is None or not parts or not counts.rows_meant:
        return None
    return Earlier(counts, added_up(parts)), uploaded_on
