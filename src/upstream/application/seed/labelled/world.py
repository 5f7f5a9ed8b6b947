"""A simulated year before its claims: every cell's habits, day by day, drifts and decoys inside."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from math import log

from upstream.application.seed.labelled import injections
from upstream.application.seed.labelled.answer_sheet import AnswerSheet, DecoyLabel, DriftLabel
from upstream.application.seed.labelled.cell_habits import CellHabits, CommonHabits, cell_habits
from upstream.application.seed.labelled.injections import Place, strength
from upstream.application.seed.labelled.market import (
    CPTS,
    DAYS,
    PAYERS,
    REASONS,
    REMITS,
    remit_days,
)

BEGINS_ON = date(2024, 6, 24)
"""A Monday in summer: January and its habits fall into the weeks that are looked at."""

_RUN_OFF = 400
"""Days after the last one for which tables are kept: a claim may be decided far outside."""


@dataclass(frozen=True, slots=True)
class PayerHabits:
    """One payer: when it decides, for what it denies, and what it calls itself."""

    name: str
    next_remit: Sequence[int]
    reason_weights: Sequence[float]
    reason_drifts: Sequence[tuple[DriftLabel, Sequence[float]]]
    rename: DecoyLabel | None


@dataclass(frozen=True, slots=True)
class World:
    """Everything claims are drawn from."""

    sheet: AnswerSheet
    payers: Sequence[PayerHabits]
    cells: Sequence[Sequence[CellHabits]]
    """Per payer."""


def world(
    seed: int, *, drifts: bool = True, begins_on: date = BEGINS_ON, days: int = DAYS
) -> World:
    """A year of `WEEKS` weeks; without drifts the same year with the same decoys and swings.

    More `days` put time without drifts or decoys before that year.
    """
    # Reproducible on purpose; nothing here guards anything.
    draw = random.Random(f"year/{seed}")  # noqa: S311
    payers = PAYERS[:12]
    groups = tuple(CPTS)
    places = [
        Place(payer, group, min(5_000.0, max(5.0, draw.lognormvariate(3.4, 1.1))))
        for payer in payers
        for group in groups
    ]
    last_year = begins_on + timedelta(days=days - DAYS)
    injected = injections.drifts(draw, places, REASONS, last_year)
    decoys = injections.decoys(draw, places, injected, last_year)
    sheet = AnswerSheet(
        seed=seed,
        begins_on=begins_on,
        until=begins_on + timedelta(days=days),
        payers=payers,
        cpt_groups=groups,
        denial_reasons=REASONS,
        drifts=injected if drifts else (),
        decoys=decoys,
    )
    # Its own source, so that the year without drifts swings exactly as the year with them.
    swings = random.Random(f"year/{seed}/swings")  # noqa: S311
    made = [
        _payer(swings, sheet, payer, [place for place in places if place.payer == payer])
        for payer in payers
    ]
    return World(sheet, [habits for habits, _ in made], [cells for _, cells in made])


def _payer(
    swings: random.Random, sheet: AnswerSheet, payer: str, places: Sequence[Place]
) -> tuple[PayerHabits, list[CellHabits]]:
    begins_on = sheet.begins_on
    days = (sheet.until - begins_on).days
    dates = [begins_on + timedelta(days=day) for day in range(days + _RUN_OFF)]
    own = [label for label in sheet.drifts if label.payer == payer]
    remits = swings.choice(REMITS)
    if any(label.stops for label in own):
        remits = "weekdays"
    decides = remit_days(remits, begins_on, swings.randrange(5), len(dates))
    for label in own:
        if label.stops and label.ends_on:
            for day in range((label.begins_on - begins_on).days, (label.ends_on - begins_on).days):
                decides[day] = False
    rare = swings.sample(range(len(REASONS)), 2)
    unseen = [REASONS.index(label.denial_reason) for label in own if label.denial_reason]
    weights = [
        0.0 if number in unseen[:1] and not own[0].relabels else swings.uniform(0.4, 2.0)
        for number in range(len(REASONS))
    ]
    for number in rare:
        weights[number] *= 0.1
    habits = PayerHabits(
        name=payer,
        next_remit=_next(decides),
        reason_weights=list(accumulate(weights)),
        reason_drifts=[
            (label, [label.size * strength(label, day) for day in dates])
            for label in own
            if label.denial_reason
        ],
        rename=next(
            (one for one in sheet.decoys if one.payer == payer and one.decoy == "payer_rename"),
            None,
        ),
    )
    weekly_sd, batch_sd = swings.uniform(0.03, 0.15), swings.uniform(0.05, 0.30)
    common = CommonHabits(
        base=log(swings.uniform(0.05, 0.18)),
        logits=[swings.gauss(0, weekly_sd) for _ in range(len(dates) // 7 + 1)],
        batches=[swings.gauss(0, batch_sd) for _ in dates],
        speeds=[swings.gauss(0, 0.03) for _ in range(len(dates) // 7 + 1)],
        median_days=swings.uniform(8, 24),
        fee=swings.uniform(0.65, 1.25),
        update=swings.gauss(0.025, 0.003),
        dates=dates,
    )
    return habits, [cell_habits(swings, sheet, place, common) for place in places]


def _next(decides: Sequence[bool]) -> list[int]:
    following = list(range(len(decides)))
    for day in range(len(decides) - 2, -1, -1):
        if not decides[day]:
            following[day] = following[day + 1]
    return following
