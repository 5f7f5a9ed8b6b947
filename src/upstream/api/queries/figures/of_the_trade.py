"""The figures of the trade, each with its definition, now or as of any moment."""

from litestar import Response, get
from litestar.params import FromQuery

from upstream.api.access import allowed
from upstream.api.answers import shown, widened
from upstream.api.dependencies import AskedGiven, PartsGiven, PlaceGiven
from upstream.api.ranges import From, To, days_asked
from upstream.projections.figures.figures import NEEDS, Figures, figures


class FiguresDocument(Figures, frozen=True, kw_only=True):
    """The figures as known at `position`."""

    position: int


@get("/figures", operation_id="figures", opt=allowed("claims:read"), sync_to_thread=True)
def figures_document(
    parts: PartsGiven,
    place: PlaceGiven,
    asked: AskedGiven,
    payer: FromQuery[str | None] = None,
    since: From = None,
    until: To = None,
) -> Response[FiguresDocument]:
    """HFMA's six denial figures, first-pass yield, days in A/R and what else claims allow.

    In all, by payer and by month. Each has its definition beside it: what is divided by what, what
    is left out, and what is only near to the trade's own figure because claims do not tell more.
    """
    with parts.views.at(place.customer_id, needs=NEEDS, **asked.moment) as view:
        days = days_asked(view, place.time_zone, since, until)
        found = figures(view, since=days.since, until=days.until, payer=payer)
        return shown(widened(FiguresDocument, found, position=view.position), view.position)
