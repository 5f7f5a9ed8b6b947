"""What payers agreed to: fee schedules by day of service, from the prices they usually allow."""

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

import msgspec

from upstream.application.seed.labelled.requirements.answer_sheet import CodeDecoy, Schedule
from upstream.application.seed.labelled.requirements.market import (
    COMPONENT,
    COMPONENT_CODES,
    COMPONENT_PART,
    LEVELS,
    CodePlace,
)
from upstream.domain.contracts.rates import Rate
from upstream.domain.units import Cents

_BEFORE: Final = timedelta(days=400)
"""A first schedule holds long before the first claim."""
_PERCENT_SHARE, _PERCENT_BPS, _OWN_COMPONENT_SHARE = 0.10, (3_800, 4_200), 0.5
_LEVEL_RATIO: Final = (1.3, 1.5)
_RAISED_SHARE, _RAISE, _LOWERED = 0.4, 1.02, (0.85, 0.97)


class Agreed(NamedTuple):
    """The rates of one payer's code, without and with the component modifier, from a day on."""

    from_on: date
    rate: Rate
    component: Rate | None


def schedules(
    draw: random.Random,
    places: Sequence[CodePlace],
    payers: Sequence[str],
    decoys: Sequence[CodeDecoy],
    begins_on: date,
) -> tuple[Schedule, ...]:
    """Of each payer one, and another from the day of new rates on, whether higher or lower."""
    unknown = {(one.payer, one.cpt) for one in decoys if one.decoy == "rate_missing"}
    found = []
    for payer in payers:
        own = [one for one in places if one.payer == payer]
        rates = [*_rates(draw, [one for one in own if (one.payer, one.cpt) not in unknown])]
        found.append(Schedule(payer=payer, from_on=begins_on - _BEFORE, rates=tuple(rates)))
        lowered = [one for one in decoys if one.decoy == "new_rates" and one.payer == payer]
        raised, factor = draw.random() < _RAISED_SHARE, draw.uniform(*_LOWERED)
        if lowered:
            found.append(_changed(found[-1], lowered[0].begins_on, factor))
        elif raised:
            found.append(_changed(found[-1], date(begins_on.year + 1, 1, 1), _RAISE))
    return tuple(found)


def _rates(draw: random.Random, places: Sequence[CodePlace]) -> Iterator[Rate]:
    prices = {one.cpt: one.price_cents for one in places}
    for higher, lower in LEVELS.items():
        ratio = draw.uniform(*_LEVEL_RATIO)
        if higher in prices and lower in prices:
            prices[higher] = round(prices[lower] * ratio)
    for cpt, cents in prices.items():
        of_charge, bps = draw.random() < _PERCENT_SHARE, draw.randint(*_PERCENT_BPS)
        own = draw.random() < _OWN_COMPONENT_SHARE
        if of_charge and cpt not in LEVELS and cpt not in LEVELS.values():
            yield Rate(cpt=cpt, percent_bps=bps)
            continue
        yield Rate(cpt=cpt, amount_cents=Cents(cents))
        if cpt in COMPONENT_CODES and own:
            part = Cents(round(cents * COMPONENT_PART))
            yield Rate(cpt=cpt, modifier=COMPONENT, amount_cents=part)


def _changed(known: Schedule, from_on: date, factor: float) -> Schedule:
    rates = tuple(
        rate
        if rate.amount_cents is None
        else msgspec.structs.replace(rate, amount_cents=Cents(round(rate.amount_cents * factor)))
        for rate in known.rates
    )
    return Schedule(payer=known.payer, from_on=from_on, rates=rates)


def agreed(found: Sequence[Schedule]) -> Mapping[tuple[str, str], list[Agreed]]:
    """By payer and code, the newest first."""
    by_code: dict[tuple[str, str], list[Agreed]] = {}
    for schedule in sorted(found, key=lambda one: one.from_on, reverse=True):
        own = {rate.cpt: rate for rate in schedule.rates if rate.modifier == COMPONENT}
        for rate in schedule.rates:
            if not rate.modifier:
                known = by_code.setdefault((schedule.payer, rate.cpt), [])
                known.append(Agreed(schedule.from_on, rate, own.get(rate.cpt)))
    return by_code


def on_day(known: Sequence[Agreed], day: date) -> Agreed | None:
    return next((one for one in known if one.from_on <= day), None)
