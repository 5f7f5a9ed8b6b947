"""A run: requested, started at a position with its settings, then completed or failed, once."""

from dataclasses import dataclass

from upstream.domain.decider import Decider
from upstream.domain.drift.commands import (
    CompleteDriftRun,
    DriftRunCommand,
    FailDriftRun,
    RequestDriftRun,
    StartDriftRun,
)
from upstream.domain.drift.events import (
    DriftRunCompleted,
    DriftRunEvent,
    DriftRunFailed,
    DriftRunRequested,
    DriftRunStarted,
)
from upstream.domain.drift.refusals import DriftRunUnknown


@dataclass(frozen=True, slots=True)
class Unrequested: ...


@dataclass(frozen=True, slots=True)
class Requested:
    request: DriftRunRequested


@dataclass(frozen=True, slots=True)
class Started:
    """What a repetition after a crash goes on with: the same position, the same settings."""

    request: DriftRunRequested
    start: DriftRunStarted


@dataclass(frozen=True, slots=True)
class Over:
    outcome: DriftRunCompleted | DriftRunFailed


DriftRun = Unrequested | Requested | Started | Over


def decide(command: DriftRunCommand, run: DriftRun) -> tuple[DriftRunEvent, ...]:
    match command:
        case RequestDriftRun(product=product, until=until, as_of=as_of, backfill_id=backfill_id):
            requested = DriftRunRequested(
                product=product, until=until, as_of=as_of, backfill_id=backfill_id
            )
            return _request(requested, run)
        case StartDriftRun(position=position, settings=settings, code_version=version):
            started = DriftRunStarted(position=position, settings=settings, code_version=version)
            return _start(started, run)
        case CompleteDriftRun():
            return _end(_completed(command), run)
        case FailDriftRun(code=code):
            return _end(DriftRunFailed(code=code), run)


def _request(requested: DriftRunRequested, run: DriftRun) -> tuple[DriftRunEvent, ...]:
    return (requested,) if isinstance(run, Unrequested) else ()


def _start(started: DriftRunStarted, run: DriftRun) -> tuple[DriftRunEvent, ...]:
    match run:
        case Unrequested():
            raise DriftRunUnknown("there is no such run")
        case Requested():
            return (started,)
        case Started() | Over():
            return ()


def _end(outcome: DriftRunCompleted | DriftRunFailed, run: DriftRun) -> tuple[DriftRunEvent, ...]:
    match run:
        case Unrequested():
            raise DriftRunUnknown("there is no such run")
        case Requested() if isinstance(outcome, DriftRunCompleted):
            raise AssertionError("completed without a start")
        case Requested() | Started():
            return (outcome,)
        case Over():
            return ()


def _completed(command: CompleteDriftRun) -> DriftRunCompleted:
    return DriftRunCompleted(
        cells=command.cells,
        tests=command.tests,
        findings=command.findings,
        findings_sha256=command.findings_sha256,
        standing=command.standing,
    )


def evolve(run: DriftRun, event: DriftRunEvent) -> DriftRun:
    match event:
        case DriftRunRequested():
            return Requested(event)
        case DriftRunStarted():
            assert isinstance(run, Requested)
            return Started(run.request, event)
        case DriftRunCompleted() | DriftRunFailed():
            return Over(event)


decider: Decider[DriftRunCommand, DriftRun, DriftRunEvent] = Decider(
    "drift-run", Unrequested(), decide, evolve
)
