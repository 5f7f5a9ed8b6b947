"""From figures to pixels: linear scales that end on round numbers."""

from math import ceil, floor, log10
from typing import NamedTuple


class Scale(NamedTuple):
    """Maps 0..`top` onto `start`..`end` (end may lie before start: SVG counts downwards)."""

    top: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        return self.start + (self.end - self.start) * value / self.top

    def ticks(self, wanted: int) -> list[float]:
        """Round values from 0 to the top, about as many as wanted."""
        step = round_step(self.top / wanted)
        return [step * i for i in range(floor(self.top / step + 1e-9) + 1)]


def scale(largest: float, start: float, end: float, *, ticks: int, floor_at: float = 1) -> Scale:
    """A scale from 0 whose top is the first tick at or above `largest` (never below `floor_at`)."""
    reach = max(largest, floor_at)
    step = round_step(reach / ticks)
    return Scale(step * ceil(reach / step - 1e-9), start, end)


def round_step(raw: float) -> float:
    """The smallest of 1, 2, 2.5, 5, 10 times a power of ten that is at least `raw`."""
    power = 10.0 ** floor(log10(raw))
    for factor in (1, 2, 2.5, 5):
        if factor * power >= raw * (1 - 1e-9):
            return factor * power
    return 10 * power
