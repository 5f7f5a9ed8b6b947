"""What will each payer probably deny next month, and how good were such forecasts until now?"""

from datetime import date
from typing import Final

import msgspec

from upstream.domain.forecast.judging import Judged, Skill, outlook
from upstream.domain.forecast.months import first_day
from upstream.projections.claims.claim_versions import claim_versions
from upstream.projections.forecast.decided_months import decided_months
from upstream.projections.mappings.mapping_versions import mappings
from upstream.projections.view import View

NEEDS: Final = (claim_versions, mappings)

NOTHING_KNOWN: Final = "No decision is known."
TOO_YOUNG: Final = "Fewer than three months are known: too few to forecast anything."


class Backtest(msgspec.Struct, frozen=True, kw_only=True):
    """What forecasts were worth, each made from what was known the month before.

    Errors are means of |forecast - rate| over `months`; those beside last year over the
    `last_year_months` that had a year before them. Coverage is the share of months that fell into
    their interval.
    """

    months: int
    error: float | None
    error_last_month: float | None
    last_year_months: int
    error_beside_last_year: float | None
    error_last_year: float | None
    coverage_80: float | None
    coverage_95: float | None


class CellForecast(msgspec.Struct, frozen=True, kw_only=True):
    """The denial rate (0-1) of first decisions of one payer and CPT group in the month to come.

    Rates are None where the forecast is not shown; `why_not` says why.
    """

    payer: str
    cpt_group: str
    shown: bool
    why_not: str | None
    denial_rate: float | None
    low_80: float | None
    high_80: float | None
    low_95: float | None
    high_95: float | None
    expected_decisions: int
    last_month_rate: float | None
    """What "as last month" says."""
    last_year_rate: float | None
    backtest: Backtest


class Forecasts(msgspec.Struct, frozen=True, kw_only=True):
    """For `month` (YYYY-MM), the one after the newest with decisions, known through a day.

    `cells`: those that are shown first, by the denials to be expected.
    """

    month: str | None
    known_through: date | None
    why_none: str | None
    shown: int
    backtest: Backtest | None
    """Of all cells together, weighted by claims."""
    cells: list[CellForecast]


def forecasts(view: View, *, shown_on: date) -> Forecasts:
    """As known at the view's position; `shown_on` is its date at the customer's."""
    known = decided_months(view, shown_on)
    if known is None:
        return _none(None, NOTHING_KNOWN)
    found = outlook(known.history)
    if found is None:
        return _none(known.through, TOO_YOUNG)
    cells = sorted((_cell(judged) for judged in found.cells), key=_weight)
    return Forecasts(
        month=str(first_day(found.month))[:7],
        known_through=known.through,
        why_none=None,
        shown=sum(cell.shown for cell in cells),
        backtest=_backtest(found.skill),
        cells=cells,
    )


def _none(through: date | None, why: str) -> Forecasts:
    return Forecasts(
        month=None, known_through=through, why_none=why, shown=0, backtest=None, cells=[]
    )


def _weight(cell: CellForecast) -> tuple[bool, float, str, str]:
    denials = cell.expected_decisions * (cell.denial_rate or 0.0)
    return not cell.shown, -denials, cell.payer, cell.cpt_group


def _cell(judged: Judged) -> CellForecast:
    forecast = judged.forecast
    shown = judged.why_not is None

    def rate(value: float) -> float | None:
        return round(value, 4) if shown else None

    return CellForecast(
        payer=judged.cell.payer,
        cpt_group=judged.cell.cpt_group,
        shown=shown,
        why_not=judged.why_not,
        denial_rate=rate(forecast.rate),
        low_80=rate(forecast.low80),
        high_80=rate(forecast.high80),
        low_95=rate(forecast.low95),
        high_95=rate(forecast.high95),
        expected_decisions=round(forecast.claims),
        last_month_rate=_rounded(judged.last_month),
        last_year_rate=_rounded(judged.last_year),
        backtest=_backtest(judged.skill),
    )


def _backtest(skill: Skill) -> Backtest:
    return Backtest(
        months=skill.origins,
        error=_rounded(skill.error),
        error_last_month=_rounded(skill.error_last_month),
        last_year_months=skill.year_origins,
        error_beside_last_year=_rounded(skill.error_beside_last_year),
        error_last_year=_rounded(skill.error_last_year),
        coverage_80=_rounded(skill.covered80),
        coverage_95=_rounded(skill.covered95),
    )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
