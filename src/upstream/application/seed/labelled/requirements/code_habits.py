"""How one payer treats one code in a year of requirements: what it asks for, what it pays."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from upstream.application.seed.labelled.answer_sheet import Decoy
from upstream.application.seed.labelled.injections import strength
from upstream.application.seed.labelled.requirements.agreements import Agreed
from upstream.application.seed.labelled.requirements.answer_sheet import CodeDecoy, CodeLabel
from upstream.application.seed.labelled.requirements.market import (
    COMPONENT_CODES,
    LEVELS,
    SEVERAL_UNITS,
    CodePlace,
)
from upstream.application.seed.labelled.requirements.world import RequiredWorld

SERVICE_BEFORE_MAX: Final = 6
"""A claim is sent at most so many days after the service."""

_NEEDS_SHARE, _USUAL, _SWING = 0.25, (0.01, 0.06), 8
"""Codes that always needed an authorization, what is denied for want of one, and how much weeks
differ: gamma of so many."""
_STRAYS: Final = (1.5, 250.0)
"""Beta: shares of lines allowed too low by mistake, 0.6 % on average, seldom above 2 %."""
_SECOND, _COMPONENT_PART = (0.0, 0.12), 0.2
NEVER: Final = 10_000


@dataclass(frozen=True, slots=True)
class CodeHabits:
    """One payer and code; days count from the year's first."""

    place: CodePlace
    usually_needs: bool
    unauthorized: Sequence[float]
    """Share denied for want of an authorization without any change, by week of decision."""
    swings: Sequence[float]
    """By week, of what a change brings."""
    requirement: CodeLabel | None
    required: Sequence[float]
    """Share denied in addition, by the day its label acts on."""
    underpayment: CodeLabel | None
    below: Sequence[float]
    """Share of lines below contract, by day of decision."""
    agreed: Sequence[Agreed]
    lower: Sequence[Agreed]
    """Of the code that a payer may pay instead."""
    stray: float
    second: float
    """Share of lines that are a second procedure of their day …"""
    second_later: float
    second_from: int
    component: float
    """… and that are a component."""
    component_later: float
    component_from: int
    charges_low_from: int
    pays_less_from: int
    """For a code without a rate."""
    denied_otherwise_from: int
    new_from: int
    """Day before which nobody bills it."""
    has_units: bool
    rounds: bool
    batched: range
    """Days whose denials come together on the day after."""


def code_habits(made: RequiredWorld, place: CodePlace, days: int) -> CodeHabits:
    sheet = made.sheet
    name = f"requirements/{sheet.seed}/{place.payer}/{place.cpt}/habits"
    draw = random.Random(name)  # noqa: S311  reproducible on purpose
    needs, usual = draw.random() < _NEEDS_SHARE, draw.uniform(*_USUAL)
    weeks = range(days // 7 + 1)
    begins = _beginnings(sheet.decoys, place, made)
    second = draw.uniform(*_SECOND)
    may_be_component = place.cpt in COMPONENT_CODES
    component = draw.uniform(0, _COMPONENT_PART) if may_be_component else 0.0
    labels = [one for one in sheet.drifts if isinstance(one, CodeLabel) and _is_of(one, place)]
    requirement, underpayment = (
        next((one for one in labels if one.kind == kind), None)
        for kind in ("authorization", "underpayment")
    )
    batched = begins("batch_remits")
    return CodeHabits(
        place=place,
        usually_needs=needs,
        unauthorized=[(usual if needs else 0.0) * _swing(draw) for _ in weeks],
        swings=[_swing(draw) for _ in weeks],
        requirement=requirement,
        required=_by_day(made, requirement, days, requirement.size if requirement else 0.0),
        underpayment=underpayment,
        below=_by_day(made, underpayment, days, underpayment.share if underpayment else 0.0),
        agreed=made.agreed.get((place.payer, place.cpt), ()),
        lower=made.agreed.get((place.payer, LEVELS.get(place.cpt, "")), ()),
        stray=draw.betavariate(*_STRAYS),
        second=second,
        second_later=0.35,
        second_from=begins("several_procedures"),
        component=component,
        component_later=0.6,
        component_from=begins("component"),
        charges_low_from=begins("low_charges"),
        pays_less_from=begins("rate_missing"),
        denied_otherwise_from=begins("other_denials"),
        new_from=begins("new_code") if begins("new_code") < NEVER else 0,
        has_units=place.cpt in SEVERAL_UNITS,
        rounds=begins("rounding") < NEVER,
        batched=range(batched, batched + 21),
    )


def _swing(draw: random.Random) -> float:
    return draw.gammavariate(_SWING, 1 / _SWING)


def _is_of(label: CodeLabel | CodeDecoy, place: CodePlace) -> bool:
    return label.payer == place.payer and label.cpt in {None, place.cpt}


def _beginnings(
    decoys: Sequence[object], place: CodePlace, made: RequiredWorld
) -> Callable[[Decoy], int]:
    known = {
        one.decoy: (one.begins_on - made.sheet.begins_on).days
        for one in decoys
        if isinstance(one, CodeDecoy) and _is_of(one, place)
    }

    def begins(decoy: Decoy) -> int:
        return known.get(decoy, NEVER)

    return begins


def _by_day(
    made: RequiredWorld, label: CodeLabel | None, days: int, size: float
) -> Sequence[float]:
    if label is None:
        return [0.0] * days
    begins_on = made.sheet.begins_on
    return [size * strength(label, begins_on + timedelta(days=day)) for day in range(days)]
