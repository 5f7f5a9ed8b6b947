"""What can happen to a run, a finding and a watch. Tags and fields are the storage format."""

from datetime import date
from typing import Literal
from uuid import UUID

from upstream.domain.drift.detection import Drift
from upstream.domain.drift.settings import Settings
from upstream.domain.messages import Event

Standing = Literal["current", "look_back"]


class DriftRunRequested(Event, tag="drift.run_requested.v1"):
    product: str
    until: date
    """First day the current window no longer holds: when things happened."""
    as_of: int | None = None
    """Position: what was known. None means everything known when the run starts."""
    backfill_id: UUID | None = None
    """The backfill that asked for it: what it finds interrupts nobody."""


class DriftRunStarted(Event, tag="drift.run_started.v1"):
    position: int
    settings: Settings
    code_version: str


class DriftRunCompleted(Event, tag="drift.run_completed.v1"):
    """The findings whole, so that a run can be compared with its repetition byte for byte."""

    cells: int
    tests: int
    findings: tuple[Drift, ...]
    findings_sha256: str
    """Of the findings as canonical JSON."""
    standing: Standing
    """A look back into the past leaves today's findings alone."""


class DriftRunFailed(Event, tag="drift.run_failed.v1"):
    code: str
    """Stable, and without data of any claim."""


DriftRunEvent = DriftRunRequested | DriftRunStarted | DriftRunCompleted | DriftRunFailed


class FindingDetected(Event, tag="drift.finding_detected.v1"):
    """A drift nobody knew of, or one that was over and is back: then the next `episode`."""

    run_id: UUID
    episode: int
    drift: Drift
    backfilled: bool = False
    """By a run that caught up on the past, as in the other two."""


class FindingSeenAgain(Event, tag="drift.finding_seen_again.v1"):
    run_id: UUID
    sighting: int
    """The how-manieth of its episode, the detection being the first."""
    drift: Drift
    backfilled: bool = False


class FindingWorsened(Event, tag="drift.finding_worsened.v1"):
    """Seen again, and in a higher severity band than ever in this episode."""

    run_id: UUID
    sighting: int
    drift: Drift
    backfilled: bool = False


class FindingFaded(Event, tag="drift.finding_faded.v1"):
    """Tested and calm for the first time; the second time in a row it is over."""

    run_id: UUID
    until: date


class FindingResolved(Event, tag="drift.finding_resolved.v1"):
    """`gone`: tested and calm, twice. `recovered`: the payer went back to where it was.
    `superseded`: it went on past that, the other way; the next episode begins at once.
    """

    run_id: UUID
    until: date
    reason: Literal["gone", "recovered", "superseded"]


FindingEvent = FindingDetected | FindingSeenAgain | FindingWorsened | FindingFaded | FindingResolved


class WatchAdvanced(Event, tag="drift.watch_advanced.v1"):
    """One product's watch over one customer has now looked at everything before `until`."""

    run_id: UUID
    until: date
