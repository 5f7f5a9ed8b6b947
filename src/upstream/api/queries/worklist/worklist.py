"""Open alerts by what working on them can bring in, and their claims one by one."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Final, Literal, TypeVar
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery, QueryParameter, SkipValidation

from upstream.api.access import allowed
from upstream.api.answers import POSITION
from upstream.api.asked import Listing, Page
from upstream.api.dependencies import AskedGiven, ListingGiven, PartsGiven, PlaceGiven
from upstream.infrastructure.entrance import Place
from upstream.projections.identity.members import members
from upstream.projections.view import View
from upstream.projections.worklist import claims as about_claims
from upstream.projections.worklist import worklist as about
from upstream.projections.worklist.claims import ClaimToWork, claims_to_work
from upstream.projections.worklist.file import worklist_csv
from upstream.projections.worklist.ordering import Order
from upstream.projections.worklist.today import today_at
from upstream.projections.worklist.worklist import WorklistFilter, WorklistRow

T = TypeVar("T")

Within = Annotated[
    int | None, QueryParameter(ge=0, le=3_650, description="Days until the first claim ends.")
]


class WorklistAsked(WorklistFilter, frozen=True, kw_only=True):
    """The filter of the list, as query parameters."""

    assignee: FromQuery[UUID | None] = None
    unassigned: FromQuery[bool] = False
    status: FromQuery[Literal["open", "acknowledged"] | None] = None
    payer: FromQuery[str | None] = None
    product: FromQuery[str | None] = None
    due_within: Within = None


Sorted = Annotated[
    Order,
    QueryParameter(
        description="`expected` recovery, what is `due` first, `dollars`, or `severity`."
    ),
]
_WANTED: Final = {"wanted": Provide(WorklistAsked, sync_to_thread=False)}
WantedGiven = NamedDependency[SkipValidation[WorklistAsked]]


@get(
    "/worklist",
    operation_id="worklist",
    opt=allowed("alerts:read"),
    dependencies=_WANTED,
    sync_to_thread=True,
)
def worklist(
    parts: PartsGiven,
    place: PlaceGiven,
    listing: ListingGiven,
    wanted: WantedGiven,
    sort: Sorted = "expected",
) -> Response[Page[WorklistRow]]:
    """Every alert that is not resolved, by expected recovery: dollars, times the rate at which such
    appeals were won, times the chance in the days that are left.
    """
    with parts.views.at(place.customer_id, needs=about.NEEDS, **listing.asked.moment) as view:
        today = _day(view, listing, place)
        found = about.worklist(view, wanted, today=today, order=sort)
        return _part(listing, found, today, view.position)


@get(
    "/worklist/file",
    operation_id="worklist.file",
    opt=allowed("alerts:read"),
    dependencies=_WANTED,
    media_type="text/csv",
    sync_to_thread=True,
)
def worklist_file(
    parts: PartsGiven,
    place: PlaceGiven,
    asked: AskedGiven,
    wanted: WantedGiven,
    sort: Sorted = "expected",
) -> Response[str]:
    """The whole list as CSV, harmless to spreadsheets."""
    with parts.views.at(place.customer_id, needs=about.NEEDS, **asked.moment) as view:
        today = today_at(view, asked.as_of, time_zone=place.time_zone)
        found = about.worklist(view, wanted, today=today, order=sort)
        position = view.position
    names = {each.person_id: each.name for each in members(parts.database, place.customer_id)}
    headers = {
        POSITION: str(position),
        "Content-Disposition": f'attachment; filename="worklist-at-{position}.csv"',
    }
    content = worklist_csv(found, names)
    return Response(content, media_type="text/csv; charset=utf-8", headers=headers)


@get(
    "/worklist/{alert_id:uuid}/claims",
    operation_id="worklist.claims",
    opt=allowed("claims:read"),
    sync_to_thread=True,
)
def worklist_claims(
    alert_id: FromPath[UUID], parts: PartsGiven, place: PlaceGiven, listing: ListingGiven
) -> Response[Page[ClaimToWork]]:
    """The denied, underpaid or waiting claims behind one alert, the one to begin with first."""
    needs = about_claims.NEEDS
    with parts.views.at(place.customer_id, needs=needs, **listing.asked.moment) as view:
        today = _day(view, listing, place)
        found = claims_to_work(view, alert_id, today=today)
        return _part(listing, found, today, view.position)


def _day(view: View, listing: Listing, place: Place) -> date:
    """The day of the list's first page goes along: places must not move over midnight."""
    if listing.after_pair is not None:
        return date.fromisoformat(listing.after_pair[1])
    return today_at(view, listing.asked.as_of, time_zone=place.time_zone)


def _part(
    listing: Listing, everything: Sequence[T], today: date, position: int
) -> Response[Page[T]]:
    begin = listing.after_pair[0] if listing.after_pair else 0
    end = begin + listing.limit
    after = (end, today.isoformat()) if end < len(everything) else None
    return listing.page_by(everything[begin:end], after=after, position=position)
