"""How one payer treats one group of procedures in a simulated year, day by day."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from math import exp

from upstream.application.seed.labelled.answer_sheet import AnswerSheet, DriftLabel
from upstream.application.seed.labelled.injections import Place, strength
from upstream.application.seed.labelled.market import CPTS

_INJECTED = ("denial_rate", "allowed_amount", "days_to_decision", "payment_delay")


@dataclass(frozen=True, slots=True)
class CellHabits:
    """One payer and group, day by day."""

    place: Place
    cpts: Sequence[str]
    cpt_logits: Sequence[float]
    prices: Sequence[float]
    """In cents, what this payer usually allows for each code."""
    shares: Sequence[float]
    shares_later: Sequence[float]
    """Another mix of codes from `mix_from` on."""
    mix_from: int
    surge_from: int
    logits: Sequence[float]
    """Of denial, by day of decision."""
    fees: Sequence[float]
    """What is allowed, relative to the usual, by day of decision."""
    clock: Sequence[float]
    """How much time to decide the payer has used up by each day; a slow payer's runs slower."""
    median_days: float
    days_sigma: float
    denials_take: float
    """Time to a denial, relative to that of a payment."""


@dataclass(frozen=True, slots=True)
class CommonHabits:
    """What the cells of one payer share."""

    base: float
    logits: Sequence[float]
    batches: Sequence[float]
    speeds: Sequence[float]
    median_days: float
    fee: float
    update: float
    """Log of the fee schedule's change on 1 January."""
    dates: Sequence[date]


def cell_habits(
    swings: random.Random, sheet: AnswerSheet, place: Place, common: CommonHabits
) -> CellHabits:
    cpts = CPTS[place.cpt_group]
    dates = common.dates
    own = [
        label
        for label in sheet.drifts
        if label.payer == place.payer and label.cpt_group in {None, place.cpt_group}
    ]
    decoys = {
        one.decoy: (one.begins_on - sheet.begins_on).days
        for one in sheet.decoys
        if (one.payer, one.cpt_group) == (place.payer, place.cpt_group)
    }
    shock = swings.uniform(0.05, 0.30)
    shocks = [swings.gauss(0, shock) for _ in range(len(dates) // 7 + 1)]
    base = common.base + swings.gauss(0, 0.3)
    denials, prices, days, delays = (_changes(own, kind, dates) for kind in _INJECTED)
    logits = [
        base
        + common.logits[day // 7]
        + common.batches[day]
        + shocks[day // 7]
        + _january(on)
        + denials[day]
        for day, on in enumerate(dates)
    ]
    year = dates[0].year + 1
    fees = [
        exp((common.update if on >= date(year, 1, 1) else 0) + prices[day])
        for day, on in enumerate(dates)
    ]
    speeds = [
        exp(common.speeds[day // 7] - slower - delay)
        for day, (slower, delay) in enumerate(zip(days, delays, strict=True))
    ]
    shares = [swings.gammavariate(1.5, 1) + 0.02 for _ in cpts]
    return CellHabits(
        place=place,
        cpts=cpts,
        cpt_logits=[swings.gauss(0, 0.5) for _ in cpts],
        prices=[common.fee * swings.lognormvariate(9.2, 0.8) for _ in cpts],
        shares=list(accumulate(shares)),
        shares_later=list(accumulate(swings.sample(shares, len(shares)))),
        mix_from=decoys.get("mix_shift", len(dates)),
        surge_from=decoys.get("volume_surge", len(dates)),
        logits=logits,
        fees=fees,
        clock=list(accumulate(speeds, initial=0.0)),
        median_days=common.median_days * swings.lognormvariate(0, 0.15),
        days_sigma=swings.uniform(0.35, 0.6),
        denials_take=swings.lognormvariate(0, 0.25),
    )


def _january(on: date) -> float:
    """Eligibility starts anew: more denials in January, fewer and fewer until March."""
    days = (on - date(on.year, 1, 1)).days
    return max(0.0, 0.25 * (1 - days / 60))


def _changes(labels: Sequence[DriftLabel], kind: str, dates: Sequence[date]) -> list[float]:
    """What the drifts of a kind add on each day."""
    own = [label for label in labels if label.kind == kind]
    if not own:
        return [0.0] * len(dates)
    return [
        sum((label.size if label.rises else -label.size) * strength(label, on) for label in own)
        for on in dates
    ]
