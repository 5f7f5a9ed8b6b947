"""Three raised alerts and operators who judge them."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from tests.projections.judgments.at_the_alerts import Judge
from tests.support.claim_log import context_of
from tests.support.detection import Bench, bench_of
from tests.support.drifts import drift

from upstream.application.judgments import judge
from upstream.application.transact import transact
from upstream.domain.drift.commands import ObserveDrift
from upstream.domain.drift.detection import Key
from upstream.domain.drift.finding import decider as finding_decider
from upstream.domain.judgments.commands import JudgeAlert
from upstream.domain.streams import stream_of
from upstream.domain.units import CustomerId
from upstream.infrastructure.database import Database
from upstream.infrastructure.log import Answer
from upstream.projections.alerts.list_alerts import NEEDS as ALERT_NEEDS
from upstream.projections.alerts.list_alerts import AlertFilter, list_alerts


@pytest.fixture
def bench(database: Database, customer_id: CustomerId) -> Iterator[Bench]:
    made = bench_of(database, customer_id)
    yield made
    made.projector.close()


@pytest.fixture
def alert_ids(bench: Bench) -> list[UUID]:
    """Three alerts about three payers."""
    for number in range(3):
        seen = drift(key=Key(f"Payer {number}", "Radiology"), severity_bps=9_000 - number)
        finding_id = stream_of(bench.customer_id, finding_decider.kind, seen.natural_key)
        command = ObserveDrift(run_id=UUID(int=1), drift=seen, reported=True)
        transact(bench.log, finding_decider, finding_id, command, context_of(bench.customer_id))
        bench.evaluate(finding_id)
    with bench.views.at(bench.customer_id, needs=ALERT_NEEDS) as view:
        return [row.id for row in list_alerts(view, AlertFilter()).items]


@pytest.fixture
def say(bench: Bench) -> Judge:
    """An operator's word, at the head of the log unless told otherwise."""

    def said(alert_id: UUID, operator: str, verdict: str, **special: Any) -> Answer:  # noqa: ANN401  fields
        plain = {"position_seen": bench.log.head(bench.customer_id)}
        command = JudgeAlert(
            alert_id=alert_id,
            operator=operator,
            verdict=verdict,  # type: ignore[arg-type]  # one of the three
            **{**plain, **special},
        )
        context = context_of(bench.customer_id, actor=operator)
        answer = judge(bench.log, context, command, today=context.now.date())
        bench.catch_up()
        return answer

    return said
