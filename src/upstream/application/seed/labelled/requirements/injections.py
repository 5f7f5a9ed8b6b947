"""Which requirements begin, which contracts are broken, and what only looks like it, in a year."""

import random
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from upstream.application.seed.labelled.answer_sheet import Decoy, Shape
from upstream.application.seed.labelled.injections import FIRST_DAY, LAST_DAY, PULSE_DAYS
from upstream.application.seed.labelled.requirements.answer_sheet import CodeDecoy, CodeLabel
from upstream.application.seed.labelled.requirements.market import (
    AUTHORIZATION_REASONS,
    COMPONENT_CODES,
    LEVELS,
    CodePlace,
)
from upstream.domain.drift.settings import Kind

FEW, ENOUGH = 1.5, 6.0
"""Claims of a code in a week: below the first nothing could be seen within two months."""
_MANY, _FEW_ONES = 6, 2
_BROKEN, _BROKEN_FEW, _RECODED = 5, 2, 2

_MONTHS_WEEKS = 8
_DENIALS, _SHARE = (8, 40), (0.04, 0.6)
"""Denials that a requirement makes in two months, and which share of claims they may be."""
_LACKS, _LACKS_MAX, _LACKS_CENTS = (0.03, 0.20), 0.4, 150
"""Of the contracted amount; less than that is within what payers round."""
_OWED_CENTS = 12_000
"""Owed in two months at least: less is nobody's loss."""
_ALL_LINES, _SOME = 0.6, (0.15, 0.7)

Matches = Callable[[CodePlace], bool]


class Places:
    """Codes in chance's order; each is given out once."""

    def __init__(self, draw: random.Random, places: Sequence[CodePlace]) -> None:
        self._left = list(places)
        draw.shuffle(self._left)

    def take(self, count: int, matches: Matches) -> list[CodePlace]:
        """As many as there are, `count` at most."""
        found = [one for one in self._left if matches(one)][:count]
        self._left = [one for one in self._left if one not in found]
        return found


def drifts(
    draw: random.Random, places: Places, contracted: frozenset[str], begins_on: date
) -> tuple[CodeLabel, ...]:
    """One per code; some of them with few claims."""
    asked = [
        *places.take(_MANY, lambda one: one.weekly >= ENOUGH),
        *places.take(_FEW_ONES, lambda one: FEW <= one.weekly < ENOUGH),
    ]
    broken = [
        *places.take(_BROKEN, lambda one: one.payer in contracted and _is_worth(one, ENOUGH)),
        *places.take(
            _BROKEN_FEW,
            lambda one: one.payer in contracted and one.weekly < ENOUGH and _is_worth(one, FEW),
        ),
    ]
    recoded = places.take(
        _RECODED, lambda one: one.payer in contracted and one.cpt in LEVELS and one.weekly >= FEW
    )
    always = places.take(1, lambda one: one.payer in contracted and _is_worth(one, ENOUGH))
    return (
        *(_requirement(draw, place, begins_on) for place in asked),
        *(_underpayment(draw, place, begins_on) for place in broken),
        *(_underpayment(draw, place, begins_on, LEVELS[place.cpt]) for place in recoded),
        *(_underpayment(draw, place, begins_on, always=True) for place in always),
    )


def _is_worth(place: CodePlace, weekly: float) -> bool:
    """Whether the contract can be broken there so that somebody would mind."""
    loss = _LACKS_MAX * place.price_cents
    return place.weekly >= weekly and _MONTHS_WEEKS * place.weekly * loss >= _OWED_CENTS


def _requirement(draw: random.Random, place: CodePlace, begins_on: date) -> CodeLabel:
    share = draw.uniform(*_DENIALS) / (_MONTHS_WEEKS * place.weekly)
    shape, starts, ends = _when(draw, begins_on)
    return CodeLabel(
        kind="authorization",
        payer=place.payer,
        cpt_group=place.cpt_group,
        cpt=place.cpt,
        denial_reason=draw.choice(AUTHORIZATION_REASONS),
        begins_on=starts,
        ends_on=ends,
        shape=shape,
        size=min(_SHARE[1], max(_SHARE[0], share)),
        rises=True,
        acts_on=draw.choice(("decision", "service")),
    )


