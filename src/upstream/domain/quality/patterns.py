"""Patterns matched in one pass over the value, however they are written.

Glushkov's automaton: one state for each character of the pattern, made deterministic as values are
met. A value of n characters takes n steps; there is nothing to backtrack into.
"""

from itertools import product
from typing import Final, NamedTuple

from upstream.domain.quality.pattern_syntax import (
    Choice,
    Fits,
    Repeat,
    Sequence,
    Single,
    Tree,
    parse_pattern,
)
from upstream.domain.quality.refusals import RuleInvalid

STATES_MAX: Final = 300
"""Characters of a pattern, its repetitions written out."""
STEPS_KEPT: Final = 20_000
"""Steps remembered; beyond that they are forgotten and found anew."""


class _Piece(NamedTuple):
    """What a part of a pattern may begin and end with, and whether it may be empty."""

    first: frozenset[int]
    last: frozenset[int]
    empty: bool


_NOTHING: Final = _Piece(frozenset(), frozenset(), empty=True)
_START: Final = frozenset({-1})


class Pattern:
    """Compiled once; the same value always gets the same answer. Raises `RuleInvalid`."""

    def __init__(self, pattern: str) -> None:
        self._fits: list[Fits] = []
        self._follow: dict[int, set[int]] = {}
        piece = self._piece(parse_pattern(pattern))
        self._follow[-1] = set(piece.first)
        self._ends = piece.last | (_START if piece.empty else frozenset())
        self._steps: dict[tuple[frozenset[int], str], frozenset[int]] = {}

    def matches(self, value: str) -> bool:
        """Whether the whole value is of this form."""
        state, steps = _START, self._steps
        for character in value:
            found = steps.get((state, character))
            state = self._step(state, character) if found is None else found
            if not state:
                return False
        return not state.isdisjoint(self._ends)

    def _step(self, state: frozenset[int], character: str) -> frozenset[int]:
        if len(self._steps) >= STEPS_KEPT:
            self._steps.clear()
        reachable = set().union(*(self._follow.get(place, set()) for place in state))
        after = frozenset(place for place in reachable if self._fits[place](character))
        self._steps[state, character] = after
        return after

    def _piece(self, tree: Tree) -> _Piece:
        match tree:
            case Single(fits=fits):
                return self._single(fits)
            case Sequence(parts=parts):
                whole = _NOTHING
                for part in parts:
                    whole = self._joined(whole, self._piece(part))
                return whole
            case Choice(branches=branches):
                pieces = [self._piece(branch) for branch in branches]
                return _Piece(
                    frozenset().union(*(piece.first for piece in pieces)),
                    frozenset().union(*(piece.last for piece in pieces)),
                    any(piece.empty for piece in pieces),
                )
            case Repeat(part=part, least=least, most=most):
                return self._repeated(part, least, most)

    def _single(self, fits: Fits) -> _Piece:
        place = len(self._fits)
        if place >= STATES_MAX:
            raise RuleInvalid("the pattern is too long once its repetitions are written out")
        self._fits.append(fits)
        return _Piece(frozenset({place}), frozenset({place}), empty=False)

    def _repeated(self, part: Tree, least: int, most: int | None) -> _Piece:
        whole = _NOTHING
        for _ in range(least):
            whole = self._joined(whole, self._piece(part))
        if most is None:
            again = self._piece(part)
            self._link(again.last, again.first)
            return self._joined(whole, again._replace(empty=True))
        for _ in range(most - least):
            whole = self._joined(whole, self._piece(part)._replace(empty=True))
        return whole

    def _joined(self, before: _Piece, after: _Piece) -> _Piece:
        self._link(before.last, after.first)
        return _Piece(
            before.first | after.first if before.empty else before.first,
            before.last | after.last if after.empty else after.last,
            before.empty and after.empty,
        )

    def _link(self, before: frozenset[int], after: frozenset[int]) -> None:
        for place, following in product(before, after):
            self._follow.setdefault(place, set()).add(following)
