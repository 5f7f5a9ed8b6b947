"""Reactions: whenever this happens, that work is due. They fill `jobs`; a rebuild never runs them.

A reaction is fed like a projection and has a checkpoint of its own; its job's id is made of the
event it answers, so the same event never asks for the same work twice.
"""

from collections.abc import Iterator
from uuid import UUID, uuid5

from upstream.domain.messages import Event
from upstream.infrastructure import arrays
from upstream.projections.projection import Batch, Change, Projection, tags_of

_ASK = (
    "INSERT INTO jobs (job_id, customer_id, kind, subject_id)"
    " SELECT j.job_id, %(customer_id)s, %(kind)s, j.subject_id"
    " FROM unnest(%(job_ids)s, %(subject_ids)s) AS j (job_id, subject_id)"
    " ON CONFLICT (job_id) DO NOTHING"
)


def whenever(*happened: type[Event], ask_for: str) -> Projection:
    """The reaction that asks for the job `ask_for` about the stream the event is in."""

    def changes(batch: Batch) -> Iterator[Change]:
        if not batch.facts:
            return
        job_ids = [_job_id(batch, fact.position, ask_for).bytes for fact in batch.facts]
        yield Change(
            _ASK,
            {
                "kind": ask_for,
                "job_ids": arrays.uuids(job_ids),
                "subject_ids": arrays.uuids([fact.stream_id.bytes for fact in batch.facts]),
            },
        )

    return Projection(
        name=f"whenever:{ask_for}", version=1, tags=tags_of(*happened), changes=changes
    )


def _job_id(batch: Batch, position: int, kind: str) -> UUID:
    return uuid5(batch.customer_id, f"{position}\x1f{kind}")
