"""A decider: what an aggregate starts as, how it answers a command, how a fact changes it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from typing import Generic, TypeVar

C = TypeVar("C")
S = TypeVar("S")
E = TypeVar("E")


@dataclass(frozen=True, slots=True)
class Decider(Generic[C, S, E]):
    """`decide` may refuse and never mutates; `evolve` never refuses: history is not up for debate.

    `kind` names the aggregate in the audit trail ("upload", "alert").
    """

    kind: str
    initial: S
    decide: Callable[[C, S], tuple[E, ...]]
    evolve: Callable[[S, E], S]

    def fold(self, history: Iterable[E]) -> S:
        return reduce(self.evolve, history, self.initial)
