"""A log on a fresh database, and a way to see who waits for whom."""

import time
from collections.abc import Callable

import psycopg
import pytest

from upstream.infrastructure.database import Database
from upstream.infrastructure.log import EventLog

_WAITING = (
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


@pytest.fixture
def log(database: Database) -> EventLog:
    return EventLog(database)


@pytest.fixture
def until_waiting(admin_url: str) -> Callable[[int], None]:
    """Returns once so many connections of this database stand in line for a lock."""

    def look(expected: int) -> None:
        with psycopg.connect(admin_url, autocommit=True) as connection:
            for _ in range(500):
                row = connection.execute(_WAITING).fetchone()
                if row and row[0] >= expected:
                    return
                time.sleep(0.01)
        raise AssertionError(f"{expected} connections never came to wait")

    return look
