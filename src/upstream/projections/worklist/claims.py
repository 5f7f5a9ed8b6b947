"""Which claims of an alert are worth working on first, and until when?"""

from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from upstream.domain.worklist.recovery import Alike, Prospect, at_most, cents_of, prospect
from upstream.projections.mappings.payer_names import payers
from upstream.projections.money import dollars
from upstream.projections.view import View
from upstream.projections.worklist.behind import each_claim_behind, sort_of
from upstream.projections.worklist.decided import decided_of_late
from upstream.projections.worklist.learned import learned
from upstream.projections.worklist.payer_clocks import clocks_at
from upstream.projections.worklist.worklist import NEEDS, open_alert

__all__ = ["NEEDS", "ClaimToWork", "claims_to_work"]


class ClaimToWork(msgspec.Struct, frozen=True, kw_only=True):
    """`sort`: denied, underpaid or waiting. `dollars`: what could be won; see `worklist`."""

    id: UUID
    claim_ref: str | None
    sort: str
    cpt: str
    outcome: str
    denial_reason: str | None
    submitted_on: date
    decided_on: date | None
    served_on: date
    dollars: str
    expected_recovery: str
    rate: float
    rate_claims: int
    rate_rests_on: str
    days_left: int
    due_on: date
    clock: str
    clock_set_for: str
    time_is_up: bool


def claims_to_work(view: View, alert_id: UUID, *, today: date) -> list[ClaimToWork]:
    """The one to begin with first; what is too late comes last. Raises `AlertUnknown`."""
    alert = open_alert(view, alert_id)
    sort = sort_of(alert.drift)
    if sort is None:
        return []
    payer = payers(view).of(alert.drift.key.payer)
    decided, clocks = decided_of_late(view, today, [alert.drift]), clocks_at(view)
    known = learned(view, today, decided if sort == "waiting" else None)
    rows = each_claim_behind(view, alert, today, decided)
    single = [
        Alike(sort, row["denial_reason"], row["decided_on"], row["served_on"], 1, row["cents"])
        for row in rows
    ]
    found = []
    for row, alike in zip(rows, at_most(alert.drift.at_risk_cents, single), strict=True):
        looks = prospect(payer, alike, learned=known, clocks=clocks, today=today)
        found.append((-looks.weight, looks.days_left < 0, looks.days_left, row["id"], row, looks))
    return [_shown(row, looks) for *_, row, looks in sorted(found, key=lambda one: one[:4])]


def _shown(row: dict[str, Any], looks: Prospect) -> ClaimToWork:
    same = set(ClaimToWork.__struct_fields__) & set(row)
    return ClaimToWork(
        sort=looks.alike.sort,
        dollars=dollars(looks.alike.cents),
        expected_recovery=dollars(cents_of(looks.weight)),
        rate=looks.rate.bps / 10_000,
        rate_claims=looks.rate.tried,
        rate_rests_on=looks.rate.rests_on,
        days_left=looks.days_left,
        due_on=looks.deadline.last_day,
        clock=looks.deadline.clock,
        clock_set_for=looks.deadline.whose,
        time_is_up=looks.days_left < 0,
        **{name: row[name] for name in same},
    )
