"""What detection found, and on which claims that rests."""

from typing import Literal
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery, SkipValidation

from upstream.api.access import allowed
from upstream.api.answers import POSITION, record, shown, widened
from upstream.api.asked import Page
from upstream.api.dependencies import (
    AnyRequest,
    AskedGiven,
    ListingGiven,
    PartsGiven,
    PlaceGiven,
)
from upstream.domain.drift.detection import EvidenceOf
from upstream.domain.drift.settings import Kind
from upstream.domain.drift.severity import SeverityLabel
from upstream.projections.drift import breakdown, list_findings
from upstream.projections.drift import evidence as evidence_query
from upstream.projections.drift.breakdown_documents import Moved
from upstream.projections.drift.documents import Finding
from upstream.projections.drift.evidence_documents import EvidenceClaim
from upstream.projections.drift.evidence_file import evidence_csv
from upstream.projections.drift.list_findings import FindingFilter


class Evidence(Page[EvidenceClaim], frozen=True, kw_only=True):
    """`known_at_position` is what the run knew that saw the finding; `total` counts all pages."""

    of: EvidenceOf
    total: int
    known_at_position: int


class FindingDocument(Finding, frozen=True, kw_only=True):
    """`moved` cuts the change into parts that add up to it, as the run knew the claims."""

    moved: Moved


class FindingsAsked(FindingFilter, frozen=True, kw_only=True):
    """The filter of the list, as query parameters."""

    status: FromQuery[Literal["open", "resolved"] | None] = None
    product: FromQuery[str | None] = None
    kind: FromQuery[Kind | None] = None
    payer: FromQuery[str | None] = None
    cpt_group: FromQuery[str | None] = None
    severity_label: FromQuery[SeverityLabel | None] = None
    run_id: FromQuery[UUID | None] = None


@get(
    "/findings",
    operation_id="drift.findings",
    opt=allowed("drift:read"),
    dependencies={"wanted": Provide(FindingsAsked, sync_to_thread=False)},
    sync_to_thread=True,
)
def findings(
    parts: PartsGiven,
    place: PlaceGiven,
    listing: ListingGiven,
    wanted: NamedDependency[SkipValidation[FindingsAsked]],
) -> Response[Page[Finding]]:
    """What the payers do differently, the worst first."""
    with parts.views.at(
        place.customer_id, needs=list_findings.NEEDS, **listing.asked.moment
    ) as view:
        found = list_findings.list_findings(
            view, wanted, limit=listing.limit, after=listing.after_pair
        )
        return listing.page_by(found.items, after=found.next, position=view.position)


@get(
    "/findings/{finding_id:uuid}",
    operation_id="drift.finding",
    opt=allowed("drift:read"),
    sync_to_thread=True,
)
def finding(
    finding_id: FromPath[UUID],
    request: AnyRequest,
    parts: PartsGiven,
    place: PlaceGiven,
    asked: AskedGiven,
) -> Response[FindingDocument]:
    """One finding with its numbers, its windows, a sentence that explains it, what made it."""
    with parts.views.at(place.customer_id, needs=breakdown.NEEDS, **asked.moment) as view:
        found = list_findings.finding(view, finding_id)
        document = widened(FindingDocument, found, moved=breakdown.moved(view, finding_id))
        if found.version is None:
            return shown(document, view.position)
        return record(document, view.position, found.version, request.headers)


@get(
    "/findings/{finding_id:uuid}/evidence",
    operation_id="drift.evidence",
    opt=allowed("drift:read"),
    sync_to_thread=True,
)
def evidence(
    finding_id: FromPath[UUID], parts: PartsGiven, place: PlaceGiven, listing: ListingGiven
) -> Response[Evidence]:
    """The claims a finding rests on, as they were known to its run; the heaviest first."""
    needs = evidence_query.NEEDS
    with parts.views.at(place.customer_id, needs=needs, **listing.asked.moment) as view:
        found = evidence_query.evidence(
            view, finding_id, limit=listing.limit, after=listing.after_pair
        )
        following, headers = listing.following(found.next, view.position)
        document = Evidence(
            items=found.items,
            next=following,
            position=view.position,
            of=found.of,
            total=found.total,
            known_at_position=found.known_at_position,
        )
        return Response(document, headers=headers)


@get(
    "/findings/{finding_id:uuid}/evidence.csv",
    operation_id="drift.evidence_file",
    opt=allowed("claims:read"),
    media_type="text/csv",
    sync_to_thread=True,
)
def evidence_file(
    finding_id: FromPath[UUID], parts: PartsGiven, place: PlaceGiven, asked: AskedGiven
) -> Response[str]:
    """Every claim a finding rests on as CSV, as the run that saw it knew them."""
    needs = evidence_query.NEEDS
    with parts.views.at(place.customer_id, needs=needs, **asked.moment) as view:
        content, position = evidence_csv(view, finding_id), view.position
    name = f"evidence-{str(finding_id)[:8]}-at-{position}.csv"
    return Response(
        content,
        media_type="text/csv; charset=utf-8",
        headers={
            POSITION: str(position),
            "Content-Disposition": f'attachment; filename="{name}"',
        },
    )


finding_queries = (findings, finding, evidence, evidence_file)
