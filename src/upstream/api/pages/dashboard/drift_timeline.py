"""The drift timeline of the dashboard: findings by week, and the way to each of the latest."""

from typing import Final
from uuid import UUID

from markupsafe import Markup

from upstream.api.charts.drift_weeks import Week, drift_weeks
from upstream.api.pages.dashboard.dashboard_view import DriftChange
from upstream.api.pages.frame.known import Known
from upstream.api.pages.frame.signals import kind_said
from upstream.api.pages.frame.visits import Visit
from upstream.api.pages.rendering import address
from upstream.projections.alerts.list_alerts import AlertFilter, list_alerts
from upstream.projections.view import View

CHANGES_SHOWN: Final = 6


def drift_weeks_of(known: Known) -> Markup:
    return drift_weeks(
        [
            Week(
                week=one.week,
                detected=one.detected,
                worsened=one.worsened,
                resolved=one.resolved,
                open=one.open,
            )
            for one in known.drift_weeks
        ]
    )


def drift_changes_of(
    visit: Visit, view: View, known: Known, as_of: str | None
) -> tuple[DriftChange, ...]:
    """The latest first."""
    latest = [
        (week.week, change)
        for week in reversed(known.drift_weeks)
        for change in reversed(week.changes)
    ]
    return tuple(
        DriftChange(
            week=week,
            said=change.change.capitalize(),
            title=f"{change.payer} · {change.cpt_group or 'all CPT groups'}:"
            f" {kind_said(change.kind)}",
            severity_label=change.severity_label,
            href=_way_to(visit, view, change.finding_id, as_of),
        )
        for week, change in latest[:CHANGES_SHOWN]
    )


def _way_to(visit: Visit, view: View, finding_id: UUID, as_of: str | None) -> str | None:
    """The alert explains it; where nobody was alerted, whoever may sees its history."""
    told = list_alerts(view, AlertFilter(finding_id=finding_id), limit=1).items
    if told:
        return address(visit.path("alerts", told[0].id), {"as_of": as_of})
    if visit.may("audit:read"):
        return address(visit.path("audit", "finding", finding_id), {"as_of": as_of})
    return None
