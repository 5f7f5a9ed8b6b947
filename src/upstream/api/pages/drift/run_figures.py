"""The numbers of one run, and each of its findings with what became of it."""

from typing import Final

from upstream.api.charts import wording
from upstream.api.pages.drift.run_lines import STANDINGS, days_said, knew_said
from upstream.api.pages.drift.runs_view import FindingLine
from upstream.api.pages.frame.amounts import cents
from upstream.api.pages.frame.pieces import Named
from upstream.api.pages.frame.signals import title_of
from upstream.api.pages.frame.visits import Visit
from upstream.api.pages.rendering import address
from upstream.application.drift.verifying import Verification
from upstream.projections.drift.aftermath import Aftermath
from upstream.projections.drift.documents import Finding
from upstream.projections.drift.list_runs import DriftRun

_STANDINGS: Final = {
    "current": "Current: it counts for what is open",
    "look_back": "Look back: it left the findings of its day alone",
}
_ENDED: Final = {
    "gone": "Over: calm twice in a row",
    "recovered": "Over: the payer went back",
    "superseded": "Over: it turned the other way",
}


def facts_of(run: DriftRun, asked_by: str, zone: str) -> tuple[Named, ...]:
    told = [("Asked for", f"{wording.moment(run.requested_at, zone)}, by {asked_by}")]
    if run.windows:
        told += [
            ("Looked at", days_said(run.windows.current)),
            ("Held against", days_said(run.windows.baseline)),
        ]
    told.append(("Knew", knew_said(run)))
    if run.standing:
        told.append(("Standing", _STANDINGS.get(run.standing, STANDINGS[run.standing])))
    if run.cells is not None:
        told.append(("Cells counted", wording.count(run.cells)))
        told.append(("Tests made", wording.count(run.tests)))
    if run.code_version:
        told.append(("Code version", run.code_version))
    if run.finished_at:
        told.append(("Over", wording.moment(run.finished_at, zone)))
    return tuple(Named(name=name, value=value) for name, value in told)


def finding_line(
    visit: Visit, finding: Finding, became: Aftermath | None, as_of: str | None
) -> FindingLine:
    return FindingLine(
        title=title_of(finding),
        explanation=finding.explanation,
        severity_label=finding.severity_label,
        dollars_at_risk=cents(finding.dollars_at_risk),
        certainty_said=wording.certainty(finding.confidence),
        became=_became(became),
        href=_way_to(visit, finding, became, as_of),
    )


def _became(became: Aftermath | None) -> str:
    if became is None:
        return "Nothing: only a look back saw it"
    if became.status == "open":
        return f"Open, seen {wording.times(became.sightings)}"
    return _ENDED.get(became.resolved_reason or "", "Over")


def _way_to(
    visit: Visit, finding: Finding, became: Aftermath | None, as_of: str | None
) -> str | None:
    """The alert explains it; where nobody was alerted, whoever may sees its history."""
    if became is None:
        return None
    if became.alert_id:
        return address(visit.path("alerts", became.alert_id), {"as_of": as_of})
    if visit.may("audit:read"):
        return address(visit.path("audit", "finding", finding.id), {"as_of": as_of})
    return None


def repeated_said(again: Verification) -> str:
    if again.verdict == "same":
        return "Repeated just now: the same findings, byte for byte."
    if again.verdict == "not_completed":
        return "The run was not completed, so there is nothing to repeat."
    said = f"Repeated just now: other findings, {again.repeated_sha256}."
    if again.code_changed:
        said = f"{said} Made by {again.code_version}, repeated by {again.code_version_now}."
    return said
