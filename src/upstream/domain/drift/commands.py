"""What one can ask of a run, a finding and a watch."""

from datetime import date
from uuid import UUID

from upstream.domain.drift.detection import Drift
from upstream.domain.drift.events import Standing
from upstream.domain.drift.settings import Settings
from upstream.domain.drift.severity import BANDS, Bands
from upstream.domain.messages import Command


class RequestDriftRun(Command):
    product: str
    until: date
    as_of: int | None = None
    backfill_id: UUID | None = None


class StartDriftRun(Command):
    position: int
    settings: Settings
    code_version: str


class CompleteDriftRun(Command):
    cells: int
    tests: int
    findings: tuple[Drift, ...]
    findings_sha256: str
    standing: Standing


class FailDriftRun(Command):
    code: str


DriftRunCommand = RequestDriftRun | StartDriftRun | CompleteDriftRun | FailDriftRun


class ObserveDrift(Command):
    """A run looked at this cell and saw it change; `reported` is False where it is only faint."""

    run_id: UUID
    drift: Drift
    reported: bool
    bands: Bands = BANDS
    backfilled: bool = False


class ObserveCalm(Command):
    """A run had claims enough to look at this cell, and saw nothing."""

    run_id: UUID
    until: date


FindingCommand = ObserveDrift | ObserveCalm


class AdvanceWatch(Command):
    run_id: UUID
    until: date
