"""Which drifts and decoys a simulated year holds, drawn so that each key has one at most."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt

from upstream.application.seed.labelled.answer_sheet import DecoyLabel, DriftLabel, Shape
from upstream.application.seed.labelled.market import RENAMED
from upstream.domain.drift.settings import Kind

RAMP_DAYS, PULSE_DAYS, STOP_DAYS = 42, 28, 9
FIRST_DAY, LAST_DAY = 7 * 25, 7 * 43
"""Where a drift may begin: after the first look, and early enough to be found."""

WEEKLY_MIN = 20
"""Claims a week below which a cell's change could not be seen by anybody within two months."""

_MONTHS_WEEKS, _USUAL_VARIANCE, _USUAL_SWING = 8, 0.09, 0.25

COUNTS: dict[Kind, int] = {
    "denial_rate": 5,
    "allowed_amount": 3,
    "days_to_decision": 3,
    "denial_reason": 2,
    "payment_delay": 1,
}
_WORSE_RISES: dict[Kind, bool] = {"allowed_amount": False}


@dataclass(frozen=True, slots=True)
class Place:
    """A cell and how many claims a week it has."""

    payer: str
    cpt_group: str
    weekly: float


def drifts(
    draw: random.Random, places: Sequence[Place], reasons: Sequence[str], begins_on: date
) -> tuple[DriftLabel, ...]:
    """One per cell, and none in the cells of a payer that changes as a whole."""
    payers = sorted({place.payer for place in places})
    draw.shuffle(payers)
    whole = payers[: COUNTS["payment_delay"] + 1]
    worth_it = [
        place for place in places if place.payer not in whole and place.weekly >= WEEKLY_MIN
    ]
    draw.shuffle(worth_it)
    return (
        *_of_payers(draw, whole, begins_on),
        *_of_reasons(draw, payers[len(whole) :], reasons, begins_on),
        *_of_cells(draw, worth_it, begins_on),
    )


def _of_payers(draw: random.Random, payers: Sequence[str], begins_on: date) -> Iterator[DriftLabel]:
    *slow, stopping = payers
    for payer in slow:
        yield _label(draw, "payment_delay", begins_on, draw.uniform(0.16, 0.45), payer=payer)
    starts = begins_on + timedelta(days=draw.randrange(FIRST_DAY, LAST_DAY))
    yield DriftLabel(
        kind="payment_delay",
        payer=stopping,
        begins_on=starts,
        ends_on=starts + timedelta(days=STOP_DAYS),
        shape="pulse",
        size=0,
        rises=True,
        stops=True,
    )


def _of_reasons(
    draw: random.Random, payers: Sequence[str], reasons: Sequence[str], begins_on: date
) -> Iterator[DriftLabel]:
    for number, payer in enumerate(payers[: COUNTS["denial_reason"]]):
        share = draw.uniform(0.02, 0.05)
        yield _label(
            draw,
            "denial_reason",
            begins_on,
            share,
            payer=payer,
            denial_reason=reasons[-1] if number == 0 else draw.choice(reasons[:-1]),
            relabels=number % 2 == 1,
        )


def _of_cells(draw: random.Random, places: list[Place], begins_on: date) -> Iterator[DriftLabel]:
    """As large as it takes to be seen, more or less clearly, by who knew where and when to look."""
    for kind in ("denial_rate", "allowed_amount", "days_to_decision"):
        for _ in range(COUNTS[kind]):
            place = places.pop()
            seen = draw.uniform(3.5, 10) * (_denial_error(place) if kind == "denial_rate" else 0)
            smaller = min(1.0, (60 / place.weekly) ** 0.25)
            size = {
                "denial_rate": min(1.6, max(0.4, seen)),
                "allowed_amount": smaller * draw.uniform(0.05, 0.13),
                "days_to_decision": smaller * draw.uniform(0.30, 0.75),
            }[kind]
            yield _label(draw, kind, begins_on, size, payer=place.payer, cpt_group=place.cpt_group)


def _denial_error(place: Place) -> float:
    """Standard error, in log odds, of two months of a usual cell, its weekly swing included."""
    claims = place.weekly * _MONTHS_WEEKS
    return sqrt(1 / (claims * _USUAL_VARIANCE) + _USUAL_SWING**2 / _MONTHS_WEEKS)


def _label(
    draw: random.Random, kind: Kind, begins_on: date, size: float, **where: str | bool
) -> DriftLabel:
    """`where` are the label's own fields: payer, CPT group, reason, relabels."""
    shape: Shape = draw.choices(("step", "ramp", "pulse"), (5, 3, 2))[0]
    starts = begins_on + timedelta(days=draw.randrange(FIRST_DAY, LAST_DAY))
    worse = kind in {"denial_reason", "payment_delay"} or draw.random() < 0.75
    return DriftLabel(
        kind=kind,
        begins_on=starts,
        ends_on=starts + timedelta(days=PULSE_DAYS) if shape == "pulse" else None,
        shape=shape,
        size=size,
        rises=worse == _WORSE_RISES.get(kind, True),
        **where,  # type: ignore[arg-type]  # named by the callers above
    )


def decoys(
    draw: random.Random, places: Sequence[Place], drifting: Sequence[DriftLabel], begins_on: date
) -> tuple[DecoyLabel, ...]:
    """Two mix shifts, two surges, and a payer that renames itself, where nothing drifts."""
    payers = {label.payer for label in drifting if label.cpt_group is None}
    cells = {(label.payer, label.cpt_group) for label in drifting}
    calm = [
        place
        for place in places
        if place.payer not in payers and (place.payer, place.cpt_group) not in cells
    ]
    draw.shuffle(calm)
    quiet = sorted({place.payer for place in places} - {label.payer for label in drifting})
    starts = [begins_on + timedelta(days=draw.randrange(FIRST_DAY, LAST_DAY)) for _ in range(5)]
    found = [
        DecoyLabel(
            decoy="mix_shift" if number < 2 else "volume_surge",
            payer=place.payer,
            cpt_group=place.cpt_group,
            begins_on=start,
        )
        for number, (place, start) in enumerate(zip(calm[:4], starts, strict=False))
    ]
    if quiet:
        renamed = draw.choice(quiet)
        found.append(
            DecoyLabel(decoy="payer_rename", payer=renamed, begins_on=starts[4], renamed_to=RENAMED)
        )
    return tuple(found)


def strength(label: DriftLabel, day: date) -> float:
    """Which part of its size a drift has on a day, from 0 to 1."""
    since = (day - label.begins_on).days
    if since < 0 or (label.ends_on is not None and day >= label.ends_on):
        return 0.0
    return min(1.0, (since + 1) / RAMP_DAYS) if label.shape == "ramp" else 1.0
