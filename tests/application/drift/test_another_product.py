"""A second product is one module: the same runs, findings and counts serve it unchanged."""

from datetime import date
from typing import Final

import pytest
from tests.support.claim_log import context_of
from tests.support.drifts import drift
from tests.support.weekly_claims import UNTIL, counts_of, steady

from upstream.application.drift import perform_run, request_run
from upstream.domain.drift import products
from upstream.domain.drift.counts import Counts, Question
from upstream.domain.drift.detection import Assessment, Detector, Drift, Evidence, Key
from upstream.domain.drift.driftwatch import DriftWatch
from upstream.domain.drift.events import FindingDetected
from upstream.domain.drift.settings import Settings
from upstream.domain.drift.windows import Window
from upstream.domain.streams import stream_of
from upstream.domain.units import CustomerId
from upstream.infrastructure.database import Database
from upstream.infrastructure.log import EventLog


class EveryPayer:
    """Reports every payer it sees, by payer alone."""

    product: Final = "everypayer"
    code_version: Final = "everypayer-1"
    settings: Final = DriftWatch.settings

    def question(self, until: date, settings: Settings) -> Question:
        return Question(tables=("decisions",), until=until, weeks=settings.weeks, reference_weeks=8)

    def assess(self, counts: Counts, until: date, _: Settings) -> Assessment:
        assert until == UNTIL
        cells = counts.decisions
        found = tuple(drift(product=self.product, key=Key(cell.payer)) for cell in cells)
        return Assessment(cells=len(cells), tests=len(cells), drifts=found, faint=(), calm=())

    def evidence(self, drift: Drift) -> Evidence:
        window = Window(from_on=drift.current.from_on, to_on=drift.current.to_on)
        return Evidence(of="denied", window=window)


@pytest.mark.feature("DR-6")
def test_a_new_detector_needs_no_change_elsewhere(
    database: Database, customer_id: CustomerId, monkeypatch: pytest.MonkeyPatch
) -> None:
    detector: Detector = EveryPayer()
    monkeypatch.setattr(products, "PRODUCTS", (*products.PRODUCTS, detector))
    log = EventLog(database)

    def read(_: CustomerId, __: int, question: Question) -> Counts:
        assert question.tables == ("decisions",)
        return counts_of([*steady("Cedar"), *steady("Summit")], tables=question.tables)

    context = context_of(customer_id)
    asked = request_run(log, context, product="everypayer", time_zone="UTC", until=UNTIL)
    completed = perform_run(log, context, asked.id, read)
    assert completed is not None
    assert [found.key.payer for found in completed.findings] == ["Cedar", "Summit"]
    for found in completed.findings:
        finding_id = stream_of(customer_id, "finding", found.natural_key)
        (recorded,) = log.read(customer_id, finding_id)
        assert isinstance(recorded.event, FindingDetected)
