"""The few distributions detection needs, in closed form: same numbers in, same bytes out."""

from collections.abc import Sequence
from math import erfc, exp, expm1, lgamma, log, sqrt


def two_sided(z: float) -> float:
    """Chance that a standard normal lies at least `z` from zero, on either side."""
    return erfc(abs(z) / sqrt(2))


def normal_of_t(t: float, freedom: float) -> float:
    """The z that is as surprising as `t` with so many degrees of freedom.

    Wallace 1959, equation 4.1; off by less than 0.02 for 8 degrees and more, out to t = 6.
    """
    scale = (8 * freedom + 1) / (8 * freedom + 3)
    z = scale * sqrt(freedom * log(1 + t * t / freedom))
    return z if t >= 0 else -z


def mid_p(now: int, of_now: int, before: int, of_before: int) -> float:
    """Two-sided mid-p value of Fisher's exact test: `now` of `of_now` against `before`.

    Twice the smaller tail, half of the observed table counted (Lancaster 1961): exact where the
    normal approximation is not, and less cautious than Fisher's own p-value.
    """
    events = now + before
    claims = of_now + of_before
    lowest, highest = max(0, events - of_before), min(events, of_now)
    total = _log_choose(claims, events)
    below = above = same = 0.0
    for count in range(lowest, highest + 1):
        chance = exp(_log_choose(of_now, count) + _log_choose(of_before, events - count) - total)
        if count < now:
            below += chance
        elif count > now:
            above += chance
        else:
            same = chance
    return min(1.0, 2 * (min(below, above) + same / 2))


def _log_choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def benjamini_hochberg(p_values: Sequence[float]) -> list[float]:
    """The q-value of each test: reporting all with q <= a keeps the false share at a or below.

    Benjamini & Hochberg 1995, step-up; holds for independent and for positively dependent tests.
    """
    tests = len(p_values)
    q_values = [1.0] * tests
    smallest = 1.0
    by_p_descending = sorted(range(tests), key=lambda index: (-p_values[index], index))
    for rank, index in zip(range(tests, 0, -1), by_p_descending, strict=True):
        smallest = min(smallest, p_values[index] * tests / rank)
        q_values[index] = smallest
    return q_values


def chance_of_change(
    z: float, variance: float, *, prior: float, slabs: tuple[float, float]
) -> float:
    """How sure we may be that something changed at all: a posterior probability.

    Bayes factor of "the effect is normal around 0 with standard deviation s", averaged over a
    small and a large s, against "no effect" (Wakefield 2009), times the prior odds.
    """
    odds = prior / (1 - prior) * sum(_bayes_factor(z, variance, slab) for slab in slabs) / 2
    return odds / (1 + odds)


def _bayes_factor(z: float, variance: float, slab: float) -> float:
    share = slab * slab / (variance + slab * slab)
    # Beyond e^80 the answer is 1 to every digit we show; exp() itself would overflow near 709.
    return sqrt(1 - share) * exp(min(80.0, z * z / 2 * share))


def half_way(amount: float, half: float) -> float:
    """From 0 towards 1, one half at `half`: 1 - 2^(-amount / half)."""
    return -expm1(-log(2) * amount / half)


def significant(value: float) -> str:
    """Six significant digits as text: what two machines agree on, and no float in an event."""
    return f"{value:.6g}"


def rounded_quotient(part: int, whole: int) -> int:
    """`part / whole` to the nearest integer, half away from zero; `whole` must be positive."""
    quotient = (2 * abs(part) + whole) // (2 * whole)
    return quotient if part >= 0 else -quotient
