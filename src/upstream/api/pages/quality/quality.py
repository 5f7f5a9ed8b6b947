"""The quality pages: how good one file is, and all of them together."""

from typing import Final
from uuid import UUID

from litestar import get
from litestar.params import FromPath

from upstream.api.access import allowed
from upstream.api.charts.scores import Score, scores
from upstream.api.charts.wording import count, moment
from upstream.api.pages.frame.showing import Sheet, Shown, at_moment, still
from upstream.api.pages.frame.travel import TravelGiven, looking
from upstream.api.pages.frame.visits import Visit, VisitGiven
from upstream.api.pages.quality.quality_figures import (
    broken_rules,
    completeness_chart,
    quality_tiles,
    report_tiles,
    rules_chart,
    unusual,
)
from upstream.api.pages.quality.quality_view import AssessedRow, QualityPage, ReportPage
from upstream.domain.quality.anomalies import UPLOADS_MIN
from upstream.projections.quality import dashboard, reports
from upstream.projections.quality.dashboard import QualityDashboard, QualityPoint
from upstream.projections.quality.reports import QualityReport
from upstream.projections.uploads.list_uploads import upload

ROWS_SHOWN: Final = 20
UNUSUAL_SHOWN: Final = 10


@get("/quality", opt=allowed("quality:read"), sync_to_thread=True)
def quality_page(visit: VisitGiven, travel: TravelGiven) -> Shown:
    path = visit.path("quality")
    with looking(visit, travel, dashboard.NEEDS, path=path) as (view, shown_at):
        page = _page(visit, dashboard.quality(view))
    return at_moment(visit, travel, shown_at, Sheet("quality", "Quality", "quality", page))


@get("/uploads/{upload_id:uuid}/quality", opt=allowed("quality:read"), sync_to_thread=True)
def report_page(upload_id: FromPath[UUID], visit: VisitGiven) -> Shown:
    with visit.parts.views.at(visit.customer_id, needs=reports.NEEDS) as view:
        file_name = upload(view, upload_id).file_name
        report = reports.quality_report(view, upload_id)
    page = ReportPage(
        file_name=file_name,
        upload_href=visit.path("uploads", upload_id),
        rules_href=visit.path("quality", "rules"),
        grade=report.figures.grade if report.figures else None,
        tiles=report_tiles(report),
        completeness=completeness_chart(report.completeness),
        rules_chart=rules_chart(report.rules),
        rules=broken_rules(report.rules),
        unusual=tuple(unusual(anomaly) for anomaly in report.anomalies),
        compared_said=_compared(report),
    )
    return still(visit, "uploads", f"Quality of {file_name}", "upload_quality.html", page=page)


def _compared(report: QualityReport) -> str:
    if report.compared_with is None:
        return "Nothing to compare yet: the file is still coming in, or it has no rows."
    if report.compared_with < UPLOADS_MIN:
        return f"Fewer than {UPLOADS_MIN} files came before it: too few to compare with."
    return f"Compared with the {count(report.compared_with)} files before it."


def _page(visit: Visit, known: QualityDashboard) -> QualityPage:
    newest = known.trend[::-1]
    found = [(point, anomaly) for point in newest for anomaly in point.anomalies]
    return QualityPage(
        tiles=quality_tiles(known),
        scores=scores([_score(visit, point) for point in known.trend]),
        completeness=completeness_chart(known.fields),
        unusual=tuple(
            unusual(anomaly, href=_href(visit, point), file_name=point.file_name)
            for point, anomaly in found[:UNUSUAL_SHOWN]
        ),
        uploads=tuple(_row(visit, point) for point in newest[:ROWS_SHOWN]),
        rules_href=visit.path("quality", "rules"),
    )


def _href(visit: Visit, point: QualityPoint) -> str:
    return visit.path("uploads", point.upload_id, "quality")


def _score(visit: Visit, point: QualityPoint) -> Score:
    said = [unusual(anomaly).title.lower() for anomaly in point.anomalies]
    return Score(
        label=point.file_name,
        day=moment(point.received_at, visit.zone),
        score=point.score,
        grade=point.grade,
        unusual=", ".join(said),
    )


def _row(visit: Visit, point: QualityPoint) -> AssessedRow:
    return AssessedRow(
        file_name=point.file_name,
        href=_href(visit, point),
        received_at=point.received_at,
        grade=point.grade,
        score=point.score,
        rows=point.rows,
        rows_refused=point.rows_refused,
        rows_flagged=point.rows_flagged,
    )
