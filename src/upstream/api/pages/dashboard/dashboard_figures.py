"""From the dashboard document to the dashboard page: charts, tables, what changed between."""

from markupsafe import Markup

from upstream.api.charts.histogram import Bin, Days, histogram
from upstream.api.charts.payers import Payer, payers
from upstream.api.charts.svg import element
from upstream.api.charts.trend import Month, trend
from upstream.api.pages.dashboard.dashboard_tiles import rows_of
from upstream.api.pages.dashboard.dashboard_view import CommitRow, Comparison, GroupRow
from upstream.api.pages.frame.known import Known
from upstream.api.pages.frame.visits import Visit
from upstream.api.pages.frame.words import command_said
from upstream.api.pages.payers.figure_leads import days_of_month
from upstream.api.pages.rendering import address
from upstream.projections.audit.timeline import CommitLine
from upstream.projections.dashboard.claim_ledgers import claim_ledgers, decision_days
from upstream.projections.dashboard.dashboard import CptGroup, Dashboard
from upstream.projections.view import View

COMMITS_SHOWN = 12
COMMITS_READ = 100
"""As many as `commits_between` reads unless told otherwise."""
MONTHS_SHOWN = 24


def trend_of(document: Dashboard, claims_path: str, as_of: str | None) -> Markup:
    """The last two years; the table below the chart says the same."""
    return trend(
        [
            Month(
                month=m.month,
                claims=m.claims,
                denied=m.denied,
                denial_rate=m.denial_rate,
                href=address(claims_path, {"as_of": as_of, **days_of_month(m.month)}),
                denied_href=address(
                    claims_path, {"as_of": as_of, "outcome": "DENIED", **days_of_month(m.month)}
                ),
            )
            for m in document.trend[-MONTHS_SHOWN:]
        ]
    )


def payers_of(
    document: Dashboard, compared: Dashboard | None, claims_path: str, as_of: str | None
) -> Markup:
    before = {p.payer: p.denial_rate for p in compared.payers} if compared else {}
    return payers(
        [
            Payer(
                payer=p.payer,
                claims=p.claims,
                denied=p.denied,
                denial_rate=p.denial_rate,
                rate_before=before.get(p.payer),
                href=address(claims_path, {"as_of": as_of, "payer": p.payer}),
            )
            for p in document.payers
        ]
    )


def days_of(view: View, document: Dashboard, claims_path: str, as_of: str | None) -> Markup:
    cells = decision_days.cells(view, claim_ledgers)
    counted = [Days(days=int(str(days)), claims=claims) for (_, days), (claims,) in cells.items()]

    def leads(taken: Bin) -> str:
        days = {"days_min": taken.first, "days_max": taken.last}
        return address(claims_path, {"as_of": as_of, **days})

    return histogram(counted, document.days_to_decision_median, leads=leads)


def groups_of(document: Dashboard, claims_path: str, as_of: str | None) -> tuple[GroupRow, ...]:
    highest = max((group.denial_rate or 0 for group in document.cpt_groups), default=0)
    return tuple(
        GroupRow(
            name=group.cpt_group,
            claims=group.claims,
            denied=group.denied,
            denial_rate=group.denial_rate,
            bar=_share(group, highest),
            href=address(claims_path, {"as_of": as_of, "cpt_group": group.cpt_group}),
        )
        for group in document.cpt_groups
    )


def comparison_of(
    before: Known, after: Known, between: list[CommitLine], visit: Visit
) -> Comparison:
    """The commits `between` are newest first; the page shows the latest of them."""
    shown = between[:COMMITS_SHOWN]
    names = visit.names(commit.actor for commit in shown)
    return Comparison(
        earlier=before.document.recorded_at,
        later=after.document.recorded_at,
        rows=rows_of(before, after),
        commits=tuple(_commit(commit, names, visit) for commit in shown),
        commits_said=_commits_said(len(between)),
    )


def _commits_said(found: int) -> str:
    if found == COMMITS_READ:
        return f"{found} commits or more between"
    return f"{found} {'commit' if found == 1 else 'commits'} between"


def _commit(commit: CommitLine, names: dict[str, str], visit: Visit) -> CommitRow:
    return CommitRow(
        recorded_at=commit.recorded_at,
        said=command_said(commit.command),
        actor=names[commit.actor],
        events=commit.last - commit.first + 1,
        href=address(visit.path("dashboard"), {"as_of": f"position:{commit.last}"}),
    )


def _share(group: CptGroup, highest: float) -> Markup:
    """The group's denial rate as a part of the highest one; the number stands beside it."""
    part = 100 * (group.denial_rate or 0) / highest if highest else 0
    return element(
        "svg",
        element("rect", width=100, height=6, class_="ground"),
        element("rect", width=part, height=6, class_="bar"),
        xmlns="http://www.w3.org/2000/svg",
        viewBox="0 0 100 6",
        preserveAspectRatio="none",
        class_="share",
        aria_hidden="true",
        focusable="false",
    )
