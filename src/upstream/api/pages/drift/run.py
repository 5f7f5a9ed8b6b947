"""One run: what it was asked, what it knew, what it found, and whether it says the same again."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import Final
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath

from upstream.api.access import allowed
from upstream.api.pages.drift.run_figures import facts_of, finding_line, repeated_said
from upstream.api.pages.drift.run_lines import state_of, title_of_run
from upstream.api.pages.drift.runs_view import DriftRunPage, Proof
from upstream.api.pages.frame.moment_shown import MomentShown
from upstream.api.pages.frame.showing import Sheet, Shown, at_moment
from upstream.api.pages.frame.travel import NOW, Travel, TravelGiven, looking
from upstream.api.pages.frame.visits import Visit, VisitGiven
from upstream.api.pages.rendering import address
from upstream.application.drift.verifying import Verification, verify_run
from upstream.domain.drift.refusals import DriftRunUnknown, TooManyRepeats
from upstream.projections.drift.aftermath import NEEDS as AFTERMATH
from upstream.projections.drift.aftermath import aftermath
from upstream.projections.drift.cells import counts_through
from upstream.projections.drift.list_runs import NEEDS as RUNS
from upstream.projections.drift.list_runs import DriftRun, DriftRunDetail, run
from upstream.projections.view import View

REPEATS_AT_ONCE: Final = 2
"""Each is a whole run of detection inside a request, over all claims of a customer."""
_RETRY_SECONDS: Final = 30


@get("/drift-runs/{run_id:uuid}", opt=allowed("drift:read"), sync_to_thread=True)
def run_page(run_id: FromPath[UUID], visit: VisitGiven, travel: TravelGiven) -> Shown:
    return _show(visit, travel, run_id)


@post(
    "/drift-runs/{run_id:uuid}/repeat",
    opt=allowed("drift:run"),
    status_code=200,
    sync_to_thread=True,
)
def repeat(run_id: FromPath[UUID], visit: VisitGiven) -> Shown:
    """Carry it out again, at its position and with its settings; nothing is recorded."""
    parts = visit.parts
    with _turn(visit.request.app.state.repeat_turns):
        again = verify_run(parts.log, visit.customer_id, run_id, counts_through(parts.views))
    return _show(visit, NOW, run_id, again)


run_pages: Final = (run_page, repeat)


@contextmanager
def _turn(turns: BoundedSemaphore) -> Iterator[None]:
    """One of few: who repeats runs must not hold up everybody else. Raises `TooManyRepeats`."""
    if not turns.acquire(blocking=False):
        raise TooManyRepeats(
            "other runs are being repeated right now; try again in half a minute",
            retry_after=_RETRY_SECONDS,
        )
    try:
        yield
    finally:
        turns.release()


def _show(visit: Visit, travel: Travel, run_id: UUID, again: Verification | None = None) -> Shown:
    path = visit.path("drift-runs", run_id)
    with looking(visit, travel, (*RUNS, *AFTERMATH), path=path) as (view, moment):
        page = _page(visit, view, moment, run_id, again)
    return at_moment(visit, travel, moment, Sheet("drift-runs", page.title, "drift_run", page))


def _page(
    visit: Visit, view: View, moment: MomentShown, run_id: UUID, again: Verification | None
) -> DriftRunPage:
    """One that was asked for after the moment shown is said to be unknown yet; none at all, 404."""
    found: DriftRunDetail | None = None
    try:
        found = run(view, run_id)
    except DriftRunUnknown:
        if moment.is_now:
            raise
    list_href = address(visit.path("drift-runs"), {"as_of": moment.as_of})
    if found is None:
        return DriftRunPage(
            title=f"Run {str(run_id)[:8]}",
            list_href=list_href,
            state=None,
            facts=(),
            findings=(),
            known_href=None,
            backfill_href=None,
            proof=None,
        )
    told = found.run
    became = aftermath(view, [finding.id for finding in found.findings])
    return DriftRunPage(
        title=title_of_run(told),
        list_href=list_href,
        state=state_of(told),
        facts=facts_of(told, visit.names([told.requested_by])[told.requested_by], visit.zone),
        findings=tuple(
            finding_line(visit, each, became.get(each.id), moment.as_of)
            for each in sorted(found.findings, key=lambda finding: -finding.severity)
        ),
        known_href=_known(visit, told),
        backfill_href=_backfill(visit, told, moment),
        proof=_proof(visit, told, again),
    )


def _known(visit: Visit, told: DriftRun) -> str | None:
    if not told.position:
        return None
    return address(visit.path("dashboard"), {"as_of": f"position:{told.position}"})


def _backfill(visit: Visit, told: DriftRun, moment: MomentShown) -> str | None:
    if told.backfill_id is None:
        return None
    asked = {"as_of": moment.as_of, "backfill": str(told.backfill_id)}
    return address(visit.path("drift-runs"), asked)


def _proof(visit: Visit, told: DriftRun, again: Verification | None) -> Proof | None:
    if told.findings_sha256 is None:
        return None
    may = visit.may("drift:run")
    return Proof(
        findings_sha256=told.findings_sha256,
        command=f"upstream drift verify --customer {visit.place.slug} {told.id}",
        repeat_action=visit.path("drift-runs", told.id, "repeat") if may else None,
        said=repeated_said(again) if again else None,
        same=again is not None and again.verdict == "same",
    )
