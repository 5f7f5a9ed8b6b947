"""Which messages an alert asks for: one through every channel of its rule that is switched on."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from upstream.application.deliveries.registry import channels_of
from upstream.application.folding import folded
from upstream.application.settings import settings_of
from upstream.domain.alerts.events import AlertRaised
from upstream.domain.context import Context
from upstream.domain.deliveries.delivery import RequestDelivery, decider
from upstream.domain.deliveries.events import About, Content
from upstream.domain.drift.severity import severity_label
from upstream.domain.streams import stream_of
from upstream.infrastructure.log import EventLog, StreamEvents


class Occasion(NamedTuple):
    """Why a message is sent; `key` makes it one message however often the work is repeated."""

    about: About
    key: str
    not_before: datetime | None = None


def messages_about(
    log: EventLog,
    context: Context,
    *,
    channel_ids: Sequence[UUID],
    occasion: Occasion,
    content: Content | None,
) -> list[StreamEvents]:
    """To be appended with what they are about; nothing where they were asked for before."""
    known = channels_of(log, context.customer_id, channel_ids)
    asked = []
    for channel_id in channel_ids:
        if channel_id not in known or not known[channel_id].is_on:
            continue
        command = RequestDelivery(
            channel_id=channel_id,
            about=occasion.about,
            content=content,
            not_before=occasion.not_before,
        )
        key = f"{occasion.about}\x1f{occasion.key}\x1f{channel_id}"
        stream_id = stream_of(context.customer_id, decider.kind, key)
        place, delivery = folded(log, context.customer_id, decider, stream_id)
        news = decider.decide(command, delivery)
        asked += [place.then(*news)] if news else []
    return asked


def content_of(log: EventLog, context: Context, alert_id: UUID, raised: AlertRaised) -> Content:
    """What is said about an alert: its payer and figures, its severity as the customer names it."""
    bands = settings_of(log, context.customer_id).settings.detection.bands
    return Content(
        alert_id=alert_id,
        product=raised.product,
        kind=raised.kind,
        payer=raised.payer,
        cpt_group=raised.cpt_group,
        severity_bps=raised.severity_bps,
        confidence_bps=raised.confidence_bps,
        at_risk_cents=raised.at_risk_cents,
        headline=raised.headline,
        seen_at=raised.seen_at,
        severity_label=severity_label(raised.severity_bps, bands),
    )
