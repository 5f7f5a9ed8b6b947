"""One document with all figures of the dashboard, at one position."""

from datetime import datetime

import msgspec

from upstream.projections.claims.payers import (
    MonthTrend,
    PayerSummary,
    add_up,
    denial_rate,
    median_of_all,
    medians_by_payer,
    payer_summary,
    trend_of,
)
from upstream.projections.dashboard.claim_ledgers import (
    claim_ledgers,
    cpts,
    decision_days,
    first_decisions,
    payer_months,
)
from upstream.projections.ledger import Cells
from upstream.projections.mappings.cpt_groups import groups
from upstream.projections.mappings.mapping_versions import mappings
from upstream.projections.mappings.payer_names import payers
from upstream.projections.money import dollars
from upstream.projections.view import View

NEEDS = (claim_ledgers, mappings)


class Outcomes(msgspec.Struct, frozen=True, kw_only=True):
    """Claims by what the payer said last."""

    paid: int
    denied: int
    other: int
    pending: int


class CptGroup(msgspec.Struct, frozen=True, kw_only=True):
    """One family of procedures. Denial rate as in the whole document."""

    cpt_group: str
    claims: int
    denied: int
    denial_rate: float | None
    billed: str


class Dashboard(msgspec.Struct, frozen=True, kw_only=True):
    """How the payers treat this customer's claims, as known at `position`.

    `denial_rate` = denied / (paid + denied), 0-1, by what each payer said last;
    `initial_denial_rate` the same by what it said first. `days_to_decision_median` = lower median
    of decision minus submission over all claims with both dates. Money is dollars as text;
    `denied_total` is the billed amount of the claims that stand denied. A
    voided claim counts nowhere.
    """

    position: int
    recorded_at: datetime | None
    claims_total: int
    claims_by_outcome: Outcomes
    denial_rate: float | None
    initial_denial_rate: float | None
    days_to_decision_median: int | None
    billed_total: str
    allowed_total: str
    denied_total: str
    trend: list[MonthTrend]
    payers: list[PayerSummary]
    cpt_groups: list[CptGroup]


def dashboard(view: View) -> Dashboard:
    """Every figure of the page, read in one snapshot at the view's position."""
    names = payers(view)
    months = names.added_up(payer_months.cells(view, claim_ledgers))
    days = names.added_up(decision_days.cells(view, claim_ledgers))
    paid, denied, other, pending, billed, allowed, denied_cents = _totals(months)
    return Dashboard(
        position=view.position,
        recorded_at=view.recorded_at(),
        claims_total=paid + denied + other + pending,
        claims_by_outcome=Outcomes(paid=paid, denied=denied, other=other, pending=pending),
        denial_rate=denial_rate(paid, denied),
        initial_denial_rate=_initial_denial_rate(first_decisions.cells(view, claim_ledgers)),
        days_to_decision_median=median_of_all(days),
        billed_total=dollars(billed),
        allowed_total=dollars(allowed),
        denied_total=dollars(denied_cents),
        trend=trend_of(months),
        payers=_payers(months, days),
        cpt_groups=_cpt_groups(groups(view).added_up(cpts.cells(view, claim_ledgers))),
    )


def _totals(cells: Cells) -> list[int]:
    totals = [0] * 7
    for measures in cells.values():
        totals = [total + measure for total, measure in zip(totals, measures, strict=True)]
    return totals


def _initial_denial_rate(cells: Cells) -> float | None:
    measures = list(cells.values())
    return denial_rate(sum(paid for paid, _ in measures), sum(denied for _, denied in measures))


def _payers(months: Cells, days: Cells) -> list[PayerSummary]:
    medians = medians_by_payer(days)
    found = [
        payer_summary(str(payer), sums, medians.get(str(payer)))
        for payer, sums in add_up(months, place=0).items()
        if any(sums[:4])
    ]
    return sorted(found, key=lambda summary: (-summary.claims, summary.payer))


def _cpt_groups(cells: Cells) -> list[CptGroup]:
    found = [
        CptGroup(
            cpt_group=str(group),
            claims=sum(sums[:4]),
            denied=sums[1],
            denial_rate=denial_rate(sums[0], sums[1]),
            billed=dollars(sums[4]),
        )
        for (group,), sums in cells.items()
        if any(sums[:4])
    ]
    return sorted(found, key=lambda group: (-group.claims, group.cpt_group))
