"""The claims of a simulated year, drawn cell by cell: submitted, decided, denied, allowed."""

import random
from bisect import bisect_left
from collections.abc import Iterator
from math import exp, log
from statistics import NormalDist
from typing import NamedTuple

from upstream.application.seed.labelled.cell_habits import CellHabits
from upstream.application.seed.labelled.market import REASONS
from upstream.application.seed.labelled.world import PayerHabits, World

_STEPS = 1024
_NORMAL = tuple(NormalDist().inv_cdf((step + 0.5) / _STEPS) for step in range(_STEPS))
_WEEKDAYS = (0.23, 0.21, 0.20, 0.19, 0.14, 0.02, 0.01)
"""Submissions of a week that fall on each day, Monday first."""

_CHARGE = 2.35
_SURGE = 2.5
_OTHER = 0.008
_OTHERS = 14
"""Claims decided per denial, roughly: what a reason takes from others is a share of denials."""


class SimulatedClaim(NamedTuple):
    """One claim; days count from the year's first day, `decided` may lie beyond the last."""

    number: int
    payer: str
    cpt: str
    cpt_group: str
    submitted: int
    decided: int
    outcome: str
    billed_cents: int
    allowed_cents: int | None
    denial_reason: str | None


def simulated_claims(world: World) -> Iterator[SimulatedClaim]:
    """All of them, payer by payer, in a fixed order."""
    number = 0
    for payer, cells in zip(world.payers, world.cells, strict=True):
        for cell in cells:
            name = f"year/{world.sheet.seed}/{payer.name}/{cell.place.cpt_group}"
            drawn = _Drawn(world, payer, cell, random.Random(name))  # noqa: S311  reproducible
            for claim in drawn.claims():
                number += 1
                yield claim._replace(number=number)


class _Drawn:
    """One cell's claims."""

    def __init__(
        self, world: World, payer: PayerHabits, cell: CellHabits, draw: random.Random
    ) -> None:
        self._payer, self._cell, self._draw = payer, cell, draw
        renamed = payer.rename
        self._days = (world.sheet.until - world.sheet.begins_on).days
        self._renamed_from = (
            (renamed.begins_on - world.sheet.begins_on).days if renamed else self._days
        )
        self._new_name = (renamed.renamed_to if renamed else None) or payer.name
        self._begins_on = world.sheet.begins_on
        self._log_days = log(cell.median_days)
        self._log_denied_days = log(cell.median_days * cell.denials_take)

    def claims(self) -> Iterator[SimulatedClaim]:
        for day in range(self._days):
            count = self._submitted_on(day)
            if not count:
                continue
            cell = self._cell
            shares = cell.shares_later if day >= cell.mix_from else cell.shares
            codes = self._draw.choices(range(len(cell.cpts)), cum_weights=shares, k=count)
            for code in codes:
                yield self._claim(day, code)

    def _submitted_on(self, day: int) -> int:
        """Over-dispersed: gamma-distributed rates, Poisson counts."""
        if day % 7 == 0:
            # So many weeks of about the usual size; the last quarter of a year is busier.
            self._busy = self._draw.gammavariate(12, 1 / 12)
        expected = self._cell.place.weekly * self._busy * _WEEKDAYS[day % 7]
        if day >= self._cell.surge_from:
            expected *= _SURGE
        if 100 <= day < 190:
            expected *= 1.12
        return _poisson(self._draw, expected)

    def _claim(self, day: int, code: int) -> SimulatedClaim:
        cell, payer, chance = self._cell, self._payer, self._draw.random
        spread = cell.days_sigma * _NORMAL[int(chance() * _STEPS)]
        decided = self._decided(day, exp(self._log_denied_days + spread))
        logit = cell.logits[decided] + cell.cpt_logits[code]
        roll = chance()
        denied = roll < 1 / (1 + exp(-logit))
        reason: str | None = None
        if not denied:
            decided = self._decided(day, exp(self._log_days + spread))
        else:
            reason = self._draw.choices(REASONS, cum_weights=payer.reason_weights)[0]
        for label, added in payer.reason_drifts:
            if added[decided] and (denied if label.relabels else not denied):
                share = added[decided] * (_OTHERS if label.relabels else 1)
                if chance() < share:
                    denied, reason = True, label.denial_reason
        noise = exp(0.10 * _NORMAL[int(chance() * _STEPS)])
        price = cell.prices[code]
        outcome = "DENIED" if denied else "OTHER" if roll > 1 - _OTHER else "PAID"
        return SimulatedClaim(
            0,
            self._new_name if day >= self._renamed_from else payer.name,
            cell.cpts[code],
            cell.place.cpt_group,
            day,
            decided,
            outcome,
            int(price * _CHARGE * noise),
            int(price * cell.fees[decided] * noise) if outcome == "PAID" else None,
            reason,
        )

    def _decided(self, day: int, days: float) -> int:
        """The remittance day on which the payer has used up the claim's time."""
        clock = self._cell.clock
        ready = bisect_left(clock, clock[day] + min(days, 300.0), day) - 1
        return self._payer.next_remit[max(day, min(ready, len(clock) - 3))]


def _poisson(draw: random.Random, expected: float) -> int:
    if expected > 30:
        return max(0, round(draw.gauss(expected, expected**0.5)))
    limit, product, count = exp(-expected), draw.random(), 0
    while product > limit:
        product *= draw.random()
        count += 1
    return count
