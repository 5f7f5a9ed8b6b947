"""One customer with a demo file in its log, shared by the tests of a module that only read it."""

from collections.abc import Iterator
from datetime import date

import pytest
from tests.conftest import TestDatabase
from tests.support.detection import Bench, bench_of
from tests.support.seeded_rows import record_seeded

from upstream.application.customers import open_customer
from upstream.application.seed import Plan, plan
from upstream.infrastructure.database import Database

UNTIL = date(2026, 3, 31)


@pytest.fixture(scope="module")
def demo() -> Plan:
    return plan("riverside", claims=20_000, seed=1, until=UNTIL)


@pytest.fixture(scope="module")
def bench(module_database: TestDatabase, demo: Plan) -> Iterator[Bench]:
    database = Database(module_database.url)
    customer = open_customer(database, slug="riverside", name="Riverside Health")
    made = bench_of(database, customer.customer_id)
    record_seeded(made.log, made.customer_id, demo)
    made.catch_up()
    yield made
    made.projector.close()
    database.close()
