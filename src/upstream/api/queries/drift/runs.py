"""Which runs of detection there were, and what each of them found."""

from typing import Literal
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery, SkipValidation

from upstream.api.access import allowed
from upstream.api.answers import record, widened
from upstream.api.asked import Page
from upstream.api.dependencies import (
    AnyRequest,
    AskedGiven,
    ListingGiven,
    PartsGiven,
    PlaceGiven,
)
from upstream.projections.drift import list_runs
from upstream.projections.drift.documents import Finding
from upstream.projections.drift.list_runs import DriftRun, RunFilter


class RunDocument(DriftRun, frozen=True, kw_only=True):
    """A run with everything it found; `position` is what the run knew."""

    findings: list[Finding]


class RunsAsked(RunFilter, frozen=True, kw_only=True):
    """The filter of the list, as query parameters."""

    product: FromQuery[str | None] = None
    status: FromQuery[Literal["requested", "started", "completed", "failed"] | None] = None
    backfill_id: FromQuery[UUID | None] = None


@get(
    "/drift-runs",
    operation_id="drift.runs",
    opt=allowed("drift:read"),
    dependencies={"wanted": Provide(RunsAsked, sync_to_thread=False)},
    sync_to_thread=True,
)
def runs(
    parts: PartsGiven,
    place: PlaceGiven,
    listing: ListingGiven,
    wanted: NamedDependency[SkipValidation[RunsAsked]],
) -> Response[Page[DriftRun]]:
    """The runs, the latest first."""
    with parts.views.at(place.customer_id, needs=list_runs.NEEDS, **listing.asked.moment) as view:
        found = list_runs.list_runs(view, wanted, limit=listing.limit, after=listing.after_texts)
        return listing.page_by(found.items, after=found.next, position=view.position)


@get(
    "/drift-runs/{run_id:uuid}",
    operation_id="drift.run_detail",
    opt=allowed("drift:read"),
    sync_to_thread=True,
)
def run_detail(
    run_id: FromPath[UUID],
    request: AnyRequest,
    parts: PartsGiven,
    place: PlaceGiven,
    asked: AskedGiven,
) -> Response[RunDocument]:
    """How far a run is, what it knew, its settings, and what it found."""
    with parts.views.at(place.customer_id, needs=list_runs.NEEDS, **asked.moment) as view:
        found = list_runs.run(view, run_id)
        document = widened(RunDocument, found.run, findings=found.findings)
        return record(document, view.position, found.run.version, request.headers)


run_queries = (runs, run_detail)
