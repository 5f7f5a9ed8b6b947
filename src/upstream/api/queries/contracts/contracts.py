"""Contracts with their rates, as they stood."""

from datetime import date
from typing import Annotated, Final
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath, QueryParameter

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
from upstream.projections.contracts import list_contracts
from upstream.projections.contracts.list_contracts import ContractRow, RateRow

_READ: Final = allowed("contracts:read")


class ContractDocument(ContractRow, frozen=True, kw_only=True):
    """One contract as it stood at `position`."""

    position: int


@get("/contracts", operation_id="contracts.list", opt=_READ, sync_to_thread=True)
def contracts(
    parts: PartsGiven, place: PlaceGiven, listing: ListingGiven
) -> Response[Page[ContractRow]]:
    """All contracts with their schedules of rates, by payer."""
    needs = list_contracts.NEEDS
    with parts.views.at(place.customer_id, needs=needs, **listing.asked.moment) as view:
        return listing.part_of(list_contracts.list_contracts(view), position=view.position)


@get(
    "/contracts/{contract_id:uuid}",
    operation_id="contracts.detail",
    opt=_READ,
    sync_to_thread=True,
)
def contract_detail(
    contract_id: FromPath[UUID],
    request: AnyRequest,
    parts: PartsGiven,
    place: PlaceGiven,
    asked: AskedGiven,
) -> Response[ContractDocument]:
    """One contract, with its version as ETag."""
    needs = list_contracts.NEEDS
    with parts.views.at(place.customer_id, needs=needs, **asked.moment) as view:
        found = list_contracts.contract(view, contract_id)
        document = widened(ContractDocument, found, position=view.position)
        return record(document, view.position, found.version, request.headers)


@get(
    "/contracts/{contract_id:uuid}/rates",
    operation_id="contracts.rates",
    opt=_READ,
    sync_to_thread=True,
)
def rates(
    contract_id: FromPath[UUID],
    parts: PartsGiven,
    place: PlaceGiven,
    listing: ListingGiven,
    on: Annotated[
        date | None, QueryParameter(description="Day of service; default: today.")
    ] = None,
    search: Annotated[
        str | None, QueryParameter(max_length=10, description="Beginning of a code.")
    ] = None,
) -> Response[Page[RateRow]]:
    """The rates in force on one day, by code."""
    needs = list_contracts.NEEDS
    with parts.views.at(place.customer_id, needs=needs, **listing.asked.moment) as view:
        day = on or list_contracts.today_shown(view, place.time_zone)
        found = list_contracts.contract_rates(
            view, contract_id, on=day, search=search, limit=listing.limit, after=_key(listing.after)
        )
        return listing.page_by(found.items, after=found.next, position=view.position)


def _key(after: tuple[str | int | None, ...] | None) -> tuple[str, str, str] | None:
    match after:
        case (str(cpt), str(modifier), str(place)):
            return cpt, modifier, place
        case _:
            return None
