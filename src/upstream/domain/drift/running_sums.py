"""Sums of the newest weeks of many series, so that any window is one subtraction."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from upstream.domain.drift.weekly import Floats


class Sums(NamedTuple):
    """Of one window, along the series."""

    observed: Floats
    expected: Floats
    squares: Floats
    trials: Floats
    weights: Floats
    powers: Floats
    doubts: Floats


@dataclass(frozen=True, slots=True)
class RunningSums:
    """Of the newest n weeks, in row n."""

    of: Sums
    counted: Floats

    def window(self, begin: int, end: int) -> Sums:
        return Sums(*(part[end] - part[begin] for part in self.of))


def running(part: Floats) -> Floats:
    return np.vstack([np.zeros((1, part.shape[1])), np.cumsum(part, axis=0)])
