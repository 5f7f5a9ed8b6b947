"""Real servers for the suite: one PostgreSQL and one Valkey a session, a fresh database a test."""

import itertools
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
import redis
from hypothesis import settings
from psycopg import sql

from upstream.application.customers import open_customer
from upstream.domain.units import CustomerId
from upstream.infrastructure.database import APP, PROJECTOR, Database
from upstream.infrastructure.embedded.cluster import ADMIN, SERVICE_LOGIN
from upstream.infrastructure.embedded.postgres import EmbeddedPostgres
from upstream.infrastructure.embedded.valkey import EmbeddedValkey
from upstream.infrastructure.migrator import migrate

TEMPLATE = "upstream_template"

# How long an example takes says something about the machine, not about the example.
settings.register_profile("upstream", deadline=None)
settings.load_profile("upstream")

# Nothing a test leaves behind has to survive a power cut; production keeps PostgreSQL's defaults.
FAST_AND_FORGETFUL = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "128MB",
    "max_wal_size": "2GB",
    "autovacuum_naptime": "10min",
}


@pytest.fixture(scope="session")
def servers_folder() -> Iterator[Path]:
    """A folder of this session that PostgreSQL's account can enter too."""
    folder = Path(tempfile.mkdtemp(prefix="upstream-tests-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def postgres(servers_folder: Path) -> Iterator[EmbeddedPostgres]:
    with EmbeddedPostgres(servers_folder / "postgres", FAST_AND_FORGETFUL) as server:
        yield server


@pytest.fixture(scope="session")
def valkey(servers_folder: Path) -> Iterator[EmbeddedValkey]:
    with EmbeddedValkey(servers_folder / "valkey") as server:
        yield server


class TestDatabase:
    """A migrated database of its own: `url` for the services, `admin_url` for who looks behind."""

    __test__ = False

    def __init__(self, server: EmbeddedPostgres, name: str) -> None:
        self.name = name
        self.url = server.url_of(SERVICE_LOGIN, name)
        self.admin_url = server.url_of(ADMIN, name)


@pytest.fixture(scope="session")
def new_database(postgres: EmbeddedPostgres) -> Callable[..., TestDatabase]:
    """Makes as many fresh, migrated databases as a test needs; they go with the session.

    Named another one that nobody is connected to, it makes a copy of that.
    """
    numbers = itertools.count(1)
    with psycopg.connect(postgres.admin_url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(TEMPLATE)))
    migrate(postgres.url_of(ADMIN, TEMPLATE), service_login=SERVICE_LOGIN)

    def clone(template: str = TEMPLATE) -> TestDatabase:
        name = f"test_{os.getpid()}_{next(numbers)}"
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
        with psycopg.connect(postgres.admin_url, autocommit=True) as connection:
            names = sql.Identifier(name), sql.Identifier(template)
            connection.execute(statement.format(*names))
        return TestDatabase(postgres, name)

    return clone


@pytest.fixture
def test_database(
    postgres: EmbeddedPostgres, new_database: Callable[[], TestDatabase]
) -> Iterator[TestDatabase]:
    """A fresh database for one test, gone afterwards."""
    fresh = new_database()
    yield fresh
    drop(postgres, fresh)


@pytest.fixture(scope="module")
def module_database(
    postgres: EmbeddedPostgres, new_database: Callable[[], TestDatabase]
) -> Iterator[TestDatabase]:
    """A fresh database that the tests of one module share, for those that build on each other."""
    fresh = new_database()
    yield fresh
    drop(postgres, fresh)


def drop(postgres: EmbeddedPostgres, fresh: TestDatabase) -> None:
    """Whoever is still connected goes with it."""
    with psycopg.connect(postgres.admin_url, autocommit=True) as connection:
        statement = sql.SQL("DROP DATABASE {} WITH (FORCE)")
        connection.execute(statement.format(sql.Identifier(fresh.name)))


@pytest.fixture
def database_url(test_database: TestDatabase) -> str:
    """The services' login on a fresh database."""
    return test_database.url


@pytest.fixture
def admin_url(test_database: TestDatabase) -> str:
    """The superuser's way into the same database."""
    return test_database.admin_url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """The fresh database as the application role."""
    opened = Database(database_url, role=APP)
    yield opened
    opened.close()


@pytest.fixture
def projector_database(database_url: str) -> Iterator[Database]:
    """The same fresh database as the projector role."""
    opened = Database(database_url, role=PROJECTOR)
    yield opened
    opened.close()


@pytest.fixture
def valkey_url(valkey: EmbeddedValkey) -> str:
    """The session's Valkey, emptied."""
    with redis.Redis.from_url(valkey.url) as client:
        client.flushall()
    return valkey.url


@pytest.fixture
def customer_id(database: Database) -> CustomerId:
    """A customer in the directory, `riverside`, with an empty log."""
    return open_customer(database, slug="riverside", name="Riverside Health").customer_id


@pytest.fixture
def other_customer_id(database: Database) -> CustomerId:
    """Another one, `lakeside`, for everything that must not cross."""
    return open_customer(database, slug="lakeside", name="Lakeside Clinics").customer_id
