"""Claims, one by one and by payer, now or as of any moment."""

from datetime import date, timedelta
from typing import Annotated, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

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
from upstream.projections.view import View

DAYS_SHOWN = 90
"""Of payers and trends, where no range is asked for."""

From = Annotated[
    date | None,
    QueryParameter(
        name="from",
        description="First day; default: 90 days before the moment shown. Counted by whole months.",
    ),
]
To = Annotated[date | None, QueryParameter(name="to", description="The day after the last.")]
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
    """How each payer treats the claims, the one with most claims first."""
    needs = payer_queries.NEEDS
    with parts.views.at(place.customer_id, needs=needs, **listing.asked.moment) as view:
        begin = since or _default_begin(view, place.time_zone)
        found = payer_queries.payer_summaries(view, since=begin, until=until)
        return listing.part_of(found, position=view.position)


@get("/trends", operation_id="claims.trends", opt=allowed("claims:read"), sync_to_thread=True)
def trends(
    parts: PartsGiven,
    place: PlaceGiven,
    listing: ListingGiven,
    since: From = None,
    until: To = None,
) -> Response[Page[MonthTrend]]:
    """Decisions and denials, month by month."""
    needs = payer_queries.NEEDS
    with parts.views.at(place.customer_id, needs=needs, **listing.asked.moment) as view:
        begin = since or _default_begin(view, place.time_zone)
        found = payer_queries.month_trend(view, since=begin, until=until)
        return listing.part_of(found, position=view.position)


def _default_begin(view: View, time_zone: str) -> date | None:
    """Relative to the moment shown, so that the same question keeps its answer."""
    recorded_at = view.recorded_at()
    if recorded_at is None:
        return None
    return recorded_at.astimezone(ZoneInfo(time_zone)).date() - timedelta(days=DAYS_SHOWN)


claims_router = Router("/", route_handlers=[claims, claim_detail, claim_history, payers, trends])
