"""A log that projections follow, on a fresh database."""

import time
from collections.abc import Callable, Iterator

import pytest

from upstream.infrastructure.database import Database
from upstream.infrastructure.hints import Hints
from upstream.infrastructure.log import EventLog
from upstream.projections.view import Views


@pytest.fixture
def log(database: Database) -> EventLog:
    return EventLog(database)


@pytest.fixture
def views(database: Database, log: EventLog, database_url: str) -> Iterator[Views]:
    with Hints(database_url) as hints:
        yield Views(database, log, hints)


@pytest.fixture
def wait_for() -> Callable[[Callable[[], bool]], None]:
    """Returns once something has become true; fails after a minute."""

    def look(is_so: Callable[[], bool]) -> None:
        deadline = time.monotonic() + 60
        while not is_so():
            assert time.monotonic() < deadline, "it never became true"
            time.sleep(0.02)

    return look
