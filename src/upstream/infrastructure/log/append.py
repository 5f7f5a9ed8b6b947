"""The one statement that writes to the log: head, commit and events in a single round trip.

The row lock on `customer_log` orders a customer's writers, so positions have no gap and become
visible in order. `recorded_at` is stamped under that lock and never runs backwards: the lock is
taken first and on its own, because an UPDATE reads the clock before it waits for its row.
"""

import psycopg
from sqlalchemy import Connection

from upstream.domain.context import Context
from upstream.infrastructure import arrays
from upstream.infrastructure.database import cursor
from upstream.infrastructure.hints import LOG_GREW
from upstream.infrastructure.log.records import (
    Appended,
    Chunk,
    Conflict,
    CustomerUnknown,
)

_APPEND = f"""
WITH turn AS (
  SELECT customer_id FROM customer_log WHERE customer_id = %(customer_id)s FOR NO KEY UPDATE
), head AS (
  UPDATE customer_log
     SET head = head + %(count)s,
         last_recorded_at = greatest(last_recorded_at, clock_timestamp())
    FROM turn
   WHERE customer_log.customer_id = turn.customer_id
  RETURNING head - %(count)s AS before, last_recorded_at
), noted AS (
  INSERT INTO commits (
    customer_id, first, last, recorded_at, actor, on_behalf_of, command, reason, correlation_id,
    causation_id, request_id, address, client, idempotency_key, request_hash, subject,
    subject_version)
  SELECT %(customer_id)s, before + 1, before + %(count)s, last_recorded_at, %(actor)s,
         %(on_behalf_of)s, %(command)s, %(reason)s, %(correlation_id)s, %(causation_id)s,
         %(request_id)s, %(address)s, %(client)s, %(idempotency_key)s, %(request_hash)s,
         %(subject)s, %(subject_version)s
    FROM head
  RETURNING first, last, recorded_at
), stored AS (
  INSERT INTO events (customer_id, position, stream_id, version, tag, state)
  SELECT %(customer_id)s, head.before + e.place, e.stream_id, e.version, e.tag, e.state
    FROM head,
         unnest(%(stream_ids)s, %(versions)s, %(tags)s, %(states)s)
           WITH ORDINALITY AS e (stream_id, version, tag, state, place)
)
SELECT first, last, recorded_at, pg_notify('{LOG_GREW}', %(customer_id)s::text) FROM noted
"""  # noqa: S608  the only value put in is a constant of this module


def append(connection: Connection, context: Context, chunk: Chunk) -> Appended:
    """Write one commit inside the running transaction. Raises `Conflict`, `CustomerUnknown`."""
    try:
        rows = cursor(connection).execute(_APPEND, _parameters(context, chunk)).fetchall()
    except psycopg.errors.UniqueViolation as violation:
        if violation.diag.constraint_name != "events_by_stream":
            raise
        raise Conflict("the stream has moved on since it was read") from None
    if not rows:
        raise CustomerUnknown("there is no such customer")
    first, last, recorded_at, _ = rows[0]
    return Appended(first=first, last=last, recorded_at=recorded_at)


def _parameters(context: Context, chunk: Chunk) -> dict[str, object]:
    return {
        "customer_id": context.customer_id,
        "count": len(chunk.stream_ids),
        "actor": context.actor,
        "on_behalf_of": context.on_behalf_of,
        "command": context.command,
        "reason": context.reason,
        "correlation_id": context.correlation_id,
        "causation_id": context.causation_id,
        "request_id": context.request_id,
        "address": context.address,
        "client": context.client,
        "idempotency_key": context.idempotency_key,
        "request_hash": context.request_hash,
        "subject": chunk.subject,
        "subject_version": chunk.subject_version,
        "stream_ids": arrays.uuids(chunk.stream_ids),
        "versions": arrays.few_int4s(chunk.versions),
        "tags": arrays.few_texts(chunk.tags),
        "states": arrays.byteas(chunk.states),
    }
