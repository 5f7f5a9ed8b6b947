"""How long there is to appeal and to file with each payer, now or as known at any moment."""

from uuid import UUID

import msgspec
from litestar import Response, get
from litestar.params import FromPath

from upstream.api.access import allowed
from upstream.api.answers import record, shown
from upstream.api.asked import Page
from upstream.api.dependencies import AnyRequest, AskedGiven, ListingGiven, PartsGiven, PlaceGiven
from upstream.domain.worklist.defaults import DEFAULT, PRESETS, Preset
from upstream.projections.worklist import payer_clocks as about
from upstream.projections.worklist.payer_clocks import PayerClockRow


class Presets(msgspec.Struct, frozen=True, kw_only=True):
    """`default` holds where nobody has said anything; each names where its numbers are from."""

    default: Preset
    presets: tuple[Preset, ...]


@get(
    "/payer-clocks",
    operation_id="payer_clocks.list",
    opt=allowed("alerts:read"),
    sync_to_thread=True,
)
def clocks(
    parts: PartsGiven, place: PlaceGiven, listing: ListingGiven
) -> Response[Page[PayerClockRow]]:
    """What people have set: the clock for all payers first, then by payer."""
    with parts.views.at(place.customer_id, needs=about.NEEDS, **listing.asked.moment) as view:
        return listing.part_of(about.list_payer_clocks(view), position=view.position)


@get(
    "/payer-clocks/{clock_id:uuid}",
    operation_id="payer_clocks.detail",
    opt=allowed("alerts:read"),
    sync_to_thread=True,
)
def clock_detail(
    clock_id: FromPath[UUID],
    request: AnyRequest,
    parts: PartsGiven,
    place: PlaceGiven,
    asked: AskedGiven,
) -> Response[PayerClockRow]:
    """One clock; its ETag goes into `If-Match` of the next change."""
    with parts.views.at(place.customer_id, needs=about.NEEDS, **asked.moment) as view:
        found = about.payer_clock(view, clock_id)
        return record(found, view.position, found.version, request.headers)


@get(
    "/payer-clocks/presets",
    operation_id="payer_clocks.presets",
    opt=allowed("alerts:read"),
    sync_to_thread=True,
)
def presets(parts: PartsGiven, place: PlaceGiven) -> Response[Presets]:
    """Common limits with their sources, and the defaults. To be replaced by what contracts say."""
    return shown(Presets(default=DEFAULT, presets=PRESETS), parts.log.head(place.customer_id))
