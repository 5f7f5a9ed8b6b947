"""Forecasts of every month from what was known the month before, each choosing by the past alone.

Which half-life, which weight, season or not: whatever would have erred least at the months before.
An interval is as wide as such errors were, on the scale of asin(sqrt(rate)), where chance alone is
equally wide for every rate.
"""

from collections.abc import Iterator, Sequence
from math import asin, pi, sin, sqrt
from typing import Final, NamedTuple

from upstream.domain.forecast.history import NONE, History
from upstream.domain.forecast.levels import (
    HALF_LIVES,
    WEIGHTS,
    Level,
    Levels,
    log_odds,
    probability,
)
from upstream.domain.forecast.months import YEAR

KNOWN_MIN: Final = 2
"""Whole months before the first forecast."""

JUDGED_MIN: Final = 5
"""Fewer decisions and a month's rate judges no forecast."""

_SEASON_KEPT: Final = 0.7
_Z80, _Z95 = 1.2816, 1.9600
_ERRORS_MIN: Final = 60
_WIDER_MIN, _WIDER_MAX = 0.7, 2.5


class Way(NamedTuple):
    """One way to forecast."""

    half_life: float
    weight: float
    seasonal: bool


WAYS: Final = tuple(
    Way(half_life, weight, seasonal)
    for seasonal in (False, True)
    for half_life in HALF_LIVES
    for weight in WEIGHTS
)


class Forecast(NamedTuple):
    """The rate of one cell's next month, its intervals, and the decisions expected."""

    rate: float
    low80: float
    high80: float
    low95: float
    high95: float
    claims: float


class Origin(NamedTuple):
    """What was forecast from one month: for the month after it, cell by cell."""

    month: int
    forecasts: list[Forecast]


def roll(history: History) -> Iterator[Origin]:
    """From every month that knows enough, the running one last."""
    rolling = _Rolling(history)
    for month in range(history.first, history.month + 1):
        if month - history.first >= KNOWN_MIN:
            yield rolling.forecast(month)
        rolling.levels.learn(month)


class _Claim(NamedTuple):
    """What was said of a month, to be looked at when it is over."""

    rates: dict[Way, list[float]]
    chosen: Way
    unsure: list[float]


class _Rolling:
    def __init__(self, history: History) -> None:
        self._history = history
        self.levels = Levels(history.cells)
        self._losses = dict.fromkeys(WAYS, 0.0)
        self._errors: list[float] = []
        """Of the ways that were chosen, in units of what was thought to be one deviation."""
        self._everybody: dict[tuple[int, float], float] = {}
        self._claims: dict[int, _Claim] = {}
        """By the month they are about."""

    def forecast(self, month: int) -> Origin:
        """From `month`, of which only a part is known; the month before is known whole."""
        self._look_back(month - 1)
        levels = {half_life: self.levels.at(month, half_life) for half_life in HALF_LIVES}
        for half_life, (_, everybody) in levels.items():
            self._everybody[month, half_life] = everybody
        rates = {way: self._rates(way, levels[way.half_life][0], month) for way in WAYS}
        chosen = min(WAYS, key=lambda way: (self._losses[way], WAYS.index(way)))
        rho, own = self.levels.rho, levels[chosen.half_life][0]
        unsure = [1 / (level.claims + chosen.weight + 1) + rho for level in own]
        self._claims[month + 1] = _Claim(rates, chosen, unsure)
        reach80, reach95 = (
            _Z80 * self._wider(0.80, _Z80),
            _Z95 * self._wider(0.95, _Z95),
        )
        volumes = self.levels.volumes()
        return Origin(
            month,
            [
                _forecast(rate, volume, more, reach80, max(reach80, reach95))
                for rate, volume, more in zip(rates[chosen], volumes, unsure, strict=True)
            ],
        )

    def _rates(self, way: Way, levels: Sequence[Level], month: int) -> list[float]:
        rates = [level.rate(way.weight) for level in levels]
        season = self._season(month, way.half_life) if way.seasonal else 0.0
        return [probability(log_odds(rate) + season) for rate in rates] if season else rates

    def _season(self, month: int, half_life: float) -> float:
        """What the month to come did to everybody a year ago; nothing where nobody knows."""
        then = self._everybody.get((month - YEAR, half_life))
        came = [cell.whole.get(month + 1 - YEAR, NONE) for cell in self._history.cells]
        claims = sum(tally.claims for tally in came)
        if then is None or not claims:
            return 0.0
        rate = (sum(tally.denied for tally in came) + 0.5) / (claims + 1)
        return _SEASON_KEPT * (log_odds(rate) - log_odds(then))

    def _look_back(self, month: int) -> None:
        """`month` is over: what was said of it costs every way its errors."""
        said = self._claims.pop(month, None)
        if said is None:
            return
        rho = self.levels.rho
        for place, cell in enumerate(self._history.cells):
            came = cell.whole.get(month, NONE)
            if came.claims < JUDGED_MIN or came.rate is None:
                continue
            size = came.claims / (1 + (came.claims - 1) * rho)
            for way, rates in said.rates.items():
                self._losses[way] += size * (came.rate - rates[place]) ** 2
            deviation = sqrt(1 / came.claims + said.unsure[place]) / 2
            apart = asin(sqrt(came.rate)) - asin(sqrt(said.rates[said.chosen][place]))
            self._errors.append(abs(apart) / deviation)

    def _wider(self, part: float, usual: float) -> float:
        """By how much errors exceeded what was thought; 1 until there are enough of them."""
        if len(self._errors) < _ERRORS_MIN:
            return 1.0
        ordered = sorted(self._errors)
        found = ordered[min(len(ordered) - 1, int(part * len(ordered)))] / usual
        return min(_WIDER_MAX, max(_WIDER_MIN, found))


def _forecast(
    rate: float, claims: float, unsure: float, reach80: float, reach95: float
) -> Forecast:
    deviation = sqrt(1 / max(claims, 1.0) + unsure) / 2
    low80, high80 = _within(rate, reach80 * deviation)
    low95, high95 = _within(rate, reach95 * deviation)
    return Forecast(rate, low80, high80, low95, high95, claims)


def _within(rate: float, reach: float) -> tuple[float, float]:
    middle = asin(sqrt(rate))
    low, high = max(0.0, middle - reach), min(pi / 2, middle + reach)
    return min(rate, sin(low) ** 2), max(rate, sin(high) ** 2)
