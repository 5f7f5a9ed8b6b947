"""The dashboard: one document, all figures of the page, at one moment or at two."""

from typing import Annotated

from litestar import Response, get
from litestar.params import QueryParameter

from upstream.api.access import allowed
from upstream.api.answers import shown
from upstream.api.dependencies import AskedGiven, PartsGiven, PlaceGiven
from upstream.projections.dashboard.comparison import Comparison, compare
from upstream.projections.dashboard.dashboard import NEEDS, Dashboard, dashboard
from upstream.projections.moments import parse_moment

CompareTo = Annotated[
    str | None,
    QueryParameter(description="Another moment, written like `as_of`: what changed in between?"),
]


class DashboardDocument(Dashboard, frozen=True, kw_only=True, omit_defaults=True):
    """The dashboard; with `compare_to` also what changed, and the commits that changed it."""

    comparison: Comparison | None = None


@get(
    "/dashboard",
    operation_id="dashboard",
    opt=allowed("dashboard:read"),
    sync_to_thread=True,
)
def dashboard_document(
    parts: PartsGiven, place: PlaceGiven, asked: AskedGiven, compare_to: CompareTo = None
) -> Response[DashboardDocument]:
    """All figures of the dashboard as known at the moment asked for."""
    with parts.views.at(place.customer_id, needs=NEEDS, **asked.moment) as view:
        found = dashboard(view)
    comparison = None
    if compare_to is not None:
        comparison = compare(
            parts.views,
            place.customer_id,
            as_of=asked.as_of,
            compare_to=parse_moment(compare_to, time_zone=place.time_zone),
        )
    document = DashboardDocument(
        **{name: getattr(found, name) for name in Dashboard.__struct_fields__},
        comparison=comparison,
    )
    return shown(document, found.position)
