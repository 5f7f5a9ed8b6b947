"""The dashboard page: every figure at one moment, and what changed since another."""

from litestar import get
from litestar.params import FromPath

from upstream.api.access import allowed
from upstream.api.pages.dashboard_figures import (
    comparison_of,
    days_of,
    groups_of,
    payers_of,
    trend_of,
)
from upstream.api.pages.dashboard_tiles import tiles_of
from upstream.api.pages.dashboard_view import DashboardPage
from upstream.api.pages.moment_shown import MomentShown
from upstream.api.pages.showing import Shown, at_moment
from upstream.api.pages.travel import Travel, TravelGiven, looking, moment_of
from upstream.api.pages.visits import Visit, VisitGiven
from upstream.projections.dashboard.comparison import Comparison, compare
from upstream.projections.dashboard.dashboard import NEEDS, dashboard
from upstream.projections.moments import AtPosition
from upstream.projections.view import View


@get("/dashboard", opt=allowed("dashboard:read"), sync_to_thread=True)
def dashboard_page(customer: FromPath[str], visit: VisitGiven, travel: TravelGiven) -> Shown:  # noqa: ARG001  in the path
    with looking(visit, travel, NEEDS, path=visit.path("dashboard")) as (view, moment):
        page = _page(visit, view, moment, _compared(visit, travel, moment))
    return at_moment(
        visit,
        travel,
        moment,
        feature="dashboard",
        title="Dashboard",
        template="dashboard",
        page=page,
    )


def _compared(visit: Visit, travel: Travel, moment: MomentShown) -> Comparison | None:
    other = moment_of(travel.compare_to, visit)
    if other is None:
        return None
    return compare(
        visit.parts.views,
        visit.customer_id,
        as_of=AtPosition(moment.position),
        compare_to=other,
    )


def _page(
    visit: Visit, view: View, moment: MomentShown, compared: Comparison | None
) -> DashboardPage:
    document = dashboard(view)
    other = None
    if compared:
        both = (compared.before, compared.after)
        other = both[0] if both[1].position == document.position else both[1]
    return DashboardPage(
        tiles=tiles_of(document, other),
        trend=trend_of(document),
        payers=payers_of(document, other),
        days=days_of(view, document),
        groups=groups_of(document, visit.path("claims"), moment.as_of),
        alerts=(),
        alerts_href=visit.path("alerts"),
        findings=(),
        last_run_at=None,
        comparison=comparison_of(compared, visit) if compared else None,
    )
