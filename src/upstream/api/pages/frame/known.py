"""Everything the dashboard shows at one position: its document and what asks for attention."""

from datetime import datetime
from typing import Final

import msgspec

from upstream.api.pages.frame.amounts import cents
from upstream.domain.drift.severity import SeverityLabel
from upstream.projections.alerts.list_alerts import NEEDS as ALERTS
from upstream.projections.alerts.list_alerts import (
    AlertFilter,
    AlertRow,
    alerts_active,
    list_alerts,
)
from upstream.projections.dashboard.dashboard import NEEDS as DASHBOARD
from upstream.projections.dashboard.dashboard import Dashboard, dashboard
from upstream.projections.drift.documents import Finding
from upstream.projections.drift.list_findings import NEEDS as FINDINGS
from upstream.projections.drift.list_findings import (
    FindingFilter,
    dollars_at_risk,
    list_findings,
)
from upstream.projections.drift.list_runs import last_run_at, list_runs
from upstream.projections.drift.timeline import TimelineWeek, timeline
from upstream.projections.quality.dashboard import NEEDS as QUALITY
from upstream.projections.quality.dashboard import recent_score
from upstream.projections.view import View

NEEDS: Final = (*DASHBOARD, *ALERTS, *FINDINGS, *QUALITY)
SIGNALS_SHOWN: Final = 6
_UNDER_WAY: Final = frozenset({"requested", "started"})


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """`active` names every severity, with 0 where there is none; the worst signals come first."""

    position: int
    document: Dashboard
    active: dict[SeverityLabel, int]
    at_risk_cents: int
    last_run_at: datetime | None
    run_under_way: bool
    alerts: tuple[AlertRow, ...]
    findings: tuple[Finding, ...]
    drift_weeks: tuple[TimelineWeek, ...] = ()
    quality_score: float | None = None
    quality_grade: str | None = None

    @property
    def active_total(self) -> int:
        return sum(self.active.values())


def known_at(view: View) -> Known:
    wanted = AlertFilter(status="active"), FindingFilter(status="open")
    score, grade = recent_score(view) or (None, None)
    return Known(
        position=view.position,
        document=dashboard(view),
        active=alerts_active(view),
        at_risk_cents=cents(dollars_at_risk(view)),
        last_run_at=last_run_at(view),
        run_under_way=_run_under_way(view),
        alerts=tuple(list_alerts(view, wanted[0], limit=SIGNALS_SHOWN).items),
        findings=tuple(list_findings(view, wanted[1], limit=SIGNALS_SHOWN).items),
        drift_weeks=tuple(timeline(view)),
        quality_score=score,
        quality_grade=grade,
    )


def _run_under_way(view: View) -> bool:
    latest = list_runs(view, limit=1).items
    return bool(latest) and latest[0].state in _UNDER_WAY
