"""Sparse weeks, ascending, as lists that hold a number for every week, and their sums."""

from bisect import bisect_left
from collections.abc import Sequence


def by_week(
    weeks: Sequence[int],
    values: Sequence[int],
    *,
    length: int,
    within: range,
    scale: float = 1.0,
) -> list[float]:
    """Of the newest `length` weeks, those not `within` left at zero; values times `scale`."""
    scaled = [value * scale for value in values]
    if len(weeks) == length == len(scaled) and within == range(length) and weeks[-1] < length:
        return scaled
    found = [0.0] * length
    for week, value in zip(weeks, scaled, strict=True):
        if week in within:
            found[week] = value
    return found


def total_of(weeks: Sequence[int], values: Sequence[int], from_week: int, to_week: int) -> int:
    """Sum of the weeks `[from_week, to_week)`, 0 being the newest."""
    return sum(values[bisect_left(weeks, from_week) : bisect_left(weeks, to_week)])
