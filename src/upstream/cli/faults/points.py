"""Where a fault strikes: whom, and at the how-manieth chunk, statement or megabyte."""

import random
from typing import Final, Literal, NamedTuple

Victim = Literal["worker", "postgres", "projector", "api", "valkey"]
Counted = Literal["chunk", "statement", "megabyte"]

VICTIMS: Final[tuple[Victim, ...]] = ("worker", "postgres", "projector", "api", "valkey")
"""Valkey loses all its data (FLUSHALL); everybody else gets a SIGKILL."""


class Point(NamedTuple):
    """`victim` is struck when the `number`th `counted` thing of an upload is seen."""

    victim: Victim
    counted: Counted
    number: int

    def __str__(self) -> str:
        return f"{self.victim} at {self.counted} {self.number}"


def points(seed: int, count: int, *, chunks: int, megabytes: int) -> list[Point]:
    """The same seed always gives the same points; the victims take turns.

    `chunks` and `megabytes` are what one upload has.
    """
    # A run must be repeatable; nothing here guards anything.
    draw = random.Random(seed)  # noqa: S311
    return [
        _point(draw, VICTIMS[number % len(VICTIMS)], chunks, megabytes) for number in range(count)
    ]


def _point(draw: random.Random, victim: Victim, chunks: int, megabytes: int) -> Point:
    last = max(chunks - 1, 1)
    match victim:
        case "api":
            if draw.random() < 0.5:
                return Point(victim, "chunk", draw.randint(0, last))
            return Point(victim, "megabyte", draw.randint(1, max(megabytes - 1, 1)))
        case "projector":
            return Point(victim, "statement", draw.randint(1, 3 * last))
        case "valkey":
            return Point(victim, "chunk", draw.randint(0, last))
        case "worker" | "postgres":
            counted: Counted = draw.choice(("chunk", "statement"))
            return Point(victim, counted, draw.randint(1, last))
