"""Exact sums of many integers by place, and the names of the places."""

from collections.abc import Iterator, Sequence
from typing import TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

Integers: TypeAlias = npt.NDArray[np.int64]
Truths: TypeAlias = npt.NDArray[np.bool_]

_Name = TypeVar("_Name", bound=tuple[str, ...])


def numbered(names: Sequence[_Name]) -> tuple[list[_Name], Integers]:
    """The different ones in order, and which of them each is."""
    in_order = sorted(set(names))
    number = {name: place for place, name in enumerate(in_order)}
    return in_order, np.array([number[name] for name in names], dtype=np.int64)


def counted(places: Integers, size: int) -> Integers:
    """How often each place below `size` occurs."""
    return np.bincount(places, minlength=size).astype(np.int64, copy=False)


def added(places: Integers, values: Integers, size: int) -> Integers:
    """The values of each place below `size`, without a rounding."""
    sums = np.zeros(size, dtype=np.int64)
    np.add.at(sums, places, values)
    return sums


def rows(width: int, *measures: Integers) -> Iterator[list[list[int]]]:
    """Row by row of so many places: those where the first measure is not zero, ascending, then
    every measure there.
    """
    held = np.flatnonzero(measures[0])
    ends = np.cumsum(counted(held // width, len(measures[0]) // width)).tolist()
    columns = [(held % width).tolist(), *(measure[held].tolist() for measure in measures)]
    begin = 0
    for end in ends:
        yield [column[begin:end] for column in columns]
        begin = end
