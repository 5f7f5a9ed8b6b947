"""A database comes to the newest schema once, whoever brings it there and however often."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from upstream.infrastructure.embedded.cluster import ADMIN, SERVICE_LOGIN
from upstream.infrastructure.embedded.postgres import EmbeddedPostgres
from upstream.infrastructure.migrator import MigrationChanged, migrate


@pytest.fixture
def empty_url(postgres: EmbeddedPostgres) -> Iterator[str]:
    """A database with nothing in it."""
    name = f"empty_{uuid4().hex[:12]}"
    with psycopg.connect(postgres.admin_url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    yield postgres.url_of(ADMIN, name)
    with psycopg.connect(postgres.admin_url, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def applied(url: str) -> list[str]:
    with psycopg.connect(url) as connection:
        rows = connection.execute("SELECT name FROM schema_migrations ORDER BY number").fetchall()
    return [name for (name,) in rows]


def test_an_empty_database_gets_every_migration_in_order(empty_url: str) -> None:
    names = migrate(empty_url, service_login=SERVICE_LOGIN)

    assert names == sorted(names) == applied(empty_url)
    assert names[0] == "0001_log.sql"


def test_a_second_run_changes_nothing(empty_url: str) -> None:
    names = migrate(empty_url, service_login=SERVICE_LOGIN)

    assert migrate(empty_url, service_login=SERVICE_LOGIN) == []
    assert applied(empty_url) == names


def test_of_several_at_once_one_does_the_work(empty_url: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        runs = list(pool.map(lambda _: migrate(empty_url, service_login=SERVICE_LOGIN), range(4)))

    assert sorted(len(names) > 0 for names in runs) == [False, False, False, True]
    assert applied(empty_url) == max(runs)


def test_a_migration_that_fails_leaves_nothing_and_the_next_run_goes_on_from_there(
    empty_url: str,
) -> None:
    with psycopg.connect(empty_url) as connection:
        connection.execute("CREATE TABLE audit_entries_by_time (in_the_way int)")
    with pytest.raises(psycopg.errors.DuplicateTable):
        migrate(empty_url, service_login=SERVICE_LOGIN)
    before = applied(empty_url)
    with psycopg.connect(empty_url) as connection:
        half_made = connection.execute("SELECT to_regclass('audit_entries')").fetchone()
        connection.execute("DROP TABLE audit_entries_by_time")

    assert before[-1] == "0005_identity.sql"
    assert half_made == (None,)
    assert migrate(empty_url, service_login=SERVICE_LOGIN)[0] == "0006_audit.sql"


def test_a_migration_edited_after_it_was_applied_is_refused(empty_url: str) -> None:
    migrate(empty_url, service_login=SERVICE_LOGIN)
    with psycopg.connect(empty_url) as connection:
        connection.execute("UPDATE schema_migrations SET sha256 = 'other' WHERE number = 1")
    with pytest.raises(MigrationChanged, match=r"0001_log\.sql"):
        migrate(empty_url, service_login=SERVICE_LOGIN)
