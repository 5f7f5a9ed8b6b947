"""A hint wakes up early; without one, somebody who waits still looks soon enough."""

import os
import resource
import time
from collections.abc import Iterator
from contextlib import ExitStack

import psycopg
import pytest
from tests.support.claim_log import record_claims

from upstream.domain.units import CustomerId
from upstream.infrastructure.database import Database
from upstream.infrastructure.hints import LOG_GREW, Hints
from upstream.infrastructure.log import EventLog


@pytest.fixture
def hints(database_url: str) -> Iterator[Hints]:
    with Hints(database_url) as listening:
        _until_heard(database_url, listening)
        yield listening


def _until_heard(url: str, hints: Hints) -> None:
    """Listening starts in a thread of its own; knock until somebody is there."""
    for _ in range(200):
        seen = hints.seen
        _knock(url)
        hints.wait(seen, at_most_seconds=0.05)
        if hints.seen != seen:
            return
    raise AssertionError("nobody listens")


def _knock(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SELECT pg_notify(%s, '')", [LOG_GREW])


def settled(hints: Hints) -> int:
    """The count once no late knock comes in any more."""
    while True:
        seen = hints.seen
        hints.wait(seen, at_most_seconds=0.2)
        if hints.seen == seen:
            return seen


def test_an_append_is_announced_once_it_is_committed(
    hints: Hints, database: Database, customer_id: CustomerId
) -> None:
    seen = settled(hints)
    record_claims(EventLog(database), customer_id, "A-1")
    hints.wait(seen, at_most_seconds=5)

    assert hints.seen > seen


def test_news_that_came_before_the_wait_is_not_slept_through(
    hints: Hints, database_url: str
) -> None:
    seen = settled(hints)
    _knock(database_url)
    hints.wait(seen, at_most_seconds=5)
    began = time.monotonic()
    hints.wait(seen, at_most_seconds=5)

    assert time.monotonic() - began < 1


def test_without_news_the_wait_ends_by_itself(hints: Hints) -> None:
    began = time.monotonic()
    hints.wait(settled(hints), at_most_seconds=0.2)

    assert 0.2 <= time.monotonic() - began < 2


def test_listening_survives_the_death_of_its_connection(
    hints: Hints, database_url: str, admin_url: str
) -> None:
    with psycopg.connect(admin_url) as admin:
        killed = admin.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND query LIKE 'LISTEN%'"
        ).fetchone()
    _until_heard(database_url, hints)

    assert killed == (1,)


def test_a_process_with_a_thousand_files_open_is_still_woken(database_url: str) -> None:
    """select(2) ends at descriptor 1023; a busy server does not."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(2_048, hard)), hard))
    with ExitStack() as held:
        held.callback(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        nothing = os.open(os.devnull, os.O_RDONLY)
        held.callback(os.close, nothing)
        highest = nothing
        while highest < 1_100:
            highest = os.dup(nothing)
            held.callback(os.close, highest)
        hints = held.enter_context(Hints(database_url))
        _until_heard(database_url, hints)
