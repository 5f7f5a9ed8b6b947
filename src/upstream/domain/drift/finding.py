"""A finding: one cell's drift through all the runs that saw it, episode after episode.

detected -> seen again, worsened -> faded -> resolved -> perhaps detected again, as the next
episode. One calm look fades it, a second one in a row ends it: confidence near the threshold must
not open and close a finding week by week.
"""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from upstream.domain.decider import Decider
from upstream.domain.drift.commands import FindingCommand, ObserveCalm, ObserveDrift
from upstream.domain.drift.detection import Drift
from upstream.domain.drift.events import (
    FindingDetected,
    FindingEvent,
    FindingFaded,
    FindingResolved,
    FindingSeenAgain,
    FindingWorsened,
)
from upstream.domain.drift.severity import band


@dataclass(frozen=True, slots=True)
class Unseen: ...


@dataclass(frozen=True, slots=True)
class Open:
    episode: int
    run_id: UUID
    """The last run that saw it."""
    drift: Drift
    """As that run saw it."""
    worst_bps: int
    sightings: int = 1
    faded: bool = False


@dataclass(frozen=True, slots=True)
class Resolved:
    """`drift` is what it was when it was last seen."""

    episode: int
    run_id: UUID
    drift: Drift
    until: date
    recovered: bool


Finding = Unseen | Open | Resolved


def decide(command: FindingCommand, finding: Finding) -> tuple[FindingEvent, ...]:
    match command:
        case ObserveDrift():
            return _observe(command, finding)
        case ObserveCalm(run_id=run_id, until=until):
            return _calm(run_id, until, finding)


def _observe(command: ObserveDrift, finding: Finding) -> tuple[FindingEvent, ...]:
    match finding:
        case Unseen():
            return _detect(command, 1)
        case Open():
            return _observe_open(command, finding)
        case Resolved():
            return _observe_resolved(command, finding)


def _observe_open(command: ObserveDrift, finding: Open) -> tuple[FindingEvent, ...]:
    run_id, drift = command.run_id, command.drift
    until, sighting = drift.current.to_on, finding.sightings + 1
    # A look at an earlier time says nothing about what is open now.
    if finding.run_id == run_id or until < finding.drift.current.to_on:
        return ()
    if _direction(drift) != _direction(finding.drift):
        return _turn(command, finding)
    worse = band(drift.severity_bps, command.bands) > band(finding.worst_bps, command.bands)
    kind = FindingWorsened if command.reported and worse else FindingSeenAgain
    backfilled = command.backfilled
    return (kind(run_id=run_id, sighting=sighting, drift=drift, backfilled=backfilled),)


def _turn(command: ObserveDrift, finding: Open) -> tuple[FindingEvent, ...]:
    """The other way: back to where it was, or on past that."""
    run_id, until = command.run_id, command.drift.current.to_on
    if not command.reported or _is_aftermath(command.drift, finding.drift):
        return (FindingResolved(run_id=run_id, until=until, reason="recovered"),)
    return (
        FindingResolved(run_id=run_id, until=until, reason="superseded"),
        *_detect(command, finding.episode + 1),
    )


def _observe_resolved(command: ObserveDrift, finding: Resolved) -> tuple[FindingEvent, ...]:
    drift = command.drift
    if finding.run_id == command.run_id or drift.current.to_on < finding.until:
        return ()
    if finding.recovered and _is_aftermath(drift, finding.drift):
        return ()
    return _detect(command, finding.episode + 1)


def _detect(command: ObserveDrift, episode: int) -> tuple[FindingEvent, ...]:
    if not command.reported:
        return ()
    return (
        FindingDetected(
            run_id=command.run_id,
            episode=episode,
            drift=command.drift,
            backfilled=command.backfilled,
        ),
    )


def _calm(run_id: UUID, until: date, finding: Finding) -> tuple[FindingEvent, ...]:
    match finding:
        case Open() if finding.run_id != run_id and until >= finding.drift.current.to_on:
            if not finding.faded:
                return (FindingFaded(run_id=run_id, until=until),)
            return (FindingResolved(run_id=run_id, until=until, reason="gone"),)
        case Unseen() | Open() | Resolved():
            return ()


def _direction(drift: Drift) -> bool:
    return drift.delta > 0


def _is_aftermath(drift: Drift, ended: Drift) -> bool:
    """Against a baseline that still holds the drift, the way back looks like a drift of its own."""
    back = abs(drift.current_value - ended.baseline_value)
    return _direction(drift) != _direction(ended) and 2 * back <= abs(ended.delta)


def evolve(finding: Finding, event: FindingEvent) -> Finding:
    match event:
        case FindingDetected(episode=episode, run_id=run_id, drift=drift):
            return Open(episode, run_id, drift, drift.severity_bps)
        case (
            FindingSeenAgain(run_id=run_id, drift=drift)
            | FindingWorsened(run_id=run_id, drift=drift)
        ):
            assert isinstance(finding, Open)
            worst = max(finding.worst_bps, drift.severity_bps)
            return Open(finding.episode, run_id, drift, worst, finding.sightings + 1)
        case FindingFaded(run_id=run_id):
            assert isinstance(finding, Open)
            return replace(finding, run_id=run_id, faded=True)
        case FindingResolved(run_id=run_id, until=until, reason=reason):
            assert isinstance(finding, Open)
            recovered = reason == "recovered"
            return Resolved(finding.episode, run_id, finding.drift, until, recovered)


decider: Decider[FindingCommand, Finding, FindingEvent] = Decider(
    "finding", Unseen(), decide, evolve
)
