"""When something was recorded never runs backwards; a moment that has passed stays as it was."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import Connection
from tests.support.claim_log import commits_behind, context_of, new_claim, record_claims

from upstream.domain.units import CustomerId
from upstream.infrastructure.log import CustomerUnknown, EventLog, InstantInTheFuture

TICK = timedelta(microseconds=1)


def clock_of(admin_url: str) -> datetime:
    """The database's own clock, the only one that counts."""
    with psycopg.connect(admin_url) as connection:
        row = connection.execute("SELECT clock_timestamp()").fetchone()
    assert row is not None
    now: datetime = row[0]
    return now


def test_it_never_runs_backwards_under_many_writers(
    log: EventLog, customer_id: CustomerId, admin_url: str
) -> None:
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda _: record_claims(log, customer_id, uuid4().hex), range(60)))
    stamps = [commit.recorded_at for commit in commits_behind(admin_url, customer_id)]

    assert len(stamps) == 60
    assert all(before <= after for before, after in pairwise(stamps))


def test_it_never_runs_backwards_when_the_clock_does(
    log: EventLog, customer_id: CustomerId, admin_url: str
) -> None:
    """The newest stamp lies an hour ahead, as after a clock that was wrong and is right again."""
    ahead = clock_of(admin_url) + timedelta(hours=1)
    with psycopg.connect(admin_url) as connection:
        connection.execute("UPDATE customer_log SET last_recorded_at = %s", [ahead])
    stamps = [appended.recorded_at for appended in record_claims(log, customer_id, "A-1", "A-2")]

    assert stamps == [ahead, ahead]


def test_an_instant_means_the_last_commit_up_to_it(log: EventLog, customer_id: CustomerId) -> None:
    one, two, three = record_claims(log, customer_id, "A-1", "A-2", "A-3")

    assert log.position_at(customer_id, one.recorded_at - TICK) == 0
    assert log.position_at(customer_id, one.recorded_at) == 1
    assert log.position_at(customer_id, two.recorded_at - TICK) == 1
    assert log.position_at(customer_id, two.recorded_at) == 2
    assert log.position_at(customer_id, three.recorded_at) == 3


def test_an_instant_long_ago_needs_no_lock(
    log: EventLog, customer_id: CustomerId, admin_url: str
) -> None:
    record_claims(log, customer_id, "A-1")
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    with psycopg.connect(admin_url) as writer:
        writer.execute("SELECT 1 FROM customer_log FOR UPDATE")

        assert log.position_at(customer_id, long_ago) == 0


def test_the_future_is_refused(log: EventLog, customer_id: CustomerId, admin_url: str) -> None:
    with pytest.raises(InstantInTheFuture):
        log.position_at(customer_id, clock_of(admin_url) + timedelta(seconds=30))


def test_an_unknown_customer_has_no_moments(log: EventLog, admin_url: str) -> None:
    with pytest.raises(CustomerUnknown):
        log.position_at(CustomerId(uuid4()), clock_of(admin_url))


def test_a_writer_in_flight_is_waited_for(
    log: EventLog, customer_id: CustomerId, admin_url: str, until_waiting: Callable[[int], None]
) -> None:
    with psycopg.connect(admin_url) as writer, ThreadPoolExecutor(1) as pool:
        writer.execute("UPDATE customer_log SET last_recorded_at = clock_timestamp()")
        asked = pool.submit(log.position_at, customer_id, clock_of(admin_url))
        until_waiting(1)

        assert not asked.done()
        writer.commit()
        assert asked.result(timeout=10) == 0


def test_an_answer_about_now_holds_for_ever_whoever_else_asks_meanwhile(
    log: EventLog, customer_id: CustomerId, admin_url: str, until_waiting: Callable[[int], None]
) -> None:
    """A writer that had to wait for one reader must not stamp a moment a second has settled."""
    with psycopg.connect(admin_url) as first_reader, ThreadPoolExecutor(2) as pool:
        first_reader.execute("SELECT 1 FROM customer_log FOR SHARE")
        writing = pool.submit(record_claims, log, customer_id, "A-1")
        until_waiting(1)
        now = clock_of(admin_url)
        reading = pool.submit(log.position_at, customer_id, now)
        wait([reading], timeout=0.5)
        first_reader.commit()
        writing.result(timeout=10)

        assert log.position_at(customer_id, now) == reading.result(timeout=10)


def test_what_goes_along_commits_with_the_events_or_not_at_all(
    log: EventLog, customer_id: CustomerId, admin_url: str
) -> None:
    seen: list[int] = []

    def look(_: Connection) -> None:
        seen.append(len(commits_behind(admin_url, customer_id)))

    log.append(context_of(customer_id), new_claim(customer_id), along=look)

    assert seen == [0]
    assert len(commits_behind(admin_url, customer_id)) == 1
