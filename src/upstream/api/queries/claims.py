"""Claims, one by one and by payer, now or as of any moment."""

from datetime import date
from typing import Annotated, Literal
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
from upstream.api.ranges import From, To, days_asked
from upstream.domain.claims.facts import Stage
from upstream.projections.audit.entity import EntityHistory, entity_history
from upstream.projections.claims import payers as payer_queries
from upstream.projections.claims.list_claims import (
    NEEDS,
    ClaimFilter,
    ClaimRow,
    claim,
    list_claims,
)
from upstream.projections.claims.payers import MonthTrend, PayerSummary
from upstream.projections.claims.told import ClaimTold, told_of

Outcome = Literal["PAID", "DENIED", "OTHER", "PENDING"]


class ClaimDocument(ClaimRow, frozen=True, kw_only=True):
    """One claim as known at `position`, with what each file said about it."""

    told: ClaimTold
    position: int


class ClaimsAsked(ClaimFilter, frozen=True, kw_only=True):
    """The filter of the list, as query parameters."""

    payer: FromQuery[str | None] = None
    cpt_group: FromQuery[str | None] = None
    outcome: FromQuery[Outcome | None] = None
    first_outcome: FromQuery[Literal["PAID", "DENIED"] | None] = None
    stage: FromQuery[Stage | None] = None
    denial_reason: FromQuery[str | None] = None
    upload_id: FromQuery[UUID | None] = None
    search: Annotated[
        str | None, QueryParameter(max_length=100, description="Beginning of a claim number.")
    ] = None
    first_decided_from: FromQuery[date | None] = None
    first_decided_to: FromQuery[date | None] = None
    decided_from: FromQuery[date | None] = None
    decided_to: FromQuery[date | None] = None
    submitted_from: FromQuery[date | None] = None
    submitted_to: FromQuery[date | None] = None
    dated_from: FromQuery[date | None] = None
    dated_to: FromQuery[date | None] = None
    days_min: Annotated[
        int | None, QueryParameter(ge=0, le=100_000, description="From submission to decision.")
    ] = None
    days_max: Annotated[int | None, QueryParameter(ge=0, le=100_000)] = None


@get(
    "/claims",
    operation_id="claims.list",
    opt=allowed("claims:read"),
    dependencies={"wanted": Provide(ClaimsAsked, sync_to_thread=False)},
    sync_to_thread=True,
)
def claims(
    parts: PartsGiven,
    place: PlaceGiven,
    listing: ListingGiven,
    wanted: NamedDependency[SkipValidation[ClaimsAsked]],
) -> Response[Page[ClaimRow]]:
    """Claims as known at the moment asked for, newest knowledge first."""
    with parts.views.at(place.customer_id, needs=NEEDS, **listing.asked.moment) as view:
        found = list_claims(view, wanted, limit=listing.limit, below=listing.below)
        return listing.page(found.items, after=found.next, position=view.position)


@get(
    "/claims/{claim_id:uuid}",
    operation_id="claims.detail",
    opt=allowed("claims:read"),
    sync_to_thread=True,
)
def claim_detail(
    claim_id: FromPath[UUID],
    request: AnyRequest,
    parts: PartsGiven,
    place: PlaceGiven,
    asked: AskedGiven,
) -> Response[ClaimDocument]:
    """What is known of one claim."""
    with parts.views.at(place.customer_id, needs=NEEDS, **asked.moment) as view:
        found = claim(view, claim_id)
        told = told_of(view, claim_id)
        document = widened(ClaimDocument, found, told=told, position=view.position)
        return record(document, view.position, told.version, request.headers)


@get(
    "/claims/{claim_id:uuid}/history",
    operation_id="claims.history",
    opt=allowed("claims:read"),
    sync_to_thread=True,
)
def claim_history(
    claim_id: FromPath[UUID], parts: PartsGiven, place: PlaceGiven, asked: AskedGiven
) -> Response[EntityHistory]:
    """Every event of one claim: who recorded it, what it said and what it changed."""
    with parts.views.at(place.customer_id, needs=NEEDS, **asked.moment) as view:
        return shown(entity_history(view, "claim", claim_id), view.position)


@get("/payers", operation_id="claims.payers", opt=allowed("claims:read"), sync_to_thread=True)
def payers(
    parts: PartsGiven,
    place: PlaceGiven,
    listing: ListingGiven,
    since: From = None,
    until: To = None,
) -> Response[Page[PayerSummary]]:
    """How each payer treats the claims, the one with most claims first.

    A claim belongs to the day it was decided on, undecided to the day it was submitted.
    """
    needs = payer_queries.NEEDS
    with parts.views.at(place.customer_id, needs=needs, **listing.asked.moment) as view:
        days = days_asked(view, place.time_zone, since, until)
        found = payer_queries.payer_summaries(view, since=days.since, until=days.until)
        return listing.part_of(found, position=view.position)


@get("/trends", operation_id="claims.trends", opt=allowed("claims:read"), sync_to_thread=True)
def trends(
    parts: PartsGiven,
    place: PlaceGiven,
    listing: ListingGiven,
    since: From = None,
    until: To = None,
) -> Response[Page[MonthTrend]]:
    """Decisions and denials, month by month; of the first and the last only the days asked for."""
    needs = payer_queries.NEEDS
    with parts.views.at(place.customer_id, needs=needs, **listing.asked.moment) as view:
        days = days_asked(view, place.time_zone, since, until)
        found = payer_queries.month_trend(view, since=days.since, until=days.until)
        return listing.part_of(found, position=view.position)


claims_router = Router("/", route_handlers=[claims, claim_detail, claim_history, payers, trends])
