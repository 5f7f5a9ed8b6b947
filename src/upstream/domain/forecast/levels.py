"""Where every cell's denial rate stands, as known at one month: weighted months, leaning on others.

Months count by their age (half as much after each half-life) and by their size, a large month for
less than its claims, because months swing more than chance: n / (1 + (n - 1) rho). A cell leans on
what its payer and its CPT group usually do together, in log odds.
"""

from collections.abc import Sequence
from math import exp, log
from typing import Final, NamedTuple

from upstream.domain.figures.rates import Tally
from upstream.domain.forecast.history import NONE, Cell

HALF_LIVES: Final = (1.5, 4.0, 12.0)
WEIGHTS: Final = (5.0, 30.0)
"""Claims that payer and group together weigh beside a cell's own."""

_GROUP_WEIGHT: Final = 20.0
"""Claims that everybody weighs beside a payer's or a group's own."""

_VOLUME_HALF_LIFE: Final = 2.0
_RHO_FIRST, _RHO_MIN, _RHO_MAX = 0.005, 0.0005, 0.2
_PAIR_MIN, _PAIR_WEIGHT_MAX = 5, 200


class Level(NamedTuple):
    """One cell as its history and its kin say: a prior rate, own claims, those of them denied."""

    prior: float
    claims: float
    denied: float

    def rate(self, weight: float) -> float:
        return (self.denied + weight * self.prior) / (self.claims + weight)


class Levels:
    """Fed month by month; never looks ahead."""

    def __init__(self, cells: Sequence[Cell]) -> None:
        self._cells = cells
        self._sums = {half: [(0.0, 0.0)] * len(cells) for half in HALF_LIVES}
        self._volumes = [(0.0, 0.0)] * len(cells)
        self._swing = [0.0, 0.0]

    @property
    def rho(self) -> float:
        """Correlation of claims of one month: what months swing beyond chance."""
        above, weight = self._swing
        found = above / weight if weight else _RHO_FIRST
        return min(_RHO_MAX, max(_RHO_MIN, found))

    def volumes(self) -> list[float]:
        """Decisions expected in a month, per cell."""
        return [sums / weight if weight else 0.0 for sums, weight in self._volumes]

    def at(self, month: int, half_life: float) -> tuple[list[Level], float]:
        """Every cell's level with the part of `month` that was known, and the rate of all."""
        fade = 0.5 ** (1 / half_life)
        own = []
        for (claims, denied), cell in zip(self._sums[half_life], self._cells, strict=True):
            more, more_denied = self._counted(cell.part.get(month, NONE))
            own.append((fade * claims + more, fade * denied + more_denied))
        everybody = _smooth(sum(one[0] for one in own), sum(one[1] for one in own), 0.1, 1.0)
        payers = self._kin([cell.payer for cell in self._cells], own, everybody)
        groups = self._kin([cell.cpt_group for cell in self._cells], own, everybody)
        found = []
        for cell, (claims, denied) in zip(self._cells, own, strict=True):
            odds = log_odds(payers[cell.payer]) + log_odds(groups[cell.cpt_group])
            found.append(Level(probability(odds - log_odds(everybody)), claims, denied))
        return found, everybody

    def learn(self, month: int) -> None:
        """The month is over: it counts as a whole from now on."""
        for cell in self._cells:
            self._learn_swing(cell.whole.get(month, NONE), cell.whole.get(month - 1, NONE))
        for half_life, sums in self._sums.items():
            fade = 0.5 ** (1 / half_life)
            for place, cell in enumerate(self._cells):
                claims, denied = self._counted(cell.whole.get(month, NONE))
                before = sums[place]
                sums[place] = (fade * before[0] + claims, fade * before[1] + denied)
        fade = 0.5 ** (1 / _VOLUME_HALF_LIFE)
        for place, cell in enumerate(self._cells):
            seen, weight = self._volumes[place]
            now = cell.whole.get(month, NONE).claims
            self._volumes[place] = (fade * seen + now, fade * weight + 1)

    def _counted(self, tally: Tally) -> tuple[float, float]:
        if not tally.claims:
            return 0.0, 0.0
        claims = tally.claims / (1 + (tally.claims - 1) * self.rho)
        return claims, claims * tally.denied / tally.claims

    def _learn_swing(self, now: Tally, before: Tally) -> None:
        if min(now.claims, before.claims) < _PAIR_MIN:
            return
        rate = (now.denied + before.denied) / (now.claims + before.claims)
        if not 0 < rate < 1:
            return
        chance = 1 / now.claims + 1 / before.claims
        apart = (now.denied / now.claims - before.denied / before.claims) ** 2 / (rate * (1 - rate))
        weight = min(now.claims, before.claims, _PAIR_WEIGHT_MAX)
        self._swing[0] += weight * (apart - chance)
        self._swing[1] += weight * 2

    def _kin(
        self, names: Sequence[str], own: Sequence[tuple[float, float]], everybody: float
    ) -> dict[str, float]:
        sums: dict[str, tuple[float, float]] = {}
        for name, (claims, denied) in zip(names, own, strict=True):
            before = sums.get(name, (0.0, 0.0))
            sums[name] = (before[0] + claims, before[1] + denied)
        return {
            name: _smooth(claims, denied, everybody, _GROUP_WEIGHT)
            for name, (claims, denied) in sums.items()
        }


def _smooth(claims: float, denied: float, towards: float, weight: float) -> float:
    return (denied + weight * towards) / (claims + weight)


def log_odds(rate: float) -> float:
    kept = min(1 - 1e-6, max(1e-6, rate))
    return log(kept / (1 - kept))


def probability(odds: float) -> float:
    return 1 / (1 + exp(-odds))
