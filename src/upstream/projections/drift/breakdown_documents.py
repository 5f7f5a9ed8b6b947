"""What made a change, as clients read it: rates from 0 to 1, answers a day, dollars."""

from collections.abc import Mapping
from typing import Final, Literal

import msgspec

from upstream.domain.drift.breakdown import MICRO, Breakdown, Part

Measure = Literal["denied", "answers", "allowed"]
Dimension = Literal["cpt", "denial_reason", "facility", "cpt_group"]

_CENTS: Final = 100


class MovedPart(msgspec.Struct, frozen=True, kw_only=True):
    """`own` is what the part itself changed, `mix` that there is more or less of it; over all parts
    of a drill they add up to its `change`. `name` is None for all others together.
    """

    name: str | None
    before: float | None
    now: float | None
    own: float
    mix: float
    share: float | None
    """Of the whole change; None where nothing changed."""


class Drill(msgspec.Struct, frozen=True, kw_only=True):
    """One cut through the change: parts, what moved most first.

    By code, reason and facility within the finding's cell; by CPT group over all the payer's work.
    """

    by: Dimension
    before: float
    now: float
    change: float
    parts: list[MovedPart]


class Cause(msgspec.Struct, frozen=True, kw_only=True):
    """Where denials begin, as a share of all denials of the cell and as a rate of its claims."""

    cause: str
    denials_before: int
    denials_now: int
    share_before: float | None
    share_now: float | None
    rate_before: float | None
    rate_now: float | None


class Beside(msgspec.Struct, frozen=True, kw_only=True):
    """Another number of the same cell in the same windows; None where a window has nothing."""

    measure: Measure
    before: float | None
    now: float | None


class Moved(msgspec.Struct, frozen=True, kw_only=True):
    """What made a finding's change. Denied: share of decided claims. Answers: decisions per day
    that a claim waits, undecided claims counted in. Allowed: dollars per paid claim.

    Plain counts of both windows: the finding's own values are standardised, these are not.
    """

    measure: Measure
    known_at_position: int
    drills: list[Drill]
    root_causes: list[Cause]
    beside: list[Beside]


def drill_of(by: Dimension, measure: Measure, found: Breakdown) -> Drill:
    change = found.now_micro - found.before_micro
    return Drill(
        by=by,
        before=_value(measure, found.before_micro),
        now=_value(measure, found.now_micro),
        change=_value(measure, change),
        parts=[_part(measure, part, change) for part in found.parts],
    )


def _part(measure: Measure, part: Part, change: int) -> MovedPart:
    return MovedPart(
        name=part.name,
        before=None if part.before_micro is None else _value(measure, part.before_micro),
        now=None if part.now_micro is None else _value(measure, part.now_micro),
        own=_value(measure, part.own_micro),
        mix=_value(measure, part.mix_micro),
        share=round(part.micro / change, 4) if change else None,
    )


def _value(measure: Measure, micro: int) -> float:
    return micro / MICRO / (_CENTS if measure == "allowed" else 1)


def causes_of(causes: Mapping[str, tuple[int, int]], decided: tuple[int, int]) -> list[Cause]:
    """The one that gained most denials per claim first."""
    before = sum(earlier for earlier, _ in causes.values())
    now = sum(later for _, later in causes.values())
    found = [
        Cause(
            cause=cause,
            denials_before=earlier,
            denials_now=later,
            share_before=_share(earlier, before),
            share_now=_share(later, now),
            rate_before=_share(earlier, decided[0]),
            rate_now=_share(later, decided[1]),
        )
        for cause, (earlier, later) in causes.items()
    ]
    return sorted(found, key=lambda one: ((one.rate_before or 0) - (one.rate_now or 0), one.cause))


def beside_of(totals: Mapping[Measure, tuple[tuple[int, int], tuple[int, int]]]) -> list[Beside]:
    """By measure: weights and totals, each before and now."""
    return [
        Beside(
            measure=measure,
            before=_mean(measure, totals_before, weights_before),
            now=_mean(measure, totals_now, weights_now),
        )
        for measure, (
            (weights_before, weights_now),
            (totals_before, totals_now),
        ) in totals.items()
    ]


def _mean(measure: Measure, total: int, weight: int) -> float | None:
    share = _share(total, weight)
    return share if share is None or measure != "allowed" else round(share / _CENTS, 4)


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 6) if whole else None
