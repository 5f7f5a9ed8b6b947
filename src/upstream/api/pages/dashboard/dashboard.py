"""The dashboard page: every figure at one moment, and what changed since another."""

from litestar import get

from upstream.api.access import allowed
from upstream.api.pages.dashboard.dashboard_figures import (
    comparison_of,
    days_of,
    groups_of,
    payers_of,
    trend_of,
)
from upstream.api.pages.dashboard.dashboard_tiles import tiles_of
from upstream.api.pages.dashboard.dashboard_view import Comparison, DashboardPage, Runs
from upstream.api.pages.dashboard.drift_timeline import drift_changes_of, drift_weeks_of
from upstream.api.pages.frame.known import NEEDS as KNOWN
from upstream.api.pages.frame.known import Known, known_at
from upstream.api.pages.frame.moment_shown import MomentShown
from upstream.api.pages.frame.showing import Sheet, Shown, at_moment
from upstream.api.pages.frame.signals import alert_signal, finding_signal
from upstream.api.pages.frame.travel import Travel, TravelGiven, looking, moment_of
from upstream.api.pages.frame.visits import Visit, VisitGiven
from upstream.api.pages.rendering import address
from upstream.projections.audit.timeline import commits_between
from upstream.projections.view import View


@get("/dashboard", opt=allowed("dashboard:read"), sync_to_thread=True)
def dashboard_page(visit: VisitGiven, travel: TravelGiven) -> Shown:
    compared = _compared(visit, travel)
    with looking(visit, travel, KNOWN, path=visit.path("dashboard")) as (view, moment):
        now = known_at(view)
        comparison = _comparison(visit, view, now, compared) if compared else None
        page = _page(visit, view, moment, now, compared, comparison)
    return at_moment(visit, travel, moment, Sheet("dashboard", "Dashboard", "dashboard", page))


def _compared(visit: Visit, travel: Travel) -> Known | None:
    other = moment_of(travel.compare_to, visit)
    if other is None:
        return None
    with visit.parts.views.at(visit.customer_id, needs=KNOWN, as_of=other) as view:
        return known_at(view)


def _comparison(visit: Visit, view: View, now: Known, compared: Known) -> Comparison:
    before, after = sorted((compared, now), key=lambda known: known.position)
    between = commits_between(view, before.position, after.position)
    return comparison_of(before, after, between, visit)


def _runs(visit: Visit, moment: MomentShown, now: Known) -> Runs:
    may_run = visit.may("drift:run") and moment.is_now and not now.run_under_way
    return Runs(
        last_run_at=now.last_run_at,
        under_way=now.run_under_way,
        refresh_href=moment.href if moment.is_now and now.run_under_way else None,
        action=visit.path("drift-runs") if may_run else None,
    )


def _leads(visit: Visit, moment: MomentShown) -> dict[str, str]:
    """Which page each figure leads to, at the same moment where that page can show it."""
    past, claims = {"as_of": moment.as_of}, visit.path("claims")
    denied = address(claims, {**past, "outcome": "DENIED"})
    return {
        **dict.fromkeys(("claims", "billed", "allowed"), address(claims, past)),
        "denial_rate": denied,
        "denied": denied,
        "initial_denial_rate": address(claims, {**past, "first_outcome": "DENIED"}),
        "alerts": address(visit.path("alerts"), past),
        "quality": address(visit.path("quality"), past),
    }


def _page(
    visit: Visit,
    view: View,
    moment: MomentShown,
    now: Known,
    compared: Known | None,
    comparison: Comparison | None,
) -> DashboardPage:
    alerts, claims = visit.path("alerts"), visit.path("claims")
    return DashboardPage(
        tiles=tiles_of(now, compared, _leads(visit, moment)),
        trend=trend_of(now.document, claims, moment.as_of),
        payers=payers_of(
            now.document, compared.document if compared else None, claims, moment.as_of
        ),
        days=days_of(view, now.document, claims, moment.as_of),
        groups=groups_of(now.document, claims, moment.as_of),
        alerts=tuple(alert_signal(alert, alerts, moment.as_of) for alert in now.alerts),
        alerts_href=address(alerts, {"as_of": moment.as_of}),
        findings=tuple(finding_signal(finding) for finding in now.findings),
        runs=_runs(visit, moment, now),
        drift_weeks=drift_weeks_of(now),
        drift_changes=drift_changes_of(visit, view, now, moment.as_of),
        comparison=comparison,
    )
