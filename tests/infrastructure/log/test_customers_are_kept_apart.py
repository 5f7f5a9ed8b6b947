"""Row-level security, forced: without a customer nothing, with one its own rows and no others."""

from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import InternalError, ProgrammingError
from tests.support.claim_log import record_claims

from upstream.domain.units import CustomerId
from upstream.infrastructure.database import Database, enter_customer
from upstream.infrastructure.log import EventLog, reserve

TABLES = ("events", "commits", "reservations")


@pytest.fixture
def two_customers(
    log: EventLog, customer_id: CustomerId, other_customer_id: CustomerId
) -> tuple[CustomerId, CustomerId]:
    """One has three claims, the other five; each holds a reservation."""
    record_claims(log, customer_id, *(f"A-{n}" for n in range(3)))
    record_claims(log, other_customer_id, *(f"B-{n}" for n in range(5)))
    for customer in (customer_id, other_customer_id):
        with log.database.customer(customer) as connection:
            reserve(connection, customer, scope="file", key="f" * 64, stream_id=uuid4())
    return customer_id, other_customer_id


def count(connection: Connection, table: str) -> int:
    return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


@pytest.mark.feature("ID-2")
@pytest.mark.parametrize("table", TABLES)
def test_without_a_customer_there_is_nothing(
    table: str, database: Database, two_customers: tuple[CustomerId, CustomerId]
) -> None:
    with database.control() as connection:
        assert count(connection, table) == 0


@pytest.mark.feature("ID-2")
def test_a_customer_sees_its_own_rows_and_no_others(
    database: Database, two_customers: tuple[CustomerId, CustomerId]
) -> None:
    for customer, claims in zip(two_customers, (3, 5), strict=True):
        with database.customer(customer) as connection:
            seen = {table: count(connection, table) for table in TABLES}
        assert seen == {"events": claims, "commits": claims, "reservations": 1}


def test_asking_for_anothers_rows_by_name_finds_none(
    log: EventLog, two_customers: tuple[CustomerId, CustomerId]
) -> None:
    mine, theirs = two_customers
    with log.database.customer(theirs) as connection:
        stream_id = connection.execute(text("SELECT stream_id FROM events LIMIT 1")).scalar_one()
    with log.database.customer(mine) as connection:
        asked = {"customer_id": theirs}
        rows = connection.execute(
            text("SELECT 1 FROM events WHERE customer_id = :customer_id"), asked
        ).all()

    assert rows == []
    assert log.read(mine, stream_id) == []
    assert log.load_many(mine, [stream_id.bytes]) == {}


def test_writing_under_anothers_name_is_refused(
    database: Database, two_customers: tuple[CustomerId, CustomerId]
) -> None:
    mine, theirs = two_customers
    row = {"customer_id": theirs, "stream_id": uuid4()}
    write = text("INSERT INTO reservations VALUES (:customer_id, 'x', 'x', :stream_id)")
    with (
        database.customer(mine) as connection,
        pytest.raises(ProgrammingError, match="row-level security"),
    ):
        connection.execute(write, row)


def test_a_pooled_connection_forgets_the_customer_it_served(
    database_url: str, two_customers: tuple[CustomerId, CustomerId]
) -> None:
    mine, theirs = two_customers
    one_connection = Database(database_url, pool_size=1)
    for customer in (mine, theirs, mine):
        with one_connection.customer(customer) as connection:
            pid = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
        with one_connection.control() as connection:
            same = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
            assert (same, count(connection, "events")) == (pid, 0)
        with one_connection.engine.begin() as connection:
            role = connection.execute(text("SELECT current_user")).scalar_one()
            assert role == "upstream"
    one_connection.close()


def test_a_transaction_that_takes_a_customer_late_is_kept_apart_too(
    database: Database, two_customers: tuple[CustomerId, CustomerId]
) -> None:
    with database.control() as connection:
        assert count(connection, "events") == 0
        enter_customer(connection, database.role, two_customers[0])
        assert count(connection, "events") == 3


def test_even_the_owner_of_the_tables_is_kept_apart(
    admin_url: str, two_customers: tuple[CustomerId, CustomerId]
) -> None:
    with psycopg.connect(admin_url) as connection:
        connection.execute("SET ROLE upstream_owner")
        seen = connection.execute("SELECT count(*) FROM events").fetchone()

    assert seen == (0,)


def test_a_snapshot_reads_and_never_writes(
    database: Database, two_customers: tuple[CustomerId, CustomerId]
) -> None:
    mine, _ = two_customers
    with database.snapshot(mine) as connection:
        assert count(connection, "events") == 3
        with pytest.raises(InternalError, match="read-only transaction"):
            connection.execute(text("DELETE FROM reservations"))


def test_a_snapshot_stands_still(
    log: EventLog, database: Database, two_customers: tuple[CustomerId, CustomerId]
) -> None:
    mine, _ = two_customers
    with database.snapshot(mine) as connection:
        before = count(connection, "events")
        record_claims(log, mine, "A-9")

        assert count(connection, "events") == before
