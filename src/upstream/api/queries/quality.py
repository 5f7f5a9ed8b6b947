"""Validation rules as they stood, the quality of one upload, and of all of them."""

from uuid import UUID

from litestar import Response, Router, get
from litestar.params import FromPath

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
from upstream.projections.quality import dashboard, list_rules, reports
from upstream.projections.quality.dashboard import QualityDashboard
from upstream.projections.quality.list_rules import RuleRow
from upstream.projections.quality.reports import QualityReport


class RuleDocument(RuleRow, frozen=True, kw_only=True):
    """One rule as it stood at `position`."""

    position: int


class ReportDocument(QualityReport, frozen=True, kw_only=True):
    """The quality of one upload as known at `position`."""

    position: int


@get(
    "/validation-rules",
    operation_id="validation_rules.list",
    opt=allowed("quality:read"),
    sync_to_thread=True,
)
def rules(parts: PartsGiven, place: PlaceGiven, listing: ListingGiven) -> Response[Page[RuleRow]]:
    """The built-in rules in their own order, then the customer's by name."""
    needs = list_rules.NEEDS
    with parts.views.at(place.customer_id, needs=needs, **listing.asked.moment) as view:
        return listing.part_of(list_rules.list_rules(view), position=view.position)


@get(
    "/validation-rules/{rule_id:uuid}",
    operation_id="validation_rules.detail",
    opt=allowed("quality:read"),
    sync_to_thread=True,
)
def rule_detail(
    rule_id: FromPath[UUID],
    request: AnyRequest,
    parts: PartsGiven,
    place: PlaceGiven,
    asked: AskedGiven,
) -> Response[RuleDocument]:
    """One rule, with its version as ETag."""
    with parts.views.at(place.customer_id, needs=list_rules.NEEDS, **asked.moment) as view:
        found = list_rules.rule(view, rule_id)
        document = widened(RuleDocument, found, position=view.position)
        return record(document, view.position, found.version, request.headers)


@get(
    "/uploads/{upload_id:uuid}/quality",
    operation_id="uploads.quality",
    opt=allowed("quality:read"),
    sync_to_thread=True,
)
def upload_quality(
    upload_id: FromPath[UUID], parts: PartsGiven, place: PlaceGiven, asked: AskedGiven
) -> Response[ReportDocument]:
    """Completeness, validity, timeliness, uniqueness, every rule with its first lines, a score
    with its grade, and what is unusual about the file.
    """
    with parts.views.at(place.customer_id, needs=reports.NEEDS, **asked.moment) as view:
        found = reports.quality_report(view, upload_id)
        return shown(widened(ReportDocument, found, position=view.position), view.position)


@get("/quality", operation_id="quality", opt=allowed("quality:read"), sync_to_thread=True)
def quality(parts: PartsGiven, place: PlaceGiven, asked: AskedGiven) -> Response[QualityDashboard]:
    """The latest uploads together: the mean score, where it goes, and what was unusual."""
    with parts.views.at(place.customer_id, needs=dashboard.NEEDS, **asked.moment) as view:
        return shown(dashboard.quality(view), view.position)


quality_router = Router("/", route_handlers=[rules, rule_detail, upload_quality, quality])
