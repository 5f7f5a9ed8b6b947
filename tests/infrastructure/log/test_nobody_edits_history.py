"""The log is append-only because the database says so, whatever the program tries."""

import psycopg
import pytest
from psycopg import sql
from tests.conftest import TestDatabase
from tests.support.claim_log import positions_behind, record_claims

from upstream.application.customers import open_customer
from upstream.domain.units import CustomerId
from upstream.infrastructure.database import APP, PROJECTOR, Database
from upstream.infrastructure.log import EventLog
from upstream.infrastructure.migrator import BACKUP_ROLE

Statement = sql.SQL | sql.Composed

EDITS = (
    "UPDATE {} SET customer_id = customer_id",
    "DELETE FROM {}",
    "TRUNCATE {}",
    "DROP TABLE {}",
    "ALTER TABLE {} DISABLE ROW LEVEL SECURITY",
    "ALTER TABLE {} NO FORCE ROW LEVEL SECURITY",
    "ALTER TABLE {} DISABLE TRIGGER ALL",
    "CREATE RULE silent AS ON INSERT TO {} DO INSTEAD NOTHING",
)


def attempt(
    url: str, role: str, customer_id: CustomerId, statement: sql.SQL | sql.Composed
) -> None:
    with psycopg.connect(url) as connection:
        connection.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(role)))
        connection.execute("SELECT set_config('app.customer', %s, false)", [str(customer_id)])
        connection.execute(statement)


@pytest.mark.feature("AU-8")
@pytest.mark.parametrize("table", ["events", "commits"])
@pytest.mark.parametrize("role", [APP, PROJECTOR])
@pytest.mark.parametrize("edit", EDITS)
def test_no_service_may_change_or_remove_what_was_recorded(
    edit: str, role: str, table: str, module_history: tuple[TestDatabase, CustomerId]
) -> None:
    database, customer_id = module_history
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        attempt(database.url, role, customer_id, sql.SQL(edit).format(sql.Identifier(table)))

    assert positions_behind(database.admin_url, customer_id) == [1, 2]


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO events SELECT customer_id, 9, stream_id, 9, tag, state FROM events LIMIT 1",
        "INSERT INTO commits SELECT * FROM commits LIMIT 1",
        "UPDATE customer_log SET head = 0",
        "INSERT INTO reservations SELECT customer_id, 'x', 'x', stream_id FROM events LIMIT 1",
    ],
)
def test_a_projector_reads_the_log_and_writes_nothing_to_it(
    statement: str, module_history: tuple[TestDatabase, CustomerId]
) -> None:
    database, customer_id = module_history
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        attempt(database.url, PROJECTOR, customer_id, sql.SQL(statement))


@pytest.mark.parametrize("role", ["upstream_owner", "upstream_migrator", BACKUP_ROLE])
def test_the_services_login_cannot_become_more_than_a_service(
    role: str, module_history: tuple[TestDatabase, CustomerId]
) -> None:
    database, _ = module_history
    with (
        psycopg.connect(database.url) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(role)))


def test_the_services_login_has_no_rights_of_its_own(
    module_history: tuple[TestDatabase, CustomerId],
) -> None:
    database, _ = module_history
    with (
        psycopg.connect(database.url) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("SELECT count(*) FROM events")


@pytest.fixture(scope="module")
def module_history(module_database: TestDatabase) -> tuple[TestDatabase, CustomerId]:
    """Two recorded claims, for those who try to undo them."""
    database = Database(module_database.url)
    customer_id = open_customer(database, slug="riverside", name="Riverside").customer_id
    record_claims(EventLog(database), customer_id, "A-1", "A-2")
    database.close()
    return module_database, customer_id
