"""The page of the trade's figures: every number with what it means beside it."""

from collections.abc import Mapping
from typing import Final

from litestar import get
from litestar.di import NamedDependency, Provide
from litestar.params import SkipValidation

from upstream.api.access import allowed
from upstream.api.charts.sparkline import sparkline
from upstream.api.charts.wording import count, money_compact, month, percent, span
from upstream.api.charts.wording import days as days_said
from upstream.api.pages.frame.amounts import cents
from upstream.api.pages.frame.range_asked import RangeForm, range_asked
from upstream.api.pages.frame.showing import Sheet, Shown, at_moment
from upstream.api.pages.frame.travel import Text, TravelGiven, looking
from upstream.api.pages.frame.visits import Visit, VisitGiven
from upstream.api.pages.payers.figure_leads import leads_to, month_lead
from upstream.api.pages.payers.figures_view import FigureLine, FigureRow, FiguresPage
from upstream.api.pages.rendering import address
from upstream.api.ranges import Days
from upstream.domain.figures.definition import Definition
from upstream.projections.figures.figures import (
    NEEDS,
    Figures,
    FigureShown,
    FiguresOf,
    figures,
)
from upstream.projections.view import View

COLUMNS: Final = (
    "initial_denial_rate",
    "final_denial_rate",
    "first_pass_yield",
    "overturn_rate",
    "collection_rate",
    "days_in_ar",
)
"""Of the tables by payer and by month."""


@get(
    "/figures",
    opt=allowed("claims:read"),
    dependencies={"form": Provide(RangeForm, sync_to_thread=False)},
    sync_to_thread=True,
)
def figures_page(
    visit: VisitGiven,
    travel: TravelGiven,
    form: NamedDependency[SkipValidation[RangeForm]],
    payer: Text = None,
) -> Shown:
    kept = {**form.kept, "payer": payer}
    with looking(visit, travel, NEEDS, path=visit.path("figures"), kept=kept) as (view, moment):
        days = range_asked(view, visit, form)
        page = _page(visit, view, days, form, payer or None, moment.as_of)
    return at_moment(visit, travel, moment, Sheet("figures", "Figures", "figures", page))


def _page(
    visit: Visit, view: View, days: Days, form: RangeForm, payer: str | None, as_of: str | None
) -> FiguresPage:
    found = figures(view, since=days.since, until=days.until)
    names = [one.name for one in found.by_payer]
    if payer is not None:
        found = figures(view, since=days.since, until=days.until, payer=payer)
    claims = visit.path("claims")
    here = {"as_of": as_of, **form.kept}
    lines = [
        _line(found, place, leads_to(claims, as_of, days, payer))
        for place in range(len(found.whole))
    ]
    of_hfma = [definition.kpi is not None for definition in found.definitions]
    own = visit.path("figures")
    named = {definition.key: definition.name for definition in found.definitions}
    return FiguresPage(
        said=span(days.since, days.last) + (f", {payer}" if payer else ""),
        since=form.since or "",
        until=form.until or "",
        payers=tuple((name, name == payer) for name in names),
        hfma=tuple(line for line, is_kpi in zip(lines, of_hfma, strict=True) if is_kpi),
        others=tuple(line for line, is_kpi in zip(lines, of_hfma, strict=True) if not is_kpi),
        columns=tuple(named[key] for key in COLUMNS),
        by_payer=tuple(
            _row(one, one.name, address(own, {**here, "payer": one.name})) for one in found.by_payer
        ),
        by_month=tuple(
            _row(one, month(one.name), month_lead(own, as_of, one.name, payer))
            for one in found.by_month
        ),
    )


def _line(found: Figures, place: int, leads: Mapping[str, str]) -> FigureLine:
    definition, figure = found.definitions[place], found.whole[place]
    return FigureLine(
        key=figure.key,
        name=definition.name,
        value=said(definition, figure),
        is_known=figure.value is not None,
        counted=_counted(figure),
        note=figure.note,
        spark=sparkline([of_month.figures[place].value for of_month in found.by_month[-12:]]),
        means=f"{definition.numerator} \N{DIVISION SIGN} {definition.denominator}",
        excluded=definition.excluded,
        proxy=definition.proxy,
        source=definition.source,
        clock=definition.clock,
        href=leads.get(figure.key) if figure.value is not None else None,
    )


def said(definition: Definition, figure: FigureShown) -> str:
    """As people write it; a dash where it is not known."""
    if definition.unit == "days":
        return days_said(figure.value)
    return percent(figure.value)


def _counted(figure: FigureShown) -> str:
    if figure.value is None:
        return f"Not known: {figure.unknown}."
    if figure.numerator is None:
        return f"{_amount(figure.denominator)} claims"
    if figure.key == "days_in_ar":
        return f"{_amount(figure.numerator)}, {_amount(figure.denominator)} a day"
    return f"{_amount(figure.numerator)} of {_amount(figure.denominator)}"


def _amount(amount: int | str | None) -> str:
    return money_compact(cents(amount)) if isinstance(amount, str) else count(amount)


def _row(one: FiguresOf, name: str, href: str) -> FigureRow:
    by_key = {figure.key: figure for figure in one.figures}
    return FigureRow(
        name=name,
        claims=one.claims,
        cells=tuple(
            days_said(by_key[key].value) if key == "days_in_ar" else percent(by_key[key].value)
            for key in COLUMNS
        ),
        href=href,
    )
