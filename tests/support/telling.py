"""Carries made-up steps out through the real deciders and remembers where every stream stands."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from upstream.domain.catalogue import tag_of
from upstream.domain.decider import Decider
from upstream.domain.messages import Command, Event, Refusal
from upstream.domain.units import StreamId

PAYERS = ("Northwind Health", "Harbor Mutual", "Ärzte & Söhne")
GROUPS = ("Imaging", "Office visits")
JANUARY = date(2026, 1, 1)

AnyDecider = Decider[Any, Any, Any]


class Step(NamedTuple):
    """One command to one aggregate."""

    decider: AnyDecider
    stream_id: StreamId
    command: Command


class Line(NamedTuple):
    """One event with its place in its stream."""

    stream_id: StreamId
    version: int
    tag: str
    event: Event


class Teller:
    """Carries steps out one after the other, remembering where every stream stands."""

    def __init__(self) -> None:
        self.states: dict[StreamId, tuple[AnyDecider, Any, int]] = {}

    def tell(self, steps: Iterable[Step]) -> list[Line]:
        return [line for step in steps for line in self._carry_out(step)]

    def _carry_out(self, step: Step) -> list[Line]:
        start = (step.decider, step.decider.initial, 0)
        decider, state, version = self.states.get(step.stream_id, start)
        try:
            news: tuple[Event, ...] = decider.decide(step.command, state)
        except (Refusal, AssertionError):
            return []
        lines = []
        for event in news:
            version += 1
            state = decider.evolve(state, event)
            lines.append(Line(step.stream_id, version, tag_of(type(event)), event))
        if lines:
            self.states[step.stream_id] = decider, state, version
        return lines
