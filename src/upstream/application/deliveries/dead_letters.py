"""Dead letters are tried again when somebody asks for it, one by one or a whole channel's."""

from collections.abc import Sequence
from uuid import UUID

from upstream.application.folding import folded_many
from upstream.application.transact import transact
from upstream.domain.context import Context
from upstream.domain.deliveries.delivery import AskAgain, Dead, decider
from upstream.domain.units import StreamId
from upstream.infrastructure.log import Answer, EventLog


def ask_again(
    log: EventLog, context: Context, delivery_id: UUID, *, expected_version: int | None = None
) -> Answer:
    """Raises `DeliveryUnknown`, `DeliveryNotDead`, `Conflict`."""
    return transact(
        log, decider, delivery_id, AskAgain(), context, expected_version=expected_version
    )


def ask_for_all_again(log: EventLog, context: Context, delivery_ids: Sequence[UUID]) -> int:
    """Those of them that are dead letters still, in one commit; how many."""
    asked = [StreamId(delivery_id) for delivery_id in dict.fromkeys(delivery_ids)]
    news = [
        place.then(*decider.decide(AskAgain(), delivery))
        for place, delivery in folded_many(log, context.customer_id, decider, asked)
        if isinstance(delivery, Dead)
    ]
    if news:
        log.append(context, *news)
    return len(news)
