"""What a run means for the findings: those it saw, those it saw faintly, those that are over."""

from datetime import date
from uuid import UUID

from upstream.application.folding import folded_many
from upstream.domain.drift.commands import FindingCommand, ObserveCalm, ObserveDrift
from upstream.domain.drift.detection import Assessment
from upstream.domain.drift.finding import decider
from upstream.domain.drift.severity import BANDS, Bands
from upstream.domain.streams import stream_of
from upstream.domain.units import CustomerId
from upstream.infrastructure.log import EventLog, StreamEvents


def finding_news(
    log: EventLog,
    customer_id: CustomerId,
    assessment: Assessment,
    run_id: UUID,
    until: date,
    *,
    bands: Bands = BANDS,
    backfilled: bool = False,
) -> list[StreamEvents]:
    """What every finding of a tested cell gets; cells that could not be tested say nothing."""
    observed: dict[str, FindingCommand] = {
        drift.natural_key: ObserveDrift(
            run_id=run_id, drift=drift, reported=reported, bands=bands, backfilled=backfilled
        )
        for drifts, reported in ((assessment.drifts, True), (assessment.faint, False))
        for drift in drifts
    }
    for key in assessment.calm:
        observed[key] = ObserveCalm(run_id=run_id, until=until)
    stream_ids = [stream_of(customer_id, decider.kind, key) for key in observed]
    known = folded_many(log, customer_id, decider, stream_ids)
    news = []
    for command, (place, finding) in zip(observed.values(), known, strict=True):
        events = decider.decide(command, finding)
        if events:
            news.append(place.then(*events))
    return news
