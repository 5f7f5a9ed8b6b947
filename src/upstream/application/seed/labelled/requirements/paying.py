"""What a payer with a contract allows for a line: as agreed, by mistake less, or against it."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from upstream.application.seed.labelled.claims import SimulatedClaim
from upstream.application.seed.labelled.requirements.agreements import Agreed, on_day
from upstream.application.seed.labelled.requirements.code_habits import CodeHabits
from upstream.application.seed.labelled.requirements.market import (
    COMPONENT,
    COMPONENT_PART,
    SEVERAL_PROCEDURES,
)

_MORE: Final = 0.005
"""Share of lines allowed a twentieth too high."""
_LEAST, _WIDTH = 0.3, 0.65
"""A mistake leaves a part of the price between these."""
_LOW_CHARGE: Final = 0.9
_BPS: Final = 10_000


def paid(
    habits: CodeHabits, claim: SimulatedClaim, on: date, chances: Sequence[float]
) -> tuple[SimulatedClaim, str, int]:
    """The claim with what was allowed, its modifier and its units."""
    which, units_of, slips, part, breaks, cents = chances
    units = 1 + int(units_of * 4) if habits.has_units else 1
    known = on_day(habits.agreed, on)
    second = habits.second_later if claim.decided >= habits.second_from else habits.second
    later = claim.decided >= habits.component_from
    component = habits.component_later if later else habits.component
    modifier = ""
    if which < component:
        modifier = COMPONENT
    elif which > 1 - second:
        modifier = SEVERAL_PROCEDURES
    amount = known.rate.amount_cents if known else None
    usual = habits.place.price_cents
    billed = claim.billed_cents * units * max(amount or 0, usual) // usual
    if amount and claim.submitted >= habits.charges_low_from:
        billed = int(_LOW_CHARGE * amount * units)
    claim = claim._replace(billed_cents=billed)
    if claim.outcome != "PAID" or known is None:
        return claim, modifier, units
    allowed = _agreed_cents(known, modifier, units, billed)
    if slips < habits.stray:
        allowed = int(allowed * (_LEAST + _WIDTH * part))
    elif slips > 1 - _MORE:
        allowed = min(billed, round(allowed * 1.05))
    elif breaks < habits.below[claim.decided]:
        allowed = _against(habits, allowed, on, units)
    if habits.rounds:
        allowed = max(1, allowed + units * (int(cents * 3) - 1))
    return claim._replace(allowed_cents=allowed), modifier, units


def _agreed_cents(known: Agreed, modifier: str, units: int, billed: int) -> int:
    """A component has a rate of its own, or its part; a second procedure gets half."""
    rate, part = known.rate, 1.0
    if modifier == COMPONENT and known.component is not None:
        rate = known.component
    elif modifier:
        part = COMPONENT_PART if modifier == COMPONENT else 0.5
    if rate.amount_cents is None:
        full = (billed * (rate.percent_bps or 0) + _BPS // 2) // _BPS
    else:
        full = rate.amount_cents * units
    return round(min(full, billed) * part)


def _against(habits: CodeHabits, allowed: int, on: date, units: int) -> int:
    label = habits.underpayment
    assert label is not None
    if label.paid_as is None:
        return round(allowed * (1 - label.size))
    lower = on_day(habits.lower, on)
    cents = lower.rate.amount_cents if lower else None
    return allowed if cents is None else min(allowed, cents * units)
