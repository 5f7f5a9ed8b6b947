"""How does each payer treat our claims, and how did that go month by month?"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

import msgspec

from upstream.projections.claims.claim_versions import claim_versions
from upstream.projections.claims.payers_within import Within
from upstream.projections.dashboard.claim_ledgers import (
    MEASURES,
    claim_ledgers,
    decision_days,
    payer_months,
)
from upstream.projections.ledger import Cells
from upstream.projections.mappings.mapping_versions import mappings
from upstream.projections.mappings.payer_names import payers
from upstream.projections.money import dollars
from upstream.projections.view import View

NEEDS = (claim_ledgers, claim_versions, mappings)


class PayerSummary(msgspec.Struct, frozen=True, kw_only=True):
    """Denial rate = denied / (paid + denied), 0-1, four decimals; days from submission on."""

    payer: str
    claims: int
    paid: int
    denied: int
    other: int
    pending: int
    denial_rate: float | None
    days_to_decision_median: int | None
    billed: str
    allowed: str
    denied_dollars: str


class MonthTrend(msgspec.Struct, frozen=True, kw_only=True):
    """One month of decisions (of submissions where a file has no decision dates)."""

    month: str
    claims: int
    denied: int
    denial_rate: float | None


def payer_summaries(
    view: View, *, since: date | None = None, until: date | None = None
) -> list[PayerSummary]:
    """By number of claims, largest first, in the days `[since, until)`; of all days without them.

    A claim belongs to the day of its decision, to that of its submission where there is none.
    """
    if since is None and until is None:
        names = payers(view)
        days = names.added_up(decision_days.cells(view, claim_ledgers))
        months = names.added_up(payer_months.cells(view, claim_ledgers))
    else:
        within = Within(view, since, until)
        days, months = within.days(), within.months()
    medians = medians_by_payer(days)
    found = [
        payer_summary(str(payer), sums, medians.get(str(payer)))
        for payer, sums in add_up(months, place=0).items()
    ]
    return sorted(found, key=lambda summary: (-summary.claims, summary.payer))


def month_trend(
    view: View, *, since: date | None = None, until: date | None = None
) -> list[MonthTrend]:
    """The first and the last month hold only the days that are in the range."""
    if since is None and until is None:
        return trend_of(payer_months.cells(view, claim_ledgers))
    return trend_of(Within(view, since, until).months())


def add_up(cells: Cells, *, place: int) -> dict[object, list[int]]:
    """Sum the measures over everything but one part of the cell."""
    totals: defaultdict[object, list[int]] = defaultdict(lambda: [0] * len(MEASURES))
    for cell, measures in cells.items():
        sums = totals[cell[place]]
        for index, value in enumerate(measures):
            sums[index] += value
    return dict(totals)


def trend_of(cells: Cells) -> list[MonthTrend]:
    months = add_up(cells, place=1)
    return [
        MonthTrend(
            month=str(month)[:7],
            claims=sum(sums[:4]),
            denied=sums[1],
            denial_rate=denial_rate(sums[0], sums[1]),
        )
        for month, sums in sorted(months.items(), key=lambda item: str(item[0]))
        if any(sums[:4])
    ]


def denial_rate(paid: int, denied: int) -> float | None:
    """Denied / (paid + denied); None where nothing was decided either way."""
    return round(denied / (paid + denied), 4) if paid + denied else None


def median_of(histogram: Mapping[int, int]) -> int | None:
    """The lower median of integer values counted by value."""
    total = sum(histogram.values())
    if total <= 0:
        return None
    reached = 0
    for value in sorted(histogram):
        reached += histogram[value]
        if reached * 2 >= total:
            return value
    raise AssertionError


def medians_by_payer(cells: Cells) -> dict[str, int | None]:
    histograms: defaultdict[str, dict[int, int]] = defaultdict(dict)
    for (payer, days), (claims,) in cells.items():
        histograms[str(payer)][int(str(days))] = claims
    return {payer: median_of(histogram) for payer, histogram in histograms.items()}


def median_of_all(cells: Cells) -> int | None:
    return median_of(_one_histogram((int(str(days)), n) for (_, days), (n,) in cells.items()))


def _one_histogram(counts: Iterable[tuple[int, int]]) -> dict[int, int]:
    histogram: defaultdict[int, int] = defaultdict(int)
    for value, count in counts:
        histogram[value] += count
    return histogram


def payer_summary(payer: str, sums: list[int], days: int | None) -> PayerSummary:
    paid, denied, other, pending, billed, allowed, denied_cents = sums
    return PayerSummary(
        payer=payer,
        claims=paid + denied + other + pending,
        paid=paid,
        denied=denied,
        other=other,
        pending=pending,
        denial_rate=denial_rate(paid, denied),
        days_to_decision_median=days,
        billed=dollars(billed),
        allowed=dollars(allowed),
        denied_dollars=dollars(denied_cents),
    )
