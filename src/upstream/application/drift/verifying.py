"""Proving a run: the same claims, the same settings, once more; are the findings the same bytes?"""

from collections.abc import Iterable
from hashlib import sha256
from typing import Literal, TypeVar
from uuid import UUID

import msgspec

from upstream.application.drift.counting import ReadCounts
from upstream.domain.drift.events import DriftRunCompleted, DriftRunRequested, DriftRunStarted
from upstream.domain.drift.products import detector_of
from upstream.domain.drift.refusals import DriftRunUnknown
from upstream.domain.messages import Event
from upstream.domain.units import CustomerId
from upstream.infrastructure.log import EventLog

E = TypeVar("E", bound=Event)
Verdict = Literal["same", "different", "not_completed"]


class Verification(msgspec.Struct, frozen=True, kw_only=True):
    """`code_version` made it, `code_version_now` repeated it: where they differ, other findings
    may be the other code's. `repeated_sha256` is None where there was nothing to repeat.
    """

    run_id: UUID
    product: str
    verdict: Verdict
    position: int | None = None
    findings: int | None = None
    findings_sha256: str | None = None
    repeated_sha256: str | None = None
    code_version: str | None = None
    code_version_now: str

    @property
    def code_changed(self) -> bool:
        return self.code_version not in (None, self.code_version_now)


def verify_run(
    log: EventLog, customer_id: CustomerId, run_id: UUID, read_counts: ReadCounts
) -> Verification:
    """Carry a recorded run out again, at its position and with its settings; nothing is recorded.

    Raises `DriftRunUnknown`.
    """
    events = [recorded.event for recorded in log.read(customer_id, run_id)]
    asked = _the(DriftRunRequested, events)
    started, completed = _the(DriftRunStarted, events), _the(DriftRunCompleted, events)
    if asked is None:
        raise DriftRunUnknown("there is no such run")
    detector = detector_of(asked.product)
    known = Verification(
        run_id=run_id,
        product=asked.product,
        verdict="not_completed",
        code_version_now=detector.code_version,
    )
    if started is None or completed is None:
        return known
    question = detector.question(asked.until, started.settings)
    counts = read_counts(customer_id, started.position, question)
    drifts = detector.assess(counts, asked.until, started.settings).drifts
    repeated = sha256(msgspec.json.encode(drifts)).hexdigest()
    return msgspec.structs.replace(
        known,
        verdict="same" if repeated == completed.findings_sha256 else "different",
        position=started.position,
        findings=len(completed.findings),
        findings_sha256=completed.findings_sha256,
        repeated_sha256=repeated,
        code_version=started.code_version,
    )


def _the(kind: type[E], events: Iterable[Event]) -> E | None:
    return next((event for event in events if isinstance(event, kind)), None)
