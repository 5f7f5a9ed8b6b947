"""Carrying a run out: started at a position, assessed there, its outcome appended in one commit."""

from collections.abc import Callable
from hashlib import sha256
from uuid import UUID

import msgspec

from upstream.application.drift.observing import finding_news
from upstream.application.drift.taking_turns import one_run_at_a_time
from upstream.application.folding import Folded, folded
from upstream.application.settings import settings_of
from upstream.application.transact import transact
from upstream.domain.context import Context
from upstream.domain.drift.commands import (
    AdvanceWatch,
    CompleteDriftRun,
    FailDriftRun,
    StartDriftRun,
)
from upstream.domain.drift.counts import Counts, Question
from upstream.domain.drift.detection import Assessment, Detector
from upstream.domain.drift.events import DriftRunCompleted, DriftRunRequested, Standing
from upstream.domain.drift.products import detector_of
from upstream.domain.drift.refusals import DriftRunUnknown
from upstream.domain.drift.run import DriftRun, Over, Requested, Started, decider
from upstream.domain.drift.watch import Watch
from upstream.domain.drift.watch import decider as watch_decider
from upstream.domain.settings.products import ProductOff
from upstream.domain.streams import stream_of
from upstream.domain.units import CustomerId
from upstream.infrastructure.log import Along, Answer, EventLog, StreamEvents, nothing

ReadCounts = Callable[[CustomerId, int, Question], Counts]
"""Counts the claims as known at a position; comes from the layer above, which reads projections."""


def perform_run(
    log: EventLog,
    context: Context,
    run_id: UUID,
    read_counts: ReadCounts,
    *,
    along: Along = nothing,
) -> DriftRunCompleted | None:
    """Carry the run out, once; a run that is over is left alone. None where it failed.

    Another run of this customer is waited for. Everything it finds lands in one commit with its
    completion. `along` renews a job's lease. Raises `DriftRunUnknown` and what `read_counts`
    raises; then the run stays started, and the next attempt goes on at the same position.
    """
    with one_run_at_a_time(log.database, context.customer_id):
        place, run = folded(log, context.customer_id, decider, run_id)
        if isinstance(run, Requested):
            if not _is_on(log, context.customer_id, run.request.product):
                fail_run(log, context, run_id, code=ProductOff.code)
                return None
            place, run = _start(log, context, run_id, run.request)
        if isinstance(run, Over):
            return run.outcome if isinstance(run.outcome, DriftRunCompleted) else None
        if not isinstance(run, Started):
            raise DriftRunUnknown("there is no such run")
        detector = detector_of(run.request.product)
        if run.start.code_version != detector.code_version:
            fail_run(log, context, run_id, code="drift.code_changed")
            return None
        assessment = _assess(log, context, detector, run, read_counts, along)
        return _complete(log, context, place, run, assessment, along)


def fail_run(log: EventLog, context: Context, run_id: UUID, *, code: str) -> Answer:
    """Give a run up for good; `code` is stable and says why."""
    return transact(log, decider, run_id, FailDriftRun(code=code), context)


def findings_document(completed: DriftRunCompleted) -> bytes:
    """The findings as canonical JSON: what is compared when a run is repeated."""
    return msgspec.json.encode(completed.findings)


def _is_on(log: EventLog, customer_id: CustomerId, product: str) -> bool:
    """Now, whatever was known then: a product that is off makes nothing new."""
    return settings_of(log, customer_id).settings.products.is_on(product)


def _start(
    log: EventLog, context: Context, run_id: UUID, request: DriftRunRequested
) -> tuple[Folded, DriftRun]:
    """With the wishes that were known at its position: a look back sees what one would have seen
    then, by the settings of then.
    """
    detector = detector_of(request.product)
    position = log.head(context.customer_id) if request.as_of is None else request.as_of
    wishes = settings_of(log, context.customer_id, position=position).settings.detection
    command = StartDriftRun(
        position=position,
        settings=wishes.told(detector.settings),
        code_version=detector.code_version,
    )
    transact(log, decider, run_id, command, context)
    return folded(log, context.customer_id, decider, run_id)


def _assess(
    log: EventLog,
    context: Context,
    detector: Detector,
    run: Started,
    read_counts: ReadCounts,
    along: Along,
) -> Assessment:
    question = detector.question(run.request.until, run.start.settings)
    counts = read_counts(context.customer_id, run.start.position, question)
    with log.database.control() as connection:
        along(connection)
    return detector.assess(counts, run.request.until, run.start.settings)


def _complete(
    log: EventLog,
    context: Context,
    place: Folded,
    run: Started,
    assessment: Assessment,
    along: Along,
) -> DriftRunCompleted:
    watch_place, watch = _watch(log, context.customer_id, run.request.product)
    standing = _standing(run, assessment, watch)
    command = CompleteDriftRun(
        cells=assessment.cells,
        tests=assessment.tests,
        findings=assessment.drifts,
        findings_sha256=sha256(msgspec.json.encode(assessment.drifts)).hexdigest(),
        standing=standing,
    )
    (completed,) = decider.decide(command, run)
    assert isinstance(completed, DriftRunCompleted)
    streams: list[StreamEvents] = [place.then(completed)]
    if standing == "current":
        advance = AdvanceWatch(run_id=place.stream_id, until=run.request.until)
        streams.append(watch_place.then(*watch_decider.decide(advance, watch)))
        streams += finding_news(
            log,
            context.customer_id,
            assessment,
            place.stream_id,
            run.request.until,
            bands=run.start.settings.bands,
            backfilled=run.request.backfill_id is not None,
        )
    log.append(context, *streams, along=along)
    return completed


def _watch(log: EventLog, customer_id: CustomerId, product: str) -> tuple[Folded, Watch]:
    stream_id = stream_of(customer_id, watch_decider.kind, product)
    return folded(log, customer_id, watch_decider, stream_id)


def _standing(run: Started, assessment: Assessment, watch: Watch) -> Standing:
    """Only a look at the newest time, with today's knowledge and with claims in sight, counts for
    what is open now; any other is a look back.
    """
    behind = watch.until is not None and run.request.until < watch.until
    look_back = run.request.as_of is not None or behind or not assessment.tests
    return "look_back" if look_back else "current"
