"""Rows of the worklist in the words of its pages."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from upstream.api.charts import wording
from upstream.api.pages.alerts.alert_figures import STATES
from upstream.api.pages.frame.amounts import cents
from upstream.api.pages.frame.signals import kind_said
from upstream.api.pages.frame.visits import Visit
from upstream.api.pages.rendering import address
from upstream.api.pages.worklist.worklist_view import ClaimLine, WorklistLine
from upstream.projections.worklist.claims import ClaimToWork
from upstream.projections.worklist.worklist import WorklistRow

SOON_DAYS: Final = 14
RESTS_ON: Final = {
    "payer_and_family": "this payer and reason",
    "payer": "this payer",
    "all_payers": "all payers",
    "trade": "figures of the trade",
}
_CLOCKS: Final = {"appeal": "to appeal", "filing": "to file"}
_WHOSE: Final = {"default": ", default", "everybody": "", "payer": ""}
_SORTS: Final = {"denied": "Denied", "underpaid": "Underpaid", "waiting": "Waiting"}


def worklist_line(
    row: WorklistRow, visit: Visit, as_of: str | None, names: Mapping[UUID, str]
) -> WorklistLine:
    where = row.cpt_group or "all CPT groups"
    return WorklistLine(
        alert_id=str(row.alert_id),
        title=f"{row.payer} · {where}: {kind_said(row.kind)}",
        href=address(visit.path("alerts", row.alert_id), {"as_of": as_of}),
        claims_href=address(visit.path("worklist", row.alert_id), {"as_of": as_of}),
        claims_said=_claims_said(row),
        severity_label=row.severity_label,
        expected=cents(row.expected_recovery),
        dollars=cents(row.dollars),
        rate_said=wording.percent(row.rate),
        rests_on=_rests_on(row.rate_claims, row.rate_rests_on),
        left_said=left_said(row.days_left),
        due_on=row.due_on,
        clock_said=_clock_said(row.clock, row.clock_set_for),
        urgency=urgency(row.days_left),
        assignee=names.get(row.assignee, "Somebody") if row.assignee else None,
        state_said=STATES[row.status],
    )


def claim_line(claim: ClaimToWork, visit: Visit, as_of: str | None) -> ClaimLine:
    about = [_SORTS[claim.sort], claim.denial_reason, f"CPT {claim.cpt}"]
    return ClaimLine(
        name=claim.claim_ref or str(claim.id)[:8],
        href=address(visit.path("claims", claim.id), {"as_of": as_of}),
        about=", ".join(part for part in about if part),
        dollars=cents(claim.dollars),
        expected=cents(claim.expected_recovery),
        rate_said=wording.percent(claim.rate),
        left_said=left_said(claim.days_left),
        due_on=claim.due_on,
        clock_said=_clock_said(claim.clock, claim.clock_set_for),
        urgency=urgency(claim.days_left),
    )


def left_said(left: int | None) -> str:
    if left is None:
        return wording.MISSING
    if left < 0:
        return "Time is up"
    if left == 0:
        return "Last day"
    return f"{wording.count(left)} {'day' if left == 1 else 'days'}"


def urgency(left: int | None) -> str:
    if left is None:
        return ""
    if left < 0:
        return "bad"
    return "warn" if left <= SOON_DAYS else ""


def _claims_said(row: WorklistRow) -> str:
    parts = [f"{wording.count(row.claims)} {'claim' if row.claims == 1 else 'claims'}"]
    if row.claims_too_late:
        parts.append(f"{wording.count(row.claims_too_late)} too late")
    return ", ".join(parts)


def _rests_on(claims: int, rests_on: str | None) -> str:
    if rests_on is None:
        return ""
    if not claims:
        return RESTS_ON[rests_on]
    noun = "claim" if claims == 1 else "claims"
    return f"{wording.count(claims)} {noun}, {RESTS_ON[rests_on]}"


def _clock_said(clock: str | None, whose: str | None) -> str:
    return f"{_CLOCKS[clock]}{_WHOSE[whose or 'payer']}" if clock else ""
