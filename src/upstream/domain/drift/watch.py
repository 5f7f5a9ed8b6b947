"""A watch: how far one product has looked at one customer. It only ever moves forward."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from upstream.domain.decider import Decider
from upstream.domain.drift.commands import AdvanceWatch
from upstream.domain.drift.events import WatchAdvanced


@dataclass(frozen=True, slots=True)
class Watch:
    until: date | None = None
    run_id: UUID | None = None


def decide(command: AdvanceWatch, watch: Watch) -> tuple[WatchAdvanced, ...]:
    """A look at an earlier time, or the same run again, moves nothing."""
    if command.run_id == watch.run_id:
        return ()
    if watch.until is not None and command.until < watch.until:
        return ()
    return (WatchAdvanced(run_id=command.run_id, until=command.until),)


def evolve(_: Watch, event: WatchAdvanced) -> Watch:
    return Watch(until=event.until, run_id=event.run_id)


decider: Decider[AdvanceWatch, Watch, WatchAdvanced] = Decider("watch", Watch(), decide, evolve)
