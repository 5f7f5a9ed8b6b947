"""The connection breaks during COMMIT: the caller still hears what became of the commit."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError
from tests.support.claim_log import chunk_of, context_of, new_claim, positions_behind
from tests.support.commit_cutter import CommitCutter, Cut

from upstream.domain.context import Context
from upstream.domain.units import CustomerId
from upstream.infrastructure.database import Database
from upstream.infrastructure.log import Appended, EventLog

Append = Callable[[EventLog, Context], Appended]


def singly(log: EventLog, context: Context) -> Appended:
    return log.append(context, new_claim(context.customer_id))


def in_a_chunk(log: EventLog, context: Context) -> Appended:
    claims = [new_claim(context.customer_id) for _ in range(2_000)]
    return log.append_chunk(context, chunk_of(claims))


both_ways = pytest.mark.parametrize("append", [singly, in_a_chunk])


@pytest.fixture
def cutter(database_url: str) -> Iterator[CommitCutter]:
    with CommitCutter(database_url) as proxy:
        yield proxy


@pytest.fixture
def distant_log(cutter: CommitCutter) -> Iterator[EventLog]:
    """The log as seen through the proxy."""
    database = Database(cutter.url)
    yield EventLog(database)
    database.close()


@both_ways
def test_a_commit_that_was_carried_out_is_answered_as_if_nothing_had_happened(
    append: Append,
    distant_log: EventLog,
    cutter: CommitCutter,
    customer_id: CustomerId,
    admin_url: str,
) -> None:
    cutter.cut_next(Cut.ANSWER)
    landed = append(distant_log, context_of(customer_id))

    assert cutter.cuts == 1
    assert positions_behind(admin_url, customer_id) == list(range(1, landed.last + 1))
    assert distant_log.position_at(customer_id, landed.recorded_at) == landed.last


@both_ways
def test_a_commit_that_never_arrived_is_an_error_and_nothing_is_stored(
    append: Append,
    distant_log: EventLog,
    cutter: CommitCutter,
    customer_id: CustomerId,
    admin_url: str,
) -> None:
    cutter.cut_next(Cut.REQUEST)
    with pytest.raises(OperationalError):
        append(distant_log, context_of(customer_id))

    assert cutter.cuts == 1
    assert positions_behind(admin_url, customer_id) == []
    assert append(distant_log, context_of(customer_id)).first == 1


@both_ways
def test_a_commit_still_on_its_way_is_waited_for(
    append: Append,
    distant_log: EventLog,
    cutter: CommitCutter,
    customer_id: CustomerId,
    admin_url: str,
) -> None:
    """Looking at once would find nothing, and then the commit would land all the same."""
    cutter.cut_next(Cut.REQUEST_LATE)
    landed = append(distant_log, context_of(customer_id))

    assert cutter.cuts == 1
    assert positions_behind(admin_url, customer_id) == list(range(1, landed.last + 1))


def test_what_another_writer_put_in_the_same_place_is_not_taken_for_ours(
    distant_log: EventLog,
    log: EventLog,
    cutter: CommitCutter,
    customer_id: CustomerId,
    until_waiting: Callable[[int], None],
) -> None:
    """Our COMMIT never arrives; somebody who stood in line behind us gets position 1 instead."""
    theirs: list[Future[Appended]] = []
    with ThreadPoolExecutor(1) as pool:

        def let_another_stand_in_line(_: Connection) -> None:
            theirs.append(pool.submit(singly, log, context_of(customer_id)))
            until_waiting(1)
            cutter.cut_next(Cut.REQUEST)

        with pytest.raises(OperationalError):
            distant_log.append(
                context_of(customer_id, idempotency_key="k", request_hash=b"1" * 32),
                new_claim(customer_id),
                along=let_another_stand_in_line,
            )

    assert cutter.cuts == 1
    assert theirs[0].result().first == 1


def test_side_effects_of_a_commit_that_was_carried_out_are_there_once(
    distant_log: EventLog, cutter: CommitCutter, customer_id: CustomerId
) -> None:
    ran: list[int] = []

    def note(connection: Connection) -> None:
        ran.append(connection.execute(text("SELECT 1")).scalar_one())

    cutter.cut_next(Cut.ANSWER)
    distant_log.append(context_of(customer_id), new_claim(customer_id), along=note)

    assert ran == [1]


@pytest.mark.timeout(120)
def test_of_a_hundred_lost_answers_none_is_doubled_and_none_is_a_false_error(
    distant_log: EventLog, cutter: CommitCutter, customer_id: CustomerId, admin_url: str
) -> None:
    for expected in range(1, 101):
        cutter.cut_next(Cut.ANSWER)
        assert singly(distant_log, context_of(customer_id)).last == expected

    assert cutter.cuts == 100
    assert positions_behind(admin_url, customer_id) == list(range(1, 101))
