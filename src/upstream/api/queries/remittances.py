"""Payments as remittances told of them, and the ledger of what was taken back."""

from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import Response, Router, get
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery, QueryParameter, SkipValidation

from upstream.api.access import allowed
from upstream.api.answers import record, shown, widened
from upstream.api.asked import Page
from upstream.api.dependencies import (
    AnyRequest,
    AskedGiven,
    ListingGiven,
    PartsGiven,
    PlaceGiven,
)
from upstream.projections.remittances.list_remittances import (
    NEEDS,
    RemittanceDetail,
    RemittanceFilter,
    RemittanceRow,
    list_remittances,
    remittance,
)
from upstream.projections.remittances.provider_adjustments import (
    AdjustmentTotals,
    provider_adjustments,
)


class RemittanceDocument(RemittanceDetail, frozen=True, kw_only=True):
    """One payment as known at `position`."""

    position: int


class TotalsDocument(AdjustmentTotals, frozen=True, kw_only=True):
    """The ledger of take-backs at `position`."""

    position: int


class RemittancesAsked(RemittanceFilter, frozen=True, kw_only=True):
    """The filter of the list, as query parameters."""

    payer: FromQuery[str | None] = None
    search: Annotated[
        str | None, QueryParameter(max_length=100, description="A trace number or a payer's id.")
    ] = None
    upload_id: FromQuery[UUID | None] = None
    paid_from: Annotated[date | None, QueryParameter(name="from")] = None
    paid_to: Annotated[date | None, QueryParameter(name="to", description="Exclusive.")] = None
    unbalanced: FromQuery[bool | None] = None
    with_take_backs: FromQuery[bool | None] = None


@get(
    "/remittances",
    operation_id="remittances.list",
    opt=allowed("claims:read"),
    dependencies={"wanted": Provide(RemittancesAsked, sync_to_thread=False)},
    sync_to_thread=True,
)
def remittances(
    parts: PartsGiven,
    place: PlaceGiven,
    listing: ListingGiven,
    wanted: NamedDependency[SkipValidation[RemittancesAsked]],
) -> Response[Page[RemittanceRow]]:
    """Payments that payers announced, the latest first; whether each adds up, what was kept back.

    Recorded from 835 files, each payment once however many files tell of it. The claims of a
    payment are the claims of its upload.
    """
    with parts.views.at(place.customer_id, needs=NEEDS, **listing.asked.moment) as view:
        found = list_remittances(view, wanted, limit=listing.limit, after=listing.after_texts)
        return listing.page_by(found.items, after=found.next, position=view.position)


@get(
    "/remittances/{remittance_id:uuid}",
    operation_id="remittances.detail",
    opt=allowed("claims:read"),
    sync_to_thread=True,
)
def remittance_detail(
    remittance_id: FromPath[UUID],
    request: AnyRequest,
    parts: PartsGiven,
    place: PlaceGiven,
    asked: AskedGiven,
) -> Response[RemittanceDocument]:
    """One payment, with every adjustment beside its claims (PLB)."""
    with parts.views.at(place.customer_id, needs=NEEDS, **asked.moment) as view:
        found = remittance(view, remittance_id)
        document = widened(RemittanceDocument, found, position=view.position)
        return record(document, view.position, found.version, request.headers)


@get(
    "/provider-adjustments",
    operation_id="remittances.adjustments",
    opt=allowed("claims:read"),
    sync_to_thread=True,
)
def adjustments(
    parts: PartsGiven,
    place: PlaceGiven,
    asked: AskedGiven,
    payer: FromQuery[str | None] = None,
    since: Annotated[date | None, QueryParameter(name="from")] = None,
    until: Annotated[date | None, QueryParameter(name="to", description="Exclusive.")] = None,
) -> Response[TotalsDocument]:
    """What payers took back or gave beside their claims (PLB), by payer and reason."""
    wanted = RemittanceFilter(payer=payer, paid_from=since, paid_to=until)
    with parts.views.at(place.customer_id, needs=NEEDS, **asked.moment) as view:
        found = provider_adjustments(view, wanted)
        return shown(widened(TotalsDocument, found, position=view.position), view.position)


remittances_router = Router("/", route_handlers=[remittances, remittance_detail, adjustments])
