"""The claims behind an alert as a file."""

from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from upstream.api.access import allowed
from upstream.api.answers import POSITION
from upstream.api.dependencies import AskedGiven, PartsGiven, PlaceGiven
from upstream.projections.alerts.list_alerts import NEEDS as ALERTS
from upstream.projections.alerts.list_alerts import alert
from upstream.projections.drift.evidence import NEEDS as EVIDENCE
from upstream.projections.drift.evidence_file import evidence_csv


@get(
    "/alerts/{alert_id:uuid}/evidence",
    operation_id="alerts.evidence",
    opt=allowed("claims:read"),
    media_type="text/csv",
    sync_to_thread=True,
)
def evidence_file(
    alert_id: FromPath[UUID], parts: PartsGiven, place: PlaceGiven, asked: AskedGiven
) -> Response[str]:
    """Every claim behind the alert's finding as CSV, as the run that saw it knew them."""
    needs = (*ALERTS, *EVIDENCE)
    with parts.views.at(place.customer_id, needs=needs, **asked.moment) as view:
        content = evidence_csv(view, alert(view, alert_id).finding_id)
        position = view.position
    name = f"evidence-{str(alert_id)[:8]}-at-{position}.csv"
    headers = {
        POSITION: str(position),
        "Content-Disposition": f'attachment; filename="{name}"',
    }
    return Response(content, media_type="text/csv; charset=utf-8", headers=headers)
