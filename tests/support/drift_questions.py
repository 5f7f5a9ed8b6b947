"""Every question about detection that can be asked as of a moment."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from tests.support.telling import JANUARY, PAYERS

from upstream.domain.drift.products import PRODUCTS
from upstream.projections.drift.backfill_versions import backfill, list_backfills
from upstream.projections.drift.cells import counts
from upstream.projections.drift.evidence import evidence
from upstream.projections.drift.list_findings import (
    FindingFilter,
    dollars_at_risk,
    finding,
    list_findings,
)
from upstream.projections.drift.list_runs import last_run_at, list_runs, run
from upstream.projections.drift.timeline import timeline
from upstream.projections.view import View

_DETECTOR = PRODUCTS[0]

OF_DETECTION: dict[str, Callable[[View], object]] = {
    "findings": lambda v: list_findings(v, FindingFilter()),
    "open findings": lambda v: list_findings(v, FindingFilter(status="open", payer=PAYERS[1])),
    "dollars at risk": dollars_at_risk,
    "runs": list_runs,
    "backfills": list_backfills,
    "last run": last_run_at,
    "drift timeline": timeline,
    "counts": lambda v: counts(v, _DETECTOR.question(JANUARY + timedelta(104), _DETECTOR.settings)),
}

ABOUT_DETECTION: dict[str, dict[str, Callable[[View, UUID], object]]] = {
    "finding": {"finding": finding, "evidence": evidence},
    "drift-run": {
        "run": run,
        "found by run": lambda v, i: list_findings(v, FindingFilter(run_id=i)),
    },
    "drift-backfill": {"backfill": backfill},
}
