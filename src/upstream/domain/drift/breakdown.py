"""Which parts of a cell made its change: every part's share, adding up to the whole exactly.

A value is a total over a weight (denied over decided claims, answers over days of waiting, allowed
cents over paid claims). It changes because parts have other values (`own`) or because there is more
of some parts than before (`mix`), each measured against the mean of both windows (Kitagawa 1955):
with weights' shares s and values r, own = (s0 + s1)/2 (r1 - r0), mix = (s1 - s0) ((r0 + r1)/2 - R),
R being the mean of the two whole values. A part that is only in one window has mix alone.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

MICRO = 1_000_000
PARTS_MAX = 8
"""Parts that are named; the others are added up as one."""

_BOTH = 2


class Stratum(NamedTuple):
    """One part in the baseline and in the current window."""

    name: str
    weight_before: int
    total_before: int
    weight_now: int
    total_now: int


class Part(NamedTuple):
    """Values in 1e-6 of their unit; None where the part is not there."""

    name: str | None
    """None for all others together."""
    before_micro: int | None
    now_micro: int | None
    own_micro: int
    mix_micro: int

    @property
    def micro(self) -> int:
        return self.own_micro + self.mix_micro


class Breakdown(NamedTuple):
    """`sum(part.micro) == now_micro - before_micro`, to the last digit."""

    before_micro: int
    now_micro: int
    parts: tuple[Part, ...]
    """What moved most first."""


def broken_down(strata: Sequence[Stratum]) -> Breakdown | None:
    """None where a window holds nothing at all. The strata's order is without meaning."""
    whole = _whole(strata)
    if not whole.weight_before or not whole.weight_now:
        return None
    before, now = _values(whole)
    assert before is not None
    assert now is not None
    middle = (before + now) / _BOTH
    effects = [_effects(one, whole, middle) for one in sorted(strata)]
    exact = [effect for pair in effects for effect in pair]
    micro = _rounded(exact, _nearest(now) - _nearest(before))
    parts = [
        Part(one.name, *_shown(one), own, mix)
        for one, own, mix in zip(sorted(strata), micro[::2], micro[1::2], strict=True)
    ]
    parts.sort(key=lambda part: (-abs(part.micro), part.name))
    return Breakdown(_nearest(before), _nearest(now), _named(parts, strata))


def rates_of(counts: Mapping[str, tuple[int, int]], weights: tuple[int, int]) -> Breakdown | None:
    """Events of several sorts among the same claims, such as denials by reason: what each sort
    adds to the rate of all of them. `weights` are the claims before and now.
    """
    before, now = weights
    if not before or not now:
        return None
    names = sorted(counts)
    pairs = [(Fraction(counts[name][0], before), Fraction(counts[name][1], now)) for name in names]
    whole = [sum(column, Fraction()) for column in zip(*pairs, strict=True)] or [Fraction()] * _BOTH
    change = _nearest(whole[1]) - _nearest(whole[0])
    micro = _rounded([later - earlier for earlier, later in pairs], change)
    parts = [
        Part(name, _nearest(earlier), _nearest(later), moved, 0)
        for name, (earlier, later), moved in zip(names, pairs, micro, strict=True)
    ]
    parts.sort(key=lambda part: (-abs(part.micro), part.name))
    strata = [Stratum(name, before, counts[name][0], now, counts[name][1]) for name in names]
    return Breakdown(_nearest(whole[0]), _nearest(whole[1]), _named(parts, strata, weights))


def _whole(strata: Sequence[Stratum]) -> Stratum:
    return Stratum(
        "",
        sum(one.weight_before for one in strata),
        sum(one.total_before for one in strata),
        sum(one.weight_now for one in strata),
        sum(one.total_now for one in strata),
    )


def _values(one: Stratum) -> tuple[Fraction | None, Fraction | None]:
    return (
        Fraction(one.total_before, one.weight_before) if one.weight_before else None,
        Fraction(one.total_now, one.weight_now) if one.weight_now else None,
    )


def _effects(one: Stratum, whole: Stratum, middle: Fraction) -> tuple[Fraction, Fraction]:
    before, now = _values(one)
    earlier = before if before is not None else now
    later = now if now is not None else before
    if earlier is None or later is None:
        return Fraction(), Fraction()
    share_before = Fraction(one.weight_before, whole.weight_before)
    share_now = Fraction(one.weight_now, whole.weight_now)
    own = (share_before + share_now) / _BOTH * (later - earlier)
    mix = (share_now - share_before) * ((earlier + later) / _BOTH - middle)
    return own, mix


def _shown(one: Stratum) -> tuple[int | None, int | None]:
    before, now = _values(one)
    return (
        None if before is None else _nearest(before),
        None if now is None else _nearest(now),
    )


def _nearest(value: Fraction) -> int:
    return round(value * MICRO)


def _rounded(exact: Sequence[Fraction], whole: int) -> list[int]:
    """Integers that add up to `whole`: cut down, then one more for the largest remainders."""
    floors = [(value * MICRO).__floor__() for value in exact]
    missing = whole - sum(floors)
    places = sorted(
        range(len(exact)), key=lambda place: (floors[place] - exact[place] * MICRO, place)
    )
    for turn in range(missing):
        floors[places[turn % len(places)]] += 1
    return floors


def _named(
    parts: Sequence[Part], strata: Sequence[Stratum], weights: tuple[int, int] | None = None
) -> tuple[Part, ...]:
    if len(parts) <= PARTS_MAX + 1:
        return tuple(parts)
    kept, rest = parts[:PARTS_MAX], parts[PARTS_MAX:]
    names = {part.name for part in rest}
    others = _whole([one for one in strata if one.name in names])
    if weights:
        others = others._replace(weight_before=weights[0], weight_now=weights[1])
    own, mix = sum(part.own_micro for part in rest), sum(part.mix_micro for part in rest)
    return (*kept, Part(None, *_shown(others), own, mix))
