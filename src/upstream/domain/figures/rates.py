"""Rates of payers compared: how much weeks swing, what is change and what is noise.

Payers do not deny like dice: weeks differ more than binomial chance allows. Pearson's statistic
over the weeks says how much more; a payer's own leans on everybody's.
"""

from collections.abc import Sequence
from math import sqrt
from typing import Final, Literal, NamedTuple

CLAIMS_MIN: Final = 30
"""Fewer decisions and a payer is neither ranked nor said to have changed."""

_SWING_WEIGHT: Final = 12
"""Weeks that everybody's swing weighs beside a payer's own (as in detection)."""

_WEIGHT_MIN, _WEIGHT_MAX = 10.0, 1_000.0
_Z: Final = 1.96

Verdict = Literal["higher", "lower", "no clear change", "too few claims"]


class Tally(NamedTuple):
    claims: int
    denied: int

    @property
    def rate(self) -> float | None:
        return self.denied / self.claims if self.claims else None


class Change(NamedTuple):
    """Difference of two values, its 95 % interval and what may be said of it."""

    delta: float | None
    low: float | None
    high: float | None
    verdict: Verdict


class Swing(NamedTuple):
    """Pearson's statistic over weeks, and its degrees of freedom."""

    statistic: float
    freedom: int


def total(tallies: Sequence[Tally]) -> Tally:
    return Tally(sum(one.claims for one in tallies), sum(one.denied for one in tallies))


def swing(weeks: Sequence[Tally]) -> Swing:
    """Of the weeks of one period around its own rate."""
    known = [week for week in weeks if week.claims]
    rate = total(known).rate
    if rate is None or not 0 < rate < 1:
        return Swing(0.0, 0)
    statistic = sum(
        (week.denied - week.claims * rate) ** 2 / (week.claims * rate * (1 - rate))
        for week in known
    )
    return Swing(statistic, len(known) - 1)


def factor(own: Swing, everybody: Sequence[Swing]) -> float:
    """By how much the variance exceeds chance, at least 1."""
    freedom = sum(one.freedom for one in everybody)
    common = sum(one.statistic for one in everybody) / freedom if freedom else 1.0
    known = (own.statistic + _SWING_WEIGHT * common) / (own.freedom + _SWING_WEIGHT)
    return max(1.0, known)


def change(before: Tally, now: Tally, swing_factor: float) -> Change:
    """After Agresti and Caffo (one more of each kind), the variance times the swing."""
    if now.rate is None or before.rate is None:
        return Change(None, None, None, "too few claims")
    delta = now.rate - before.rate
    middle, variance = 0.0, 0.0
    for sign, one in ((1, now), (-1, before)):
        claims, rate = one.claims + 2, (one.denied + 1) / (one.claims + 2)
        middle += sign * rate
        variance += rate * (1 - rate) / claims
    reach = _Z * sqrt(variance * swing_factor)
    low, high = max(-1.0, min(delta, middle - reach)), min(1.0, max(delta, middle + reach))
    if min(now.claims, before.claims) < CLAIMS_MIN:
        return Change(delta, low, high, "too few claims")
    return Change(delta, low, high, _verdict(low, high))


def _verdict(low: float, high: float) -> Verdict:
    if low > 0:
        return "higher"
    return "lower" if high < 0 else "no clear change"


def shrunk(tallies: Sequence[Tally], factors: Sequence[float]) -> list[float | None]:
    """Each rate drawn towards everybody's, the more the fewer claims stand behind it.

    How strongly is read from how far payers lie apart (moments of a beta-binomial).
    """
    sizes = [one.claims / swinging for one, swinging in zip(tallies, factors, strict=True)]
    common = total(tallies).rate
    if common is None:
        return [None for _ in tallies]
    weight = _weight(tallies, sizes, common)
    return [
        None if one.rate is None else (size * one.rate + weight * common) / (size + weight)
        for one, size in zip(tallies, sizes, strict=True)
    ]


def _weight(tallies: Sequence[Tally], sizes: Sequence[float], common: float) -> float:
    known = [
        (one.rate, size) for one, size in zip(tallies, sizes, strict=True) if one.rate is not None
    ]
    whole = sum(size for _, size in known)
    room = whole - sum(size * size for _, size in known) / whole
    chance = common * (1 - common)
    apart = sum(size * (rate - common) ** 2 for rate, size in known) - (len(known) - 1) * chance
    if room <= 0 or apart <= 0:
        return _WEIGHT_MAX
    return min(_WEIGHT_MAX, max(_WEIGHT_MIN, chance * room / apart))
