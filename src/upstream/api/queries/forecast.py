"""Forecasts of next month's denials, now or as they would have been at any moment."""

from datetime import date

import msgspec
from litestar import Response, get
from litestar.params import FromQuery

from upstream.api.access import allowed
from upstream.api.dependencies import ListingGiven, PartsGiven, PlaceGiven
from upstream.api.ranges import shown_on
from upstream.projections.forecast.forecasts import NEEDS, Backtest, CellForecast, forecasts


class ForecastsDocument(msgspec.Struct, frozen=True, kw_only=True):
    """One page of the cells for `month`, as known at `position`.

    `month` None: nothing can be forecast, `why_none` says why. `backtest` is of all cells together.
    """

    month: str | None
    known_through: date | None
    why_none: str | None
    shown: int
    backtest: Backtest | None
    items: list[CellForecast]
    next: str | None
    position: int


@get("/forecasts", operation_id="forecasts", opt=allowed("drift:read"), sync_to_thread=True)
def forecasts_document(
    parts: PartsGiven,
    place: PlaceGiven,
    listing: ListingGiven,
    payer: FromQuery[str | None] = None,
    cpt_group: FromQuery[str | None] = None,
    shown: FromQuery[bool | None] = None,
) -> Response[ForecastsDocument]:
    """Next month's denial rate by payer and CPT group, with intervals of 80 and 95 %.

    A rate is told only where forecasts of this kind, made month by month from what was known then,
    beat both "as last month" and "as last year"; every cell says what its own were worth.
    """
    with parts.views.at(place.customer_id, needs=NEEDS, **listing.asked.moment) as view:
        found = forecasts(view, shown_on=shown_on(view, place.time_zone))
        position = view.position
    cells = [
        cell
        for cell in found.cells
        if payer in {None, cell.payer}
        and cpt_group in {None, cell.cpt_group}
        and shown in {None, cell.shown}
    ]
    begin = listing.below or 0
    end = begin + listing.limit
    following, headers = listing.following((end,) if end < len(cells) else None, position)
    document = ForecastsDocument(
        month=found.month,
        known_through=found.known_through,
        why_none=found.why_none,
        shown=found.shown,
        backtest=found.backtest,
        items=cells[begin:end],
        next=following,
        position=position,
    )
    return Response(document, headers=headers)
