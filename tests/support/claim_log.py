"""Claims on their way into a log: small builders for tests that need something recorded."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import msgspec
import psycopg

from upstream.domain.claims.events import ClaimEvent, ClaimRecorded
from upstream.domain.claims.facts import ClaimFacts
from upstream.domain.context import Context
from upstream.domain.streams import stream_of
from upstream.domain.units import Cents, CustomerId, StreamId
from upstream.infrastructure.log import Appended, Chunk, EventLog, StreamEvents, codec

UPLOAD = StreamId(UUID("0198c000-0000-5000-8000-00000000f11e"))

PENDING = ClaimFacts(
    claim_ref="A-1",
    payer="Northwind Health",
    cpt="99213",
    cpt_group="Office visits",
    submitted_on=date(2026, 1, 5),
    decided_on=None,
    outcome="PENDING",
    billed_cents=Cents(21_700),
)


def context_of(customer_id: CustomerId, **more: Any) -> Context:  # noqa: ANN401  any field of it
    plain = Context(
        customer_id=customer_id,
        actor="system:tests",
        command="tests.record",
        now=datetime.now(UTC),
        correlation_id=uuid4(),
    )
    return msgspec.structs.replace(plain, **more)


def recorded(claim_ref: str = "A-1", **facts: Any) -> ClaimRecorded:  # noqa: ANN401  any field
    known = msgspec.structs.replace(PENDING, claim_ref=claim_ref, **facts)
    return ClaimRecorded(facts=known, upload_id=UPLOAD, line=2)


def claim_stream(
    customer_id: CustomerId, claim_ref: str, *events: ClaimEvent, after_version: int = 0
) -> StreamEvents:
    """News of the claim with that number; without events its first sight."""
    return StreamEvents(
        stream_id=stream_of(customer_id, "claim", claim_ref),
        after_version=after_version,
        events=events or (recorded(claim_ref),),
    )


def new_claim(customer_id: CustomerId, claim_ref: str | None = None) -> StreamEvents:
    """A claim nobody has heard of."""
    return claim_stream(customer_id, claim_ref or uuid4().hex)


def chunk_of(streams: Sequence[StreamEvents], *, subject: UUID = UPLOAD) -> Chunk:
    """The same news as parallel lists, about an upload."""
    rows = [
        (stream.stream_id.bytes, version, codec.tag_of(type(event)), codec.encode(event))
        for stream in streams
        for version, event in enumerate(stream.events, start=stream.after_version + 1)
    ]
    ids, versions, tags, states = (list(column) for column in zip(*rows, strict=True))
    return Chunk(ids, versions, tags, states, subject=subject, subject_version=1)


def record_claims(log: EventLog, customer_id: CustomerId, *claim_refs: str) -> list[Appended]:
    """First sights, one commit each."""
    return [
        log.append(context_of(customer_id), claim_stream(customer_id, ref)) for ref in claim_refs
    ]


class CommitRow(NamedTuple):
    first: int
    last: int
    recorded_at: datetime
    command: str


def commits_behind(admin_url: str, customer_id: CustomerId) -> list[CommitRow]:
    """As the superuser sees them, in order."""
    with psycopg.connect(admin_url) as connection:
        rows = connection.execute(
            "SELECT first, last, recorded_at, command FROM commits WHERE customer_id = %s"
            " ORDER BY last",
            [customer_id],
        ).fetchall()
    return [CommitRow(*row) for row in rows]


def positions_behind(admin_url: str, customer_id: CustomerId) -> list[int]:
    """As the superuser sees them, in order."""
    with psycopg.connect(admin_url) as connection:
        rows = connection.execute(
            "SELECT position FROM events WHERE customer_id = %s ORDER BY position", [customer_id]
        ).fetchall()
    return [position for (position,) in rows]
