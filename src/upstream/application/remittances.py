"""Payments are recorded in the commit of the claims they pay, and leave with their upload."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final, get_args
from uuid import UUID

from upstream.application.folding import folded_many
from upstream.application.readers.reader import Part
from upstream.domain.catalogue import tag_of
from upstream.domain.remittances.events import RemittanceEvent
from upstream.domain.remittances.facts import KIND, Remittance, natural_key
from upstream.domain.remittances.remittance import RecordRemittance, WithdrawRemittance, decider
from upstream.domain.streams import stream_of
from upstream.domain.units import CustomerId, StreamId
from upstream.infrastructure.log import EventLog, StreamEvents

TAGS: Final = [tag_of(kind) for kind in get_args(RemittanceEvent)]
"""By these a commit's payments are found again."""


def remittances_beside(
    log: EventLog, customer_id: CustomerId, upload_id: StreamId
) -> Callable[[Part], Sequence[StreamEvents]]:
    """For every part the payments that end in it; a payment known already is not doubled."""

    def beside(part: Part) -> Sequence[StreamEvents]:
        if not part.remittances:
            return ()
        told = _once_each(customer_id, part.remittances)
        known = folded_many(log, customer_id, decider, list(told))
        news = []
        for (stream, state), remittance in zip(known, told.values(), strict=True):
            command = RecordRemittance(
                facts=remittance.facts, upload_id=upload_id, line=remittance.line
            )
            if events := decider.decide(command, state):
                news.append(stream.then(*events))
        return news

    return beside


def withdrawn(
    log: EventLog, customer_id: CustomerId, upload_id: StreamId, remittances: Iterable[UUID]
) -> list[StreamEvents]:
    """What happens to these payments when an upload that told of them is withdrawn; to be appended
    with the withdrawal. A payment the upload said nothing about is left alone.
    """
    streams = [StreamId(one) for one in remittances]
    news = []
    for stream, state in folded_many(log, customer_id, decider, streams):
        if events := decider.decide(WithdrawRemittance(upload_id=upload_id), state):
            news.append(stream.then(*events))
    return news


def _once_each(
    customer_id: CustomerId, remittances: Iterable[Remittance]
) -> dict[StreamId, Remittance]:
    """By stream; of one payment told twice in a part the first telling counts."""
    told: dict[StreamId, Remittance] = {}
    for one in remittances:
        told.setdefault(stream_of(customer_id, KIND, natural_key(one.facts)), one)
    return told
