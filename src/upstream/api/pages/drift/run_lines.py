"""Runs and backfills in one line each: what they looked at, what they knew, how they ended."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from upstream.api.charts import wording
from upstream.api.pages.drift.runs_view import BackfillLine, RunLine, State
from upstream.api.pages.frame.moment_shown import MomentShown
from upstream.api.pages.frame.words import product_said
from upstream.api.pages.rendering import address
from upstream.domain.drift.windows import Window
from upstream.projections.drift.backfill_versions import Backfill
from upstream.projections.drift.list_runs import DriftRun

STATES: Final = {
    "requested": ("Waiting", "busy"),
    "started": ("Running", "busy"),
    "completed": ("Completed", "good"),
    "failed": ("Failed", "bad"),
    "cancelled": ("Cancelled", "low"),
}
STANDINGS: Final = {"current": "Current", "look_back": "Look back"}
_WHY: Final = {
    "drift.given_up": "Given up after every attempt broke off",
    "drift.code_changed": "Begun by an older version of the program; ask again",
    "product.off": "The product was switched off meanwhile",
}
_UNDERWAY: Final = frozenset({"requested", "started"})


def state_of(one: DriftRun | Backfill) -> State:
    said, badge = STATES[one.state]
    if isinstance(one, Backfill) and one.state == "requested" and one.runs_done:
        said = "Running"
    code = one.failure_code
    return State(said=said, badge=badge, why=_WHY.get(code, code) if code else None)


def days_said(window: Window) -> str:
    return wording.span(window.from_on, window.to_on - timedelta(days=1))


def title_of_run(run: DriftRun) -> str:
    """Such as: DriftWatch up to 3 Mar 2026."""
    return f"{product_said(run.product)} up to {_last_day(run.until)}"


def run_line(run: DriftRun, moment: MomentShown, path: str, names: Mapping[str, str]) -> RunLine:
    windows = run.windows
    return RunLine(
        title=product_said(run.product),
        href=address(f"{path}/{run.id}", {"as_of": moment.as_of}),
        state=state_of(run),
        looked_at=days_said(windows.current) if windows else f"up to {_last_day(run.until)}",
        against=days_said(windows.baseline) if windows else None,
        knew=knew_said(run),
        standing_said=STANDINGS[run.standing] if run.standing else None,
        findings=run.findings_count,
        findings_said=findings_said(run.findings_count or 0),
        code_version=run.code_version,
        asked_at=run.requested_at,
        asked_by="A backfill" if run.backfill_id else names[run.requested_by],
    )


def findings_said(number: int) -> str:
    return f"{wording.count(number)} {'finding' if number == 1 else 'findings'}"


def knew_said(run: DriftRun) -> str:
    known = run.position if run.position is not None else run.as_of
    return "everything" if known is None else f"position {wording.count(known)}"


def backfill_line(
    backfill: Backfill, moment: MomentShown, path: str, names: Mapping[str, str], *, may: bool
) -> BackfillLine:
    here = {"as_of": moment.as_of, "backfill": str(backfill.id)}
    underway = backfill.state in _UNDERWAY
    cancel = path.removesuffix("drift-runs") + f"drift-backfills/{backfill.id}/cancel"
    return BackfillLine(
        title=f"{wording.day(backfill.first_until)} to {wording.day(backfill.last_until)}",
        products=", ".join(map(product_said, backfill.products)),
        runs_href=address(path, here),
        state=state_of(backfill),
        done=backfill.runs_done,
        total=backfill.runs_total,
        said=_progress_said(backfill),
        asked_at=backfill.requested_at,
        asked_by=names[backfill.requested_by],
        cancel_action=cancel if may and underway and moment.is_now else None,
    )


def _progress_said(backfill: Backfill) -> str:
    known = "as known then" if backfill.as_known_then else "as known now"
    told = [
        f"{wording.count(backfill.runs_done)} of {wording.count(backfill.runs_total)} runs {known}",
        findings_said(backfill.findings),
    ]
    if backfill.skipped:
        told.append(f"{wording.count(backfill.skipped)} skipped")
    if backfill.reached and backfill.state in _UNDERWAY:
        told.append(f"reached {wording.day(backfill.reached)}")
    return ", ".join(told)


def _last_day(until: date) -> str:
    return wording.day(until - timedelta(days=1))
