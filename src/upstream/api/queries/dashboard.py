"""The dashboard: one document, all figures of the page, at one moment or at two."""

from datetime import datetime
from typing import Annotated, Final

import msgspec
from litestar import Response, get
from litestar.params import QueryParameter

from upstream.api.access import allowed
from upstream.api.answers import shown, widened
from upstream.api.dependencies import AskedGiven, PartsGiven, PlaceGiven
from upstream.domain.drift.severity import SeverityLabel
from upstream.projections.alerts import list_alerts
from upstream.projections.dashboard import dashboard as figures
from upstream.projections.dashboard.comparison import Comparison, compare
from upstream.projections.dashboard.dashboard import Dashboard
from upstream.projections.drift import list_findings
from upstream.projections.drift.list_runs import last_run_at
from upstream.projections.drift.timeline import TimelineWeek, timeline
from upstream.projections.moments import AtPosition, parse_moment
from upstream.projections.uploads import list_uploads
from upstream.projections.uploads.statistics import upload_statistics

CompareTo = Annotated[
    str | None,
    QueryParameter(description="Another moment, written like `as_of`: what changed in between?"),
]


NEEDS: Final = (
    *figures.NEEDS,
    *list_uploads.NEEDS,
    *list_findings.NEEDS,
    *list_alerts.NEEDS,
)


class DashboardDocument(Dashboard, frozen=True, kw_only=True, omit_defaults=True):
    """The dashboard; with `compare_to` also what changed, and the commits that changed it."""

    dollars_at_risk: str
    alerts_active: dict[SeverityLabel, int]
    last_run_at: datetime | None
    uploads_total: int
    drift_timeline: list[TimelineWeek]
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
        document = widened(
            DashboardDocument,
            figures.dashboard(view),
            dollars_at_risk=list_findings.dollars_at_risk(view),
            alerts_active=list_alerts.alerts_active(view),
            last_run_at=last_run_at(view),
            uploads_total=upload_statistics(view).uploads_total,
            drift_timeline=timeline(view),
        )
    if compare_to is not None:
        between = compare(
            parts.views,
            place.customer_id,
            as_of=AtPosition(document.position),
            compare_to=parse_moment(compare_to, time_zone=place.time_zone),
        )
        document = msgspec.structs.replace(document, comparison=between)
    return shown(document, document.position)
