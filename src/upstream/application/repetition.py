"""A command that came before under the same idempotency key is answered, not carried out again.

Appending checks this too, under the customer's lock; here it is asked before anything is decided,
because the second decision may well be a refusal: the alert is acknowledged already.
"""

from sqlalchemy import text

from upstream.domain.context import Context
from upstream.infrastructure.log import AlreadyDone, Answer, EventLog, IdempotencyKeyReused

_DONE = text(
    "SELECT subject, subject_version, last, request_hash FROM commits"
    " WHERE customer_id = :customer_id AND idempotency_key = :key"
)


def refuse_repetition(log: EventLog, context: Context) -> None:
    """Raises AlreadyDone with the first answer; IdempotencyKeyReused where the body differs."""
    if context.idempotency_key is None:
        return
    asked = {"customer_id": context.customer_id, "key": context.idempotency_key}
    with log.database.customer(context.customer_id) as connection:
        done = connection.execute(_DONE, asked).first()
    if done is None:
        return
    if done.request_hash != context.request_hash:
        raise IdempotencyKeyReused("This idempotency key came with another request before.")
    raise AlreadyDone(Answer(id=done.subject, version=done.subject_version, position=done.last))
