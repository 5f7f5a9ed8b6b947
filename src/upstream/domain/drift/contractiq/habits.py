"""Is it a habit of the payer to allow less, and since which week?

A line is below its contract or it is not, so nothing is estimated but how often. Both questions
are answered by comparing how probable the weeks are if the share of short lines is one of few
slips or the same as ever, and if it is any number (Beta-binomials, Jeffreys 1961 §5.1): a ratio of
two closed forms, the same on every machine to the digits that are kept.
"""

from collections.abc import Sequence
from itertools import accumulate
from math import exp, lgamma, log, sqrt

_EXPONENT_MAX = 80.0
"""Beyond e^80 the answer is 1 to every digit we show."""

_BEGAN_MIN = log(10)
"""Ten times as probable with a beginning than without: "strong" (Jeffreys 1961, appendix B)."""


def evidence_of_habit(short: int, lines: int, stray: float, known_from: int) -> float:
    """How much more probable `short` of `lines` are with any share than with a stray one.

    Payers do not all slip alike: the stray share is one that `known_from` lines would have told,
    Beta-distributed around `stray`. A share below it is no habit of underpaying: then at most 1.
    """
    slips, others = stray * known_from, (1 - stray) * known_from
    stray_share = _log_beta(short + slips, lines - short + others) - _log_beta(slips, others)
    weight = _any_share(short, lines) - stray_share
    return exp(min(weight, _EXPONENT_MAX if short > stray * lines else 0.0))


def surprise(short: int, lines: int, stray: float) -> float:
    """Signed root of the deviance from the stray share: about standard normal without a habit."""
    expected = stray * lines
    deviance = 2 * (_part(short, expected) + _part(lines - short, lines - expected))
    return sqrt(max(0.0, deviance)) * (1 if short >= expected else -1)


def began_weeks_ago(short: Sequence[int], lines: Sequence[int]) -> int | None:
    """In how many of the newest weeks the payer falls short more often; None: as ever.

    Lists by week, 0 the newest. Every week may be the one in which it began.
    """
    shorts, totals = list(accumulate(short, initial=0)), list(accumulate(lines, initial=0))
    as_ever = _any_share(shorts[-1], totals[-1])
    best, when = _BEGAN_MIN, None
    for week in range(1, len(short)):
        since, total = shorts[week], totals[week]
        before, total_before = shorts[-1] - since, totals[-1] - total
        rises = since * total_before > before * total
        if not lines[week - 1] or not total_before or not rises:
            continue
        weight = _any_share(since, total) + _any_share(before, total_before) - as_ever
        if weight > best:
            best, when = weight, week
    return when


def _any_share(short: int, lines: int) -> float:
    return _log_beta(short + 1, lines - short + 1)


def _log_beta(one: float, other: float) -> float:
    return lgamma(one) + lgamma(other) - lgamma(one + other)


def _part(observed: float, expected: float) -> float:
    return observed * log(observed / expected) if observed > 0 else 0.0
