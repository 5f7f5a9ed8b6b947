"""Sparse weeks as matrices with a row for every week, 0 the newest, and a column for every cell."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import chain
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]
Integers: TypeAlias = npt.NDArray[np.int64]
Truths: TypeAlias = npt.NDArray[np.bool_]


class Weekly:
    """Where the numbers of many cells belong, given the weeks of each, ascending."""

    def __init__(self, weeks: Sequence[Sequence[int]], length: int) -> None:
        self._shape = length, len(weeks)
        column = np.repeat(np.arange(len(weeks)), [len(own) for own in weeks])
        week = flat(weeks)
        self._kept = np.flatnonzero(week < length)
        self._places = (week * len(weeks) + column)[self._kept]

    def of(self, values: Sequence[Sequence[int]]) -> Floats:
        """A matrix of them; weeks without a number hold zero."""
        found = np.zeros(self._shape[0] * self._shape[1])
        found[self._places] = flat(values)[self._kept]
        return found.reshape(self._shape)


def flat(rows: Sequence[Sequence[int]]) -> Integers:
    """All of them, one after another."""
    size = sum(map(len, rows))
    return np.fromiter(chain.from_iterable(rows), dtype=np.int64, count=size)


def first_weeks(stops: Sequence[int], length: int) -> Truths:
    """For each column whether a week is among its newest so many."""
    return np.arange(length)[:, None] < np.array(stops, dtype=np.int64)


def total_of(weeks: Sequence[int], values: Sequence[int], from_week: int, to_week: int) -> int:
    """Sum of the weeks `[from_week, to_week)`, 0 being the newest."""
    return sum(values[bisect_left(weeks, from_week) : bisect_left(weeks, to_week)])
