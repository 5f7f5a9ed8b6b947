"""Sparse weeks as lists that hold a number for every week."""

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
    found = [0.0] * length
    for week, value in zip(weeks, values, strict=True):
        if week in within:
            found[week] = value * scale
    return found


def total_of(weeks: Sequence[int], values: Sequence[int], from_week: int, to_week: int) -> int:
    """Sum of the weeks `[from_week, to_week)`, 0 being the newest."""
    return sum(
        value for week, value in zip(weeks, values, strict=True) if from_week <= week < to_week
    )
