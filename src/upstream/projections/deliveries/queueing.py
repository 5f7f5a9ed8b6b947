"""Whenever a message is asked for it is put in the queue; a rebuild never does that.

A reaction like those that fill `jobs`: it has a checkpoint of its own, and only the scheduler
runs it.
"""

from collections.abc import Iterator
from uuid import UUID

from upstream.domain.deliveries.events import DeliveryAskedAgain, DeliveryRequested
from upstream.infrastructure import arrays
from upstream.projections.projection import Batch, Change, CommitNote, Fact, Projection, tags_of

_QUEUE = (
    "INSERT INTO deliveries_due (delivery_id, customer_id, channel_id, due_at)"
    " SELECT q.delivery_id, %(customer_id)s, q.channel_id, q.due_at::timestamptz"
    " FROM unnest(%(deliveries)s, %(channels)s, %(due)s::text[])"
    " AS q (delivery_id, channel_id, due_at) ON CONFLICT (delivery_id) DO NOTHING"
)


def changes(batch: Batch) -> Iterator[Change]:
    asked = [
        (fact.stream_id, *_turn(fact, commit))
        for commit, facts in batch.by_commit()
        for fact in facts
    ]
    if asked:
        yield Change(
            _QUEUE,
            {
                "deliveries": arrays.uuids([delivery_id.bytes for delivery_id, *_ in asked]),
                "channels": arrays.uuids([channel_id.bytes for _, channel_id, _ in asked]),
                "due": [due for *_, due in asked],
            },
        )


def _turn(fact: Fact, commit: CommitNote) -> tuple[UUID, str]:
    match fact.event():
        case DeliveryRequested(channel_id=channel_id, not_before=not_before):
            return channel_id, (not_before or commit.recorded_at).isoformat()
        case DeliveryAskedAgain(channel_id=channel_id):
            return channel_id, commit.recorded_at.isoformat()
        case other:
            raise AssertionError(type(other).__name__)


queue_messages = Projection(
    name="whenever:deliveries.send",
    version=1,
    tags=tags_of(DeliveryRequested, DeliveryAskedAgain),
    changes=changes,
)
