"""Carrying a run out: started at a position, assessed there, its outcome appended in one commit."""

from collections.abc import Sequence
from hashlib import sha256
from uuid import UUID

import msgspec

from upstream.application.drift.counting import Counted, ReadCounts
from upstream.application.drift.observing import finding_news
from upstream.application.drift.taking_turns import one_run_at_a_time
from upstream.application.folding import Folded, folded, folded_many
from upstream.application.settings import settings_of
from upstream.application.transact import transact
from upstream.domain.context import Context
from upstream.domain.drift.commands import (
    AdvanceWatch,
    CompleteDriftRun,
    FailDriftRun,
    StartDriftRun,
)
from upstream.domain.drift.detection import Assessment
from upstream.domain.drift.events import DriftRunCompleted, Standing
from upstream.domain.drift.products import detector_of
from upstream.domain.drift.refusals import DriftRunUnknown
from upstream.domain.drift.run import DriftRun, Over, Requested, Started, decider
from upstream.domain.drift.watch import Watch
from upstream.domain.drift.watch import decider as watch_decider
from upstream.domain.settings.products import ProductOff
from upstream.domain.streams import stream_of
from upstream.domain.units import CustomerId, StreamId
from upstream.infrastructure.log import Along, Answer, EventLog, StreamEvents, nothing


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
    (outcome,) = perform_runs(log, context, [run_id], read_counts, along=along)
    return outcome


def perform_runs(
    log: EventLog,
    context: Context,
    run_ids: Sequence[UUID],
    read_counts: ReadCounts,
    *,
    along: Along = nothing,
) -> list[DriftRunCompleted | None]:
    """Several runs of one customer, as one by one, but started at one position, so that the
    claims are counted once for all of them.
    """
    with one_run_at_a_time(log.database, context.customer_id):
        _start(log, context, run_ids)
        counted = Counted(read_counts, context.customer_id, _begun(log, context, run_ids))
        return [_perform(log, context, run_id, counted, along) for run_id in run_ids]


def _perform(
    log: EventLog, context: Context, run_id: UUID, counted: Counted, along: Along
) -> DriftRunCompleted | None:
    place, run = folded(log, context.customer_id, decider, run_id)
    if isinstance(run, Over):
        return run.outcome if isinstance(run.outcome, DriftRunCompleted) else None
    if not isinstance(run, Started):
        raise DriftRunUnknown("there is no such run")
    detector = detector_of(run.request.product)
    if run.start.code_version != detector.code_version:
        fail_run(log, context, run_id, code="drift.code_changed")
        return None
    counts = counted.counts_for(run)
    with log.database.control() as connection:
        along(connection)
    assessment = detector.assess(counts, run.request.until, run.start.settings)
    return _complete(log, context, place, run, assessment, along)


def fail_run(log: EventLog, context: Context, run_id: UUID, *, code: str) -> Answer:
    """Give a run up for good; `code` is stable and says why."""
    return transact(log, decider, run_id, FailDriftRun(code=code), context)


def findings_document(completed: DriftRunCompleted) -> bytes:
    """The findings as canonical JSON: what is compared when a run is repeated."""
    return msgspec.json.encode(completed.findings)


def _start(log: EventLog, context: Context, run_ids: Sequence[UUID]) -> None:
    """Those that wait, all in one commit and at one position.

    With the wishes that were known there: a look back sees what one would have seen then, by the
    settings of then. Whether a product is on is asked now: one that is off makes nothing new.
    """
    head, streams = log.head(context.customer_id), []
    products = settings_of(log, context.customer_id).settings.products
    for place, run in _folded(log, context, run_ids):
        if not isinstance(run, Requested):
            continue
        if not products.is_on(run.request.product):
            fail_run(log, context, place.stream_id, code=ProductOff.code)
            continue
        detector = detector_of(run.request.product)
        position = head if run.request.as_of is None else run.request.as_of
        wishes = settings_of(log, context.customer_id, position=position).settings.detection
        command = StartDriftRun(
            position=position,
            settings=wishes.told(detector.settings),
            code_version=detector.code_version,
        )
        streams.append(place.then(*decider.decide(command, run)))
    if streams:
        log.append(context, *streams)


def _begun(log: EventLog, context: Context, run_ids: Sequence[UUID]) -> list[Started]:
    known = _folded(log, context, run_ids)
    return [run for _, run in known if isinstance(run, Started)]


def _folded(
    log: EventLog, context: Context, run_ids: Sequence[UUID]
) -> list[tuple[Folded, DriftRun]]:
    return folded_many(log, context.customer_id, decider, [StreamId(each) for each in run_ids])


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
