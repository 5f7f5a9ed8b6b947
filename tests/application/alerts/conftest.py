"""A customer without claims, in whose log findings are written down directly."""

from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
from tests.support.claim_log import context_of
from tests.support.detection import Bench, bench_of

from upstream.application.transact import transact
from upstream.domain.drift.commands import ObserveCalm, ObserveDrift
from upstream.domain.drift.detection import Drift
from upstream.domain.drift.finding import decider
from upstream.domain.streams import stream_of
from upstream.domain.units import CustomerId
from upstream.infrastructure.database import Database

Observe = Callable[[int, Drift], UUID]


@pytest.fixture
def bench(database: Database, customer_id: CustomerId) -> Iterator[Bench]:
    made = bench_of(database, customer_id)
    yield made
    made.projector.close()


@pytest.fixture
def observe(bench: Bench) -> Observe:
    """The `number`-th run sees a drift; the finding's id."""

    def seen(number: int, drift: Drift) -> UUID:
        finding_id = stream_of(bench.customer_id, decider.kind, drift.natural_key)
        command = ObserveDrift(run_id=UUID(int=number), drift=drift, reported=True)
        transact(bench.log, decider, finding_id, command, context_of(bench.customer_id))
        return finding_id

    return seen


@pytest.fixture
def calm(bench: Bench) -> Observe:
    """The `number`-th run sees nothing where a drift was."""

    def unseen(number: int, drift: Drift) -> UUID:
        finding_id = stream_of(bench.customer_id, decider.kind, drift.natural_key)
        command = ObserveCalm(run_id=UUID(int=number), until=drift.current.to_on)
        transact(bench.log, decider, finding_id, command, context_of(bench.customer_id))
        return finding_id

    return unseen
