"""The scorecard of payers: ranks with their reasons, changes with their intervals."""

from datetime import timedelta
from typing import Final, Literal

from litestar import get
from litestar.di import NamedDependency, Provide
from litestar.params import FromQuery, SkipValidation
from markupsafe import Markup

from upstream.api.access import allowed
from upstream.api.charts.payers import Payer, payers
from upstream.api.charts.wording import percent, span
from upstream.api.pages.frame.moment_shown import MomentShown
from upstream.api.pages.frame.range_asked import RangeForm, range_asked
from upstream.api.pages.frame.showing import Sheet, Shown, at_moment
from upstream.api.pages.frame.travel import Travel, TravelGiven, looking, moment_of
from upstream.api.pages.frame.visits import Visit, VisitGiven
from upstream.api.pages.payers.payer_rows import payer_row
from upstream.api.pages.payers.payers_view import Column, PayersPage
from upstream.api.pages.rendering import address
from upstream.api.ranges import Days
from upstream.projections.figures.scorecard import (
    NEEDS,
    Scorecard,
    Scored,
    Sorting,
    in_order,
    scorecard,
)
from upstream.projections.view import View

Order = Literal["ascending", "descending"]

_COLUMNS: Final[tuple[tuple[Sorting, str, Order, str], ...]] = (
    ("rank", "Rank", "ascending", "number"),
    ("payer", "Payer", "ascending", ""),
    ("claims", "Claims", "descending", "number"),
    ("initial_denial_rate", "Denied first", "descending", "number"),
    ("final_denial_rate", "Denied now", "descending", "number"),
    ("days_median", "Days to decision", "descending", "number"),
    ("allowed_index", "Allowed", "ascending", "number"),
    ("overturn_rate", "Overturned", "descending", "number"),
    ("denied_dollars", "Denied billed", "descending", "number"),
    ("silent_days", "Waiting", "descending", "number"),
)


@get(
    "/payers",
    opt=allowed("claims:read"),
    dependencies={"form": Provide(RangeForm, sync_to_thread=False)},
    sync_to_thread=True,
)
def payers_page(
    visit: VisitGiven,
    travel: TravelGiven,
    form: NamedDependency[SkipValidation[RangeForm]],
    sort: FromQuery[Sorting] = "rank",
    order: FromQuery[Order] = "ascending",
) -> Shown:
    kept = {**form.kept, "sort": None if sort == "rank" else sort}
    kept["order"] = None if order == "ascending" else order
    path = visit.path("payers")
    with looking(visit, travel, NEEDS, path=path, kept=kept) as (view, moment):
        days = range_asked(view, visit, form)
        found = scorecard(view, since=days.since, until=days.until)
        then = _then(visit, travel, days)
        page = _page(visit, moment, form, days, found, then, sort, order)
    return at_moment(visit, travel, moment, Sheet("payers", "Payers", "payers", page))


def _then(visit: Visit, travel: Travel, days: Days) -> dict[str, Scored] | None:
    other = moment_of(travel.compare_to, visit)
    if other is None:
        return None
    view: View
    with visit.parts.views.at(visit.customer_id, needs=NEEDS, as_of=other) as view:
        found = scorecard(view, since=days.since, until=days.until)
    return {row.payer: row for row in found.payers}


def _page(  # noqa: PLR0913, PLR0917  one page of one question
    visit: Visit,
    moment: MomentShown,
    form: RangeForm,
    days: Days,
    found: Scorecard,
    then: dict[str, Scored] | None,
    sort: Sorting,
    order: Order,
) -> PayersPage:
    rows = in_order(found.payers, sort, descending=order == "descending")
    claims = visit.path("claims")
    return PayersPage(
        said=span(days.since, days.last),
        before_said=span(found.before_begins, days.since - timedelta(days=1)),
        since=form.since or "",
        until=form.until or "",
        forecast_href=address(visit.path("payers", "forecast"), {"as_of": moment.as_of}),
        how_ranked=found.how_ranked,
        columns=tuple(_column(moment, column, sort, order) for column in _COLUMNS),
        rows=tuple(
            payer_row(row, claims, moment.as_of, days, _said_then(row, then)) for row in rows
        ),
        chart=_chart(found, claims, moment, days),
        compares=then is not None,
    )


def _column(
    moment: MomentShown, column: tuple[Sorting, str, Order, str], sort: Sorting, order: Order
) -> Column:
    """Asked once, the worst comes first; asked again, the other way round."""
    by, name, usual, classes = column
    other: Order = "descending" if order == "ascending" else "ascending"
    wanted = other if by == sort else usual
    kept = {name: value for name, value in moment.kept.items() if name not in {"sort", "order"}}
    href = address(moment.path, {"as_of": moment.as_of, **kept, "sort": by, "order": wanted})
    return Column(name=name, href=href, order=order if by == sort else None, more=classes)


def _said_then(row: Scored, then: dict[str, Scored] | None) -> str | None:
    if then is None:
        return None
    before = then.get(row.payer)
    if before is None:
        return "then unknown"
    rank = f"rank {before.rank}" if before.rank else "not ranked"
    return f"then {rank}, {percent(before.initial_denial_rate)}"


def _chart(found: Scorecard, claims: str, moment: MomentShown, days: Days) -> Markup:
    decided = {"decided_from": str(days.since), "decided_to": str(days.until)}
    return payers(
        [
            Payer(
                payer=row.payer,
                claims=row.first_decisions,
                denied=round((row.initial_denial_rate or 0) * row.first_decisions),
                denial_rate=row.initial_denial_rate,
                rate_before=row.initial_denial_rate_before,
                href=address(claims, {"as_of": moment.as_of, "payer": row.payer, **decided}),
            )
            for row in found.payers
            if row.rank is not None
        ]
    )
