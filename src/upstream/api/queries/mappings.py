"""What names mean to the customer, and which look like one: now or as of any moment."""

from typing import Final

from litestar import Response, Router, get

from upstream.api.access import allowed
from upstream.api.asked import Page
from upstream.api.dependencies import ListingGiven, PartsGiven, PlaceGiven
from upstream.domain.mappings.suggestions import Suggestion
from upstream.projections.mappings import list_mappings as about
from upstream.projections.mappings.list_mappings import CptMapping, HeaderMapping, PayerMapping

_READ: Final = allowed("claims:read")


@get("/payer-mappings", operation_id="payer_mappings.list", opt=_READ, sync_to_thread=True)
def payer_mappings(
    parts: PartsGiven, place: PlaceGiven, listing: ListingGiven
) -> Response[Page[PayerMapping]]:
    """Every spelling that means another payer, by payer."""
    with parts.views.at(place.customer_id, needs=about.NEEDS, **listing.asked.moment) as view:
        return listing.part_of(about.list_payer_mappings(view), position=view.position)


@get(
    "/payer-mappings/suggestions",
    operation_id="payer_mappings.suggestions",
    opt=_READ,
    sync_to_thread=True,
)
def payer_suggestions(
    parts: PartsGiven, place: PlaceGiven, listing: ListingGiven
) -> Response[Page[Suggestion]]:
    """Names that look like one payer, the surest first; what was rejected does not come again."""
    needs = about.NEEDS_OF_SUGGESTIONS
    with parts.views.at(place.customer_id, needs=needs, **listing.asked.moment) as view:
        return listing.part_of(about.payer_suggestions(view), position=view.position)


@get("/cpt-mappings", operation_id="cpt_mappings.list", opt=_READ, sync_to_thread=True)
def cpt_mappings(
    parts: PartsGiven, place: PlaceGiven, listing: ListingGiven
) -> Response[Page[CptMapping]]:
    """The customer's own groups of procedure codes, by name."""
    with parts.views.at(place.customer_id, needs=about.NEEDS, **listing.asked.moment) as view:
        return listing.part_of(about.list_cpt_mappings(view), position=view.position)


@get(
    "/header-mappings",
    operation_id="header_mappings.list",
    opt=allowed("uploads:read"),
    sync_to_thread=True,
)
def header_mappings(
    parts: PartsGiven, place: PlaceGiven, listing: ListingGiven
) -> Response[Page[HeaderMapping]]:
    """How files of each source are read; the one that changed last comes first."""
    with parts.views.at(place.customer_id, needs=about.NEEDS, **listing.asked.moment) as view:
        return listing.part_of(about.list_header_mappings(view), position=view.position)


mappings_router = Router(
    "/", route_handlers=[payer_mappings, payer_suggestions, cpt_mappings, header_mappings]
)
