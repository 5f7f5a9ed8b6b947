"""Which channels there are, as written: asked for before a rule names one."""

from collections.abc import Sequence
from uuid import UUID

from upstream.application.folding import folded_many
from upstream.domain.alerts.refusals import AlertRuleChannelUnknown
from upstream.domain.context import Context
from upstream.domain.deliveries.channel import Opened, decider
from upstream.domain.units import CustomerId, StreamId
from upstream.infrastructure.log import EventLog


def channels_of(
    log: EventLog, customer_id: CustomerId, channel_ids: Sequence[UUID]
) -> dict[UUID, Opened]:
    """Those of these channels that were ever opened."""
    asked = [StreamId(channel_id) for channel_id in channel_ids]
    found = folded_many(log, customer_id, decider, asked) if asked else []
    return {place.stream_id: state for place, state in found if isinstance(state, Opened)}


def refuse_unknown_channels(log: EventLog, context: Context, channel_ids: Sequence[UUID]) -> None:
    """Raises `AlertRuleChannelUnknown`."""
    known = channels_of(log, context.customer_id, list(dict.fromkeys(channel_ids)))
    for channel_id in channel_ids:
        if channel_id not in known:
            detail = "a rule tells through channels that are there"
            raise AlertRuleChannelUnknown(detail, channel_id=str(channel_id))
