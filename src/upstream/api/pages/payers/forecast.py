"""The page of next month's denials: what is expected, how sure, and why the rest is not told."""

from typing import Final

from litestar import get
from markupsafe import Markup

from upstream.api.access import allowed
from upstream.api.charts.intervals import Expected, intervals
from upstream.api.charts.wording import MISSING, day, month, percent
from upstream.api.pages.frame.showing import Sheet, Shown, at_moment
from upstream.api.pages.frame.travel import TravelGiven, looking
from upstream.api.pages.frame.visits import VisitGiven
from upstream.api.pages.payers.payers_view import ForecastPage, ForecastRow
from upstream.api.pages.rendering import address
from upstream.api.ranges import shown_on
from upstream.projections.forecast.forecasts import (
    NEEDS,
    Backtest,
    CellForecast,
    Forecasts,
    forecasts,
)

CHARTED: Final = 12
HIDDEN_SHOWN: Final = 50


@get("/payers/forecast", opt=allowed("drift:read"), sync_to_thread=True)
def forecast_page(visit: VisitGiven, travel: TravelGiven) -> Shown:
    path = visit.path("payers", "forecast")
    with looking(visit, travel, NEEDS, path=path) as (view, moment):
        found = forecasts(view, shown_on=shown_on(view, visit.zone))
    page = _page(found, visit.path("claims"), visit.path("payers"), moment.as_of)
    return at_moment(visit, travel, moment, Sheet("payers", "Forecast", "forecast", page))


def _page(found: Forecasts, claims: str, scorecard: str, as_of: str | None) -> ForecastPage:
    shown = [cell for cell in found.cells if cell.shown]
    hidden = sorted(
        (cell for cell in found.cells if not cell.shown), key=lambda cell: -cell.expected_decisions
    )
    return ForecastPage(
        month=month(found.month) if found.month else None,
        known_through=found.known_through,
        why_none=found.why_none,
        scorecard_href=address(scorecard, {"as_of": as_of}),
        said=f"{found.shown} of {len(found.cells)} cells",
        tested=_tested(found.backtest) if found.backtest else "",
        chart=_chart(found, shown),
        shown=tuple(_row(cell, claims, as_of) for cell in shown),
        hidden=tuple(_row(cell, claims, as_of) for cell in hidden[:HIDDEN_SHOWN]),
        hidden_many=len(hidden),
    )


def _chart(found: Forecasts, shown: list[CellForecast]) -> Markup:
    drawn = [
        Expected(
            label=f"{cell.payer}, {cell.cpt_group}",
            rate=cell.denial_rate or 0,
            likely=(cell.low_80 or 0, cell.high_80 or 0),
            possible=(cell.low_95 or 0, cell.high_95 or 0),
            before=cell.last_month_rate,
        )
        for cell in shown[:CHARTED]
    ]
    when = f" in {month(found.month)}" if found.month else ""
    through = f", known through {day(found.known_through)}" if found.known_through else ""
    return intervals(
        drawn,
        f"First denials expected{when}{through}",
        found.why_none or "No forecast beats the naive ones yet.",
        key="forecast",
    )


def _row(cell: CellForecast, claims: str, as_of: str | None) -> ForecastRow:
    asked = {"as_of": as_of, "payer": cell.payer, "cpt_group": cell.cpt_group}
    return ForecastRow(
        payer=cell.payer,
        cpt_group=cell.cpt_group,
        href=address(claims, {**asked, "first_outcome": "DENIED"}),
        expected=percent(cell.denial_rate),
        likely=_span(cell.low_80, cell.high_80),
        possible=_span(cell.low_95, cell.high_95),
        last_month=percent(cell.last_month_rate),
        last_year=percent(cell.last_year_rate),
        decisions=cell.expected_decisions,
        tested=_tested(cell.backtest),
        why_not=cell.why_not,
    )


def _span(low: float | None, high: float | None) -> str:
    return MISSING if low is None else f"{percent(low)} to {percent(high)}"


def _tested(tested: Backtest) -> str:
    """Mean errors in percentage points."""
    if not tested.months:
        return "Not tested: no month to look back at."
    year = (
        f"; beside last year {_points(tested.error_beside_last_year)}"
        f" against {_points(tested.error_last_year)}"
        if tested.last_year_months
        else "; no year to compare with"
    )
    return (
        f"{tested.months} forecasts: mean error {_points(tested.error)} points against"
        f" {_points(tested.error_last_month)} of last month{year};"
        f" {percent(tested.coverage_80, 0)} within their 80 % interval"
    )


def _points(error: float | None) -> str:
    return MISSING if error is None else f"{error * 100:.1f}"
