"""What must be unique at once is taken in the append's own transaction, or not at all."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection
from tests.support.claim_log import context_of, new_claim

from upstream.domain.units import CustomerId
from upstream.infrastructure.log import (
    AlreadyReserved,
    EventLog,
    holder_of,
    release,
    reserve,
)

KEY = "5e884898da28047151d0e56f8dc62927"

Taking = Callable[[Connection], None]


def taking(customer_id: CustomerId, stream_id: UUID, *, scope: str = "file") -> Taking:
    return partial(reserve, customer_id=customer_id, scope=scope, key=KEY, stream_id=stream_id)


def holder(log: EventLog, customer_id: CustomerId) -> UUID | None:
    with log.database.customer(customer_id) as connection:
        return holder_of(connection, customer_id, scope="file", key=KEY)


def append(log: EventLog, customer_id: CustomerId, *along: Taking) -> None:
    def all_of(connection: Connection) -> None:
        for one in along:
            one(connection)

    log.append(context_of(customer_id), new_claim(customer_id), along=all_of)


def test_a_key_is_taken_once_and_says_by_whom(log: EventLog, customer_id: CustomerId) -> None:
    first, second = uuid4(), uuid4()
    append(log, customer_id, taking(customer_id, first))
    with pytest.raises(AlreadyReserved) as refused:
        append(log, customer_id, taking(customer_id, second))

    assert (refused.value.scope, refused.value.stream_id) == ("file", first)
    assert holder(log, customer_id) == first
    assert log.head(customer_id) == 1


def test_its_holder_may_take_it_again(log: EventLog, customer_id: CustomerId) -> None:
    mine = taking(customer_id, uuid4())
    append(log, customer_id, mine, mine)
    append(log, customer_id, mine)

    assert log.head(customer_id) == 2


def test_other_scopes_and_other_customers_have_keys_of_their_own(
    log: EventLog, customer_id: CustomerId, other_customer_id: CustomerId
) -> None:
    append(log, customer_id, taking(customer_id, uuid4()))
    append(log, customer_id, taking(customer_id, uuid4(), scope="other"))
    append(log, other_customer_id, taking(other_customer_id, uuid4()))

    assert (log.head(customer_id), log.head(other_customer_id)) == (2, 1)


def test_a_commit_that_fails_gives_its_key_back(log: EventLog, customer_id: CustomerId) -> None:
    def fail(_: Connection) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        append(log, customer_id, taking(customer_id, uuid4()), fail)

    assert holder(log, customer_id) is None


def test_a_released_key_can_be_taken_by_another(log: EventLog, customer_id: CustomerId) -> None:
    other = uuid4()
    append(log, customer_id, taking(customer_id, uuid4()))
    append(log, customer_id, partial(release, customer_id=customer_id, scope="file", key=KEY))
    append(log, customer_id, taking(customer_id, other))

    assert holder(log, customer_id) == other


def test_of_many_at_once_one_gets_it(log: EventLog, customer_id: CustomerId) -> None:
    def attempt(stream_id: UUID) -> bool:
        try:
            append(log, customer_id, taking(customer_id, stream_id))
        except AlreadyReserved:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(attempt, [uuid4() for _ in range(12)]))

    assert sum(outcomes) == 1
    assert log.head(customer_id) == 1
