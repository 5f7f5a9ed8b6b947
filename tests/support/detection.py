"""A place to run detection in: log, views and a projector in one hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

from tests.support.claim_log import UPLOAD, chunk_of, claim_stream, context_of

from upstream.application.alerts import evaluate_finding
from upstream.application.drift import perform_run, request_run
from upstream.domain.alerts.evaluation import Evaluation
from upstream.domain.claims.events import ClaimRecorded
from upstream.domain.claims.facts import ClaimFacts
from upstream.domain.drift.events import DriftRunCompleted
from upstream.domain.units import CustomerId
from upstream.infrastructure.database import PROJECTOR, Database
from upstream.infrastructure.hints import Hints
from upstream.infrastructure.log import EventLog
from upstream.projections.alerts.list_alerts import NEEDS, AlertFilter, AlertRow, list_alerts
from upstream.projections.catalogue import PROJECTIONS
from upstream.projections.drift.cells import counts_through
from upstream.projections.runner import catch_up
from upstream.projections.view import Views


@dataclass(frozen=True)
class Bench:
    """One customer's log with its read models; nothing runs in the background."""

    log: EventLog
    views: Views
    projector: Database
    customer_id: CustomerId

    def catch_up(self) -> None:
        catch_up(self.projector, PROJECTIONS)

    def record(self, claims: Sequence[ClaimFacts]) -> None:
        """First sights, one commit, and every read model at the head."""
        streams = [
            claim_stream(
                self.customer_id,
                str(known.claim_ref),
                ClaimRecorded(facts=known, upload_id=UPLOAD, line=2),
            )
            for known in claims
        ]
        self.log.append_chunk(context_of(self.customer_id), chunk_of(streams))
        self.catch_up()

    def request(self, until: date, *, as_of: int | None = None) -> UUID:
        context = context_of(self.customer_id, command="drift.run", correlation_id=uuid4())
        asked = request_run(
            self.log, context, product="driftwatch", time_zone="UTC", until=until, as_of=as_of
        )
        return asked.id

    def perform(self, run_id: UUID) -> DriftRunCompleted:
        self.catch_up()
        context = context_of(self.customer_id, command="drift.run")
        completed = perform_run(self.log, context, run_id, counts_through(self.views))
        self.catch_up()
        assert completed is not None
        return completed

    def run(self, until: date, *, as_of: int | None = None) -> DriftRunCompleted:
        return self.perform(self.request(until, as_of=as_of))

    def evaluate(self, finding_id: UUID, *, now: datetime | None = None) -> list[Evaluation]:
        context = context_of(
            self.customer_id, command="alerts.evaluate", now=now or datetime.now(UTC)
        )
        ended = evaluate_finding(self.log, context, finding_id)
        self.catch_up()
        return ended

    def alerts(self, **wanted: Any) -> list[AlertRow]:  # noqa: ANN401  a filter's own words
        with self.views.at(self.customer_id, needs=NEEDS) as view:
            return list_alerts(view, AlertFilter(**wanted)).items


def bench_of(database: Database, customer_id: CustomerId) -> Bench:
    """On a fresh database; whoever opens it closes `projector`."""
    log = EventLog(database)
    views = Views(database, log, Hints(database.url))
    return Bench(log, views, Database(database.url, role=PROJECTOR, pool_size=2), customer_id)
