"""Channels, and what became of every message."""

from typing import Annotated
from uuid import UUID

from litestar import Response, Router, get
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery, QueryParameter, SkipValidation

from upstream.api.access import allowed
from upstream.api.answers import record, widened
from upstream.api.asked import Page
from upstream.api.dependencies import (
    AnyRequest,
    AskedGiven,
    ListingGiven,
    PartsGiven,
    PlaceGiven,
)
from upstream.projections.deliveries import channels as channel_query
from upstream.projections.deliveries import list_deliveries
from upstream.projections.deliveries.channels import ChannelRow
from upstream.projections.deliveries.list_deliveries import (
    Attempt,
    DeliveryFilter,
    DeliveryRow,
    State,
)


class ChannelDocument(ChannelRow, frozen=True, kw_only=True):
    position: int


class DeliveryDocument(DeliveryRow, frozen=True, kw_only=True):
    """A message with every attempt that was noted by `position`."""

    tried: list[Attempt]
    position: int


def _deliveries_asked(
    in_state: Annotated[State | None, QueryParameter(name="state")] = None,
    channel_id: FromQuery[UUID | None] = None,
    alert_id: FromQuery[UUID | None] = None,
) -> DeliveryFilter:
    """The filter of the list, as query parameters; `state` is a name of the framework's own."""
    return DeliveryFilter(status=in_state, channel_id=channel_id, alert_id=alert_id)


@get("/channels", operation_id="channels.list", opt=allowed("alerts:read"), sync_to_thread=True)
def channels(
    parts: PartsGiven, place: PlaceGiven, listing: ListingGiven
) -> Response[Page[ChannelRow]]:
    """Through which channels people can be told, by name."""
    needs = channel_query.NEEDS
    with parts.views.at(place.customer_id, needs=needs, **listing.asked.moment) as view:
        return listing.part_of(channel_query.list_channels(view), position=view.position)


@get(
    "/channels/{channel_id:uuid}",
    operation_id="channels.detail",
    opt=allowed("alerts:read"),
    sync_to_thread=True,
)
def channel_detail(
    channel_id: FromPath[UUID],
    request: AnyRequest,
    parts: PartsGiven,
    place: PlaceGiven,
    asked: AskedGiven,
) -> Response[ChannelDocument]:
    """One channel, without its secret."""
    with parts.views.at(place.customer_id, needs=channel_query.NEEDS, **asked.moment) as view:
        found = channel_query.channel(view, channel_id)
        document = widened(ChannelDocument, found, position=view.position)
        return record(document, view.position, found.version, request.headers)


@get(
    "/deliveries",
    operation_id="deliveries.list",
    opt=allowed("alerts:read"),
    dependencies={"wanted": Provide(_deliveries_asked, sync_to_thread=False)},
    sync_to_thread=True,
)
def deliveries(
    parts: PartsGiven,
    place: PlaceGiven,
    listing: ListingGiven,
    wanted: NamedDependency[SkipValidation[DeliveryFilter]],
) -> Response[Page[DeliveryRow]]:
    """What was sent, what waits, what became a dead letter; the latest first."""
    needs = list_deliveries.NEEDS
    with parts.views.at(place.customer_id, needs=needs, **listing.asked.moment) as view:
        found = list_deliveries.list_deliveries(
            view, wanted, limit=listing.limit, after=listing.after_texts
        )
        return listing.page_by(found.items, after=found.next, position=view.position)


@get(
    "/deliveries/{delivery_id:uuid}",
    operation_id="deliveries.detail",
    opt=allowed("alerts:read"),
    sync_to_thread=True,
)
def delivery_detail(
    delivery_id: FromPath[UUID],
    request: AnyRequest,
    parts: PartsGiven,
    place: PlaceGiven,
    asked: AskedGiven,
) -> Response[DeliveryDocument]:
    """One message with its attempts."""
    with parts.views.at(place.customer_id, needs=list_deliveries.NEEDS, **asked.moment) as view:
        found = list_deliveries.delivery(view, delivery_id)
        document = widened(
            DeliveryDocument,
            found,
            tried=list_deliveries.attempts(view, delivery_id),
            position=view.position,
        )
        return record(document, view.position, found.version, request.headers)


deliveries_router = Router(
    "/", route_handlers=[channels, channel_detail, deliveries, delivery_detail]
)
