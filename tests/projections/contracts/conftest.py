"""A customer with contracts in its log, and a bench to record claims on."""

from collections.abc import Iterator

import pytest
from tests.support.contracts import Office
from tests.support.detection import bench_of

from upstream.application.customers import open_customer
from upstream.infrastructure.database import Database


@pytest.fixture
def office(database: Database) -> Iterator[Office]:
    customer = open_customer(database, slug="riverside", name="Riverside Health")
    bench = bench_of(database, customer.customer_id)
    yield Office(bench)
    bench.projector.close()
