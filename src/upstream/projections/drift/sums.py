"""Exact sums of many integers by place, and the names of the places."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from upstream.domain.drift.weekly import Integers

Short: TypeAlias = npt.NDArray[np.int32]
"""Of numbers along claims, of which there are many."""


class Ranked(NamedTuple):
    """Names by their place in the order of all different ones."""

    names: list[str]
    rank: Integers


def ranked(names: Sequence[str]) -> Ranked:
    in_order = sorted(set(names))
    number = {name: place for place, name in enumerate(in_order)}
    return Ranked(in_order, np.array([number[name] for name in names], dtype=np.int64))


def numbered(*columns: Ranked) -> tuple[list[tuple[str, ...]], Integers]:
    """The different combinations in order, and which of them each row has."""
    combined = np.zeros_like(columns[0].rank)
    for column in columns:
        combined = combined * len(column.names) + column.rank
    different, which = np.unique(combined, return_inverse=True)
    parts: list[list[str]] = []
    for column in reversed(columns):
        different, rank = np.divmod(different, max(1, len(column.names)))
        parts.append([column.names[place] for place in rank.tolist()])
    return list(zip(*reversed(parts), strict=True)), which


def counted(places: Integers | Short, size: int) -> Integers:
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
