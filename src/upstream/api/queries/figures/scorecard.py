"""The payers side by side, now or as of any moment, and what they were at another."""

from datetime import date
from typing import Annotated, Literal

import msgspec
from litestar import Response, get
from litestar.params import FromQuery, QueryParameter

from upstream.api.access import allowed
from upstream.api.answers import widened
from upstream.api.dependencies import ListingGiven, PartsGiven, PlaceGiven
from upstream.api.ranges import Days, From, To, days_asked
from upstream.infrastructure.entrance import Place
from upstream.projections.figures.scorecard import (
    NEEDS,
    Scored,
    Sorting,
    in_order,
    scorecard,
)
from upstream.projections.moments import parse_moment
from upstream.projections.view import Views

CompareTo = Annotated[
    str | None,
    QueryParameter(description="Another moment, written like `as_of`: what was known of them then"),
]


class Then(msgspec.Struct, frozen=True, kw_only=True):
    """The same payer and range, as known at the other moment."""

    rank: int | None
    initial_denial_rate: float | None
    final_denial_rate: float | None
    days_median: int | None


class ScoredPayer(Scored, frozen=True, kw_only=True):
    """One payer; `then` only where another moment is asked for and the payer was known."""

    then: Then | None = None


class ScorecardDocument(msgspec.Struct, frozen=True, kw_only=True):
    """One page of the payers for the days `[from, to)` as known at `position`."""

    begins: date = msgspec.field(name="from")
    ends: date = msgspec.field(name="to")
    before_begins: date = msgspec.field(name="before_from")
    how_ranked: str
    compared_position: int | None
    items: list[ScoredPayer]
    next: str | None
    position: int


@get(
    "/payers/scorecard",
    operation_id="payers.scorecard",
    opt=allowed("claims:read"),
    sync_to_thread=True,
)
def payers_scorecard(  # noqa: PLR0913  one per query parameter
    parts: PartsGiven,
    place: PlaceGiven,
    listing: ListingGiven,
    *,
    sort: FromQuery[Sorting] = "rank",
    order: FromQuery[Literal["ascending", "descending"]] = "ascending",
    compare_to: CompareTo = None,
    since: From = None,
    until: To = None,
) -> Response[ScorecardDocument]:
    """Each payer's denials, days, amounts, overturns and silence; its rank, and whether it changed.

    Changes are against as many days before, with a 95 % interval: what weeks always swing is no
    change. Undecided claims count as waiting.
    """
    with parts.views.at(place.customer_id, needs=NEEDS, **listing.asked.moment) as view:
        days = days_asked(view, place.time_zone, since, until)
        found = scorecard(view, since=days.since, until=days.until)
        position = view.position
    compared, then = _then(parts.views, place, compare_to, days)
    rows = in_order(found.payers, sort, descending=order == "descending")
    begin = listing.below or 0
    end = begin + listing.limit
    following, headers = listing.following((end,) if end < len(rows) else None, position)
    document = ScorecardDocument(
        begins=found.begins,
        ends=found.ends,
        before_begins=found.before_begins,
        how_ranked=found.how_ranked,
        compared_position=compared,
        items=[widened(ScoredPayer, row, then=then.get(row.payer)) for row in rows[begin:end]],
        next=following,
        position=position,
    )
    return Response(document, headers=headers)


def _then(
    views: Views, place: Place, compare_to: str | None, days: Days
) -> tuple[int | None, dict[str, Then]]:
    if compare_to is None:
        return None, {}
    moment = parse_moment(compare_to, time_zone=place.time_zone)
    with views.at(place.customer_id, needs=NEEDS, as_of=moment) as view:
        found = scorecard(view, since=days.since, until=days.until)
        return view.position, {
            row.payer: Then(
                rank=row.rank,
                initial_denial_rate=row.initial_denial_rate,
                final_denial_rate=row.final_denial_rate,
                days_median=row.days_median,
            )
            for row in found.payers
        }
