"""A request that comes again is answered from the log, never carried out a second time."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from sqlalchemy import Connection, text
from tests.support.claim_log import claim_stream, context_of, new_claim, positions_behind

from upstream.domain.context import Context
from upstream.domain.units import CustomerId
from upstream.infrastructure.log import (
    AlreadyDone,
    Answer,
    Appended,
    EventLog,
    IdempotencyKeyReused,
)

BODY, OTHER_BODY = b"1" * 32, b"2" * 32


def keyed(customer_id: CustomerId, *, body: bytes = BODY) -> Context:
    return context_of(customer_id, idempotency_key="person/POST/claims/77", request_hash=body)


def test_the_same_key_and_body_gets_the_first_answer(
    log: EventLog, customer_id: CustomerId, admin_url: str
) -> None:
    claim = claim_stream(customer_id, "A-1")
    landed = log.append(keyed(customer_id), claim, new_claim(customer_id))
    with pytest.raises(AlreadyDone) as again:
        log.append(keyed(customer_id), claim_stream(customer_id, "A-2"))

    assert again.value.answer == Answer(id=claim.stream_id, version=1, position=landed.last)
    assert positions_behind(admin_url, customer_id) == [1, 2]


def test_the_same_key_with_another_body_is_refused(
    log: EventLog, customer_id: CustomerId, admin_url: str
) -> None:
    log.append(keyed(customer_id), new_claim(customer_id))
    with pytest.raises(IdempotencyKeyReused):
        log.append(keyed(customer_id, body=OTHER_BODY), new_claim(customer_id))

    assert positions_behind(admin_url, customer_id) == [1]


def test_a_key_is_known_to_its_own_customer_only(
    log: EventLog, customer_id: CustomerId, other_customer_id: CustomerId
) -> None:
    log.append(keyed(customer_id), new_claim(customer_id))
    elsewhere = log.append(keyed(other_customer_id, body=OTHER_BODY), new_claim(other_customer_id))

    assert elsewhere.first == 1


def test_a_request_that_failed_may_come_again(log: EventLog, customer_id: CustomerId) -> None:
    def fail(_: Connection) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        log.append(keyed(customer_id), new_claim(customer_id), along=fail)

    assert log.append(keyed(customer_id), new_claim(customer_id)).first == 1


def test_of_two_at_once_the_second_waits_and_gets_the_first_answer(
    log: EventLog,
    customer_id: CustomerId,
    admin_url: str,
    until_waiting: Callable[[int], None],
) -> None:
    claim = claim_stream(customer_id, "A-1")
    second: list[Future[Appended]] = []

    with ThreadPoolExecutor(1) as pool:

        def send_the_second_meanwhile(_: Connection) -> None:
            second.append(pool.submit(log.append, keyed(customer_id), new_claim(customer_id)))
            until_waiting(1)

        log.append(keyed(customer_id), claim, along=send_the_second_meanwhile)
        with pytest.raises(AlreadyDone) as again:
            second[0].result(timeout=10)

    assert again.value.answer.id == claim.stream_id
    assert positions_behind(admin_url, customer_id) == [1]


def test_side_effects_of_a_repetition_do_not_happen(log: EventLog, customer_id: CustomerId) -> None:
    ran: list[str] = []

    def note(connection: Connection) -> None:
        ran.append(connection.execute(text("SELECT current_user")).scalar_one())

    log.append(keyed(customer_id), new_claim(customer_id), along=note)
    with pytest.raises(AlreadyDone):
        log.append(keyed(customer_id), new_claim(customer_id), along=note)

    assert ran == ["upstream_app"]