def _underpayment(
    draw: random.Random,
    place: CodePlace,
    begins_on: date,
    paid_as: str | None = None,
    *,
    always: bool = False,
) -> CodeLabel:
    shape, starts, ends = _when(draw, begins_on)
    if always:
        shape, starts, ends = "step", begins_on, None
    share = 1.0 if draw.random() < _ALL_LINES else draw.uniform(*_SOME)
    lines = _MONTHS_WEEKS * place.weekly * share
    least = max(_LACKS_CENTS / place.price_cents, _OWED_CENTS / (lines * place.price_cents))
    return CodeLabel(
        kind="underpayment",
        payer=place.payer,
        cpt_group=place.cpt_group,
        cpt=place.cpt,
        begins_on=starts,
        ends_on=ends,
        shape=shape,
        size=0.0 if paid_as else min(_LACKS_MAX, max(draw.uniform(*_LACKS), least)),
        rises=False,
        share=share,
        paid_as=paid_as,
    )


def _when(draw: random.Random, begins_on: date) -> tuple[Shape, date, date | None]:
    shape: Shape = draw.choices(("step", "ramp", "pulse"), (5, 3, 2))[0]
    starts = begins_on + timedelta(days=draw.randrange(FIRST_DAY, LAST_DAY))
    return shape, starts, starts + timedelta(days=PULSE_DAYS) if shape == "pulse" else None


_OF_CODES: Final[tuple[tuple[Decoy, Kind, int, float], ...]] = (
    ("other_denials", "authorization", 2, 15.0),
    ("new_code", "authorization", 1, 10.0),
    ("rate_missing", "underpayment", 2, 5.0),
    ("several_procedures", "underpayment", 2, 5.0),
    ("component", "underpayment", 1, 5.0),
    ("low_charges", "underpayment", 1, 5.0),
)
"""What, for whom to stumble over, how often, at how many claims a week."""
_OF_PAYERS: Final[tuple[tuple[Decoy, Kind], ...]] = (
    ("batch_remits", "authorization"),
    ("new_rates", "underpayment"),
    ("new_rates", "underpayment"),
    ("rounding", "underpayment"),
    ("rounding", "underpayment"),
    ("rounding", "underpayment"),
)


def decoys(
    draw: random.Random, places: Places, contracted: Sequence[str], begins_on: date
) -> Iterator[CodeDecoy]:
    """Of codes where nothing else happens, and of whole payers: batches, new rates, cents."""
    for decoy, of, count, weekly in _OF_CODES:
        known = contracted if of == "underpayment" else None
        for place in places.take(count, _matching(decoy, weekly, known)):
            yield CodeDecoy(
                decoy=decoy,
                of=of,
                payer=place.payer,
                cpt_group=place.cpt_group,
                cpt=place.cpt,
                begins_on=_when(draw, begins_on)[1],
            )
    for (decoy, kind), payer in zip(_OF_PAYERS, draw.sample(sorted(contracted), 6), strict=True):
        begins = begins_on if decoy == "rounding" else _when(draw, begins_on)[1]
        yield CodeDecoy(decoy=decoy, of=kind, payer=payer, begins_on=begins)


def _matching(decoy: Decoy, weekly: float, payers: Sequence[str] | None) -> Matches:
    def matches(place: CodePlace) -> bool:
        here = payers is None or place.payer in payers
        levels = place.cpt in LEVELS or place.cpt in LEVELS.values()
        is_component = decoy != "component" or place.cpt in COMPONENT_CODES
        return here and is_component and not levels and place.weekly >= weekly

    return matches
