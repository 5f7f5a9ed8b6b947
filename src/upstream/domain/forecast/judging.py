"""Which forecasts are worth showing: those that beat "as last month" and "as last year".

Every month of the customer's own history is forecast from what was known the month before it. A
cell is shown where the mean error of its forecasts was below that of both naive ones and at least
70 of 100 months fell into their 80 % intervals; and only if the forecasts of all cells of its
payer together beat the naive ones too, because the best of many cells may owe that to luck.
"""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from upstream.domain.figures.rates import Tally
from upstream.domain.forecast.history import NONE, Cell, History, last_month, last_year
from upstream.domain.forecast.rolling import JUDGED_MIN, Forecast, Origin, roll

ORIGINS_MIN: Final = 6
YEARS_MIN: Final = 3
"""Months with a year before them that it takes to compare with last year."""

COVERED_MIN: Final = 0.7
CLAIMS_MIN: Final = 5.0


class Trial(NamedTuple):
    """One month of one cell: what was forecast, what came, what the naive would have said."""

    forecast: Forecast
    came: float
    claims: int
    last_month: float
    last_year: float | None


class Skill(NamedTuple):
    """Mean absolute errors over months; those beside `last_year` over its months only.

    None where there was nothing to compare with.
    """

    origins: int
    error: float | None
    error_last_month: float | None
    year_origins: int
    error_beside_last_year: float | None
    error_last_year: float | None
    covered80: float | None
    covered95: float | None

    @property
    def beats_last_month(self) -> bool:
        return (
            self.error is not None
            and self.error_last_month is not None
            and self.error < self.error_last_month
        )

    @property
    def beats_last_year(self) -> bool:
        """True too where there are too few years to compare with: nothing was said by it."""
        if self.year_origins < YEARS_MIN:
            return True
        assert self.error_beside_last_year is not None
        assert self.error_last_year is not None
        return self.error_beside_last_year < self.error_last_year


class Judged(NamedTuple):
    """One cell's forecast with what it was worth; `why_not` None where it is to be shown."""

    cell: Cell
    forecast: Forecast
    last_month: float | None
    last_year: float | None
    skill: Skill
    why_not: str | None


class Outlook(NamedTuple):
    """All cells, and what the forecasts of all of them together were worth."""

    month: int
    """The one that is forecast."""
    cells: list[Judged]
    skill: Skill


def outlook(history: History) -> Outlook | None:
    """None where too few months are known to forecast anything."""
    origins = list(roll(history))
    if not origins or origins[-1].month != history.month:
        return None
    trials = [
        _trials(history, cell, place, origins[:-1]) for place, cell in enumerate(history.cells)
    ]
    of_payer: dict[str, list[Trial]] = {}
    for cell, of_cell in zip(history.cells, trials, strict=True):
        of_payer.setdefault(cell.payer, []).extend(of_cell)
    payers = {payer: skill_of(found, weighted=True) for payer, found in of_payer.items()}
    now = origins[-1].forecasts
    judged = [
        _judged(history, cell, forecast, skill_of(of_cell), payers[cell.payer])
        for cell, forecast, of_cell in zip(history.cells, now, trials, strict=True)
    ]
    everything = skill_of((one for of_cell in trials for one in of_cell), weighted=True)
    return Outlook(history.month + 1, judged, everything)


def _judged(history: History, cell: Cell, forecast: Forecast, skill: Skill, payer: Skill) -> Judged:
    return Judged(
        cell,
        forecast,
        last_month(cell, history.month, history.day),
        last_year(cell, history.month),
        skill,
        why_not(forecast, skill, payer),
    )


def _trials(history: History, cell: Cell, place: int, origins: Sequence[Origin]) -> list[Trial]:
    """Months that were decided enough, and of which the month before said something."""
    found = []
    for origin in origins:
        if origin.month + 1 >= history.month:
            continue
        came: Tally = cell.whole.get(origin.month + 1, NONE)
        naive = last_month(cell, origin.month, history.day)
        if came.claims < JUDGED_MIN or came.rate is None or naive is None:
            continue
        year = last_year(cell, origin.month)
        found.append(Trial(origin.forecasts[place], came.rate, came.claims, naive, year))
    return found


def skill_of(trials: Iterable[Trial], *, weighted: bool = False) -> Skill:
    """`weighted` by claims, so that cells of all sizes can be put together."""
    known = list(trials)
    weights = [float(one.claims) if weighted else 1.0 for one in known]
    years = [
        (one, weight)
        for one, weight in zip(known, weights, strict=True)
        if one.last_year is not None
    ]
    pairs = list(zip(known, weights, strict=True))
    return Skill(
        origins=len(known),
        error=_mean((abs(one.forecast.rate - one.came), weight) for one, weight in pairs),
        error_last_month=_mean((abs(one.last_month - one.came), weight) for one, weight in pairs),
        year_origins=len(years),
        error_beside_last_year=_mean(
            (abs(one.forecast.rate - one.came), weight) for one, weight in years
        ),
        error_last_year=_mean(
            (abs((one.last_year or 0.0) - one.came), weight) for one, weight in years
        ),
        covered80=_mean(
            (float(one.forecast.low80 <= one.came <= one.forecast.high80), 1.0) for one in known
        ),
        covered95=_mean(
            (float(one.forecast.low95 <= one.came <= one.forecast.high95), 1.0) for one in known
        ),
    )


def _mean(values: Iterable[tuple[float, float]]) -> float | None:
    known = list(values)
    weights = sum(weight for _, weight in known)
    return sum(value * weight for value, weight in known) / weights if weights else None


def why_not(forecast: Forecast, skill: Skill, payer: Skill) -> str | None:
    """Why a forecast is not shown; None where it is."""
    covered = skill.covered80 or 0.0
    reasons = (
        (
            forecast.claims < CLAIMS_MIN,
            f"Fewer than {CLAIMS_MIN:.0f} decisions a month are expected.",
        ),
        (
            skill.origins < ORIGINS_MIN,
            f"Only {skill.origins} months to test it on; it takes {ORIGINS_MIN}.",
        ),
        (not skill.beats_last_month, 'The naive forecast "as last month" was as good.'),
        (not skill.beats_last_year, 'The naive forecast "as last year" was as good.'),
        (
            not (payer.beats_last_month and payer.beats_last_year),
            "All cells of this payer together, the naive forecasts were as good.",
        ),
        (
            covered < COVERED_MIN,
            f"Only {covered:.0%} of the months fell into their 80 % intervals.",
        ),
    )
    return next((reason for holds, reason in reasons if holds), None)
