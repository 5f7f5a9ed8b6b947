"""Positions of a customer's log are 1, 2, 3 … whoever writes, whatever fails."""

from concurrent.futures import ThreadPoolExecutor
from typing import NoReturn
from uuid import uuid4

import pytest
from sqlalchemy import Connection
from tests.support.claim_log import (
    chunk_of,
    claim_stream,
    commits_behind,
    context_of,
    new_claim,
    positions_behind,
    record_claims,
    recorded,
)

from upstream.domain.streams import stream_of
from upstream.domain.units import CustomerId
from upstream.infrastructure.log import Conflict, CustomerUnknown, EventLog


class Refused(Exception):
    """What a failing side effect raises."""


def test_a_log_begins_at_one_and_counts_events_not_commits(
    log: EventLog, customer_id: CustomerId
) -> None:
    first = log.append(context_of(customer_id), *(new_claim(customer_id) for _ in range(3)))
    second = log.append_chunk(
        context_of(customer_id), chunk_of([new_claim(customer_id) for _ in range(500)])
    )

    assert (first.first, first.last) == (1, 3)
    assert (second.first, second.last) == (4, 503)
    assert log.head(customer_id) == 503


def test_each_customer_counts_for_itself(
    log: EventLog, customer_id: CustomerId, other_customer_id: CustomerId
) -> None:
    record_claims(log, customer_id, "A-1", "A-2")
    (elsewhere,) = record_claims(log, other_customer_id, "A-1")

    assert elsewhere.first == 1
    assert (log.head(customer_id), log.head(other_customer_id)) == (2, 1)


def test_what_fails_leaves_no_hole(log: EventLog, customer_id: CustomerId, admin_url: str) -> None:
    def refuse(_: Connection) -> NoReturn:
        raise Refused

    record_claims(log, customer_id, "A-1")
    with pytest.raises(Refused):
        log.append(context_of(customer_id), new_claim(customer_id), along=refuse)
    with pytest.raises(Conflict):
        record_claims(log, customer_id, "A-1")
    with pytest.raises(Conflict):
        log.append_chunk(
            context_of(customer_id),
            chunk_of([new_claim(customer_id), claim_stream(customer_id, "A-1")]),
        )
    record_claims(log, customer_id, "A-2")

    assert positions_behind(admin_url, customer_id) == [1, 2]
    assert [commit.last for commit in commits_behind(admin_url, customer_id)] == [1, 2]


def test_a_stream_reads_back_as_it_was_written_and_as_it_stood_before(
    log: EventLog, customer_id: CustomerId
) -> None:
    stream_id = stream_of(customer_id, "claim", "A-1")
    events = [recorded("A-1", billed_cents=cents) for cents in (100, 200, 300)]
    for version, event in enumerate(events):
        record_claims(log, customer_id, f"B-{version}")
        log.append(
            context_of(customer_id),
            claim_stream(customer_id, "A-1", event, after_version=version),
        )
    history = log.read(customer_id, stream_id)

    assert [entry.event for entry in history] == events
    assert [(entry.position, entry.version) for entry in history] == [(2, 1), (4, 2), (6, 3)]
    assert log.read(customer_id, stream_id, upto=5) == history[:2]
    assert log.read(customer_id, stream_id, upto=1) == []


def test_many_streams_load_at_once_each_in_its_order(
    log: EventLog, customer_id: CustomerId
) -> None:
    record_claims(log, customer_id, "A-1", "A-2")
    again = claim_stream(customer_id, "A-1", recorded("A-1", billed_cents=5), after_version=1)
    log.append(context_of(customer_id), again)
    ids = [stream_of(customer_id, "claim", ref).bytes for ref in ("A-1", "A-2", "A-3")]
    found = log.load_many(customer_id, ids)

    assert found.keys() == set(ids[:2])
    assert [stored.version for stored in found[ids[0]]] == [1, 2]
    assert [stored.tag for stored in found[ids[1]]] == ["claims.recorded.v1"]


def test_of_many_who_extend_one_stream_at_once_one_wins(
    log: EventLog, customer_id: CustomerId
) -> None:
    def attempt(cents: int) -> bool:
        claim = claim_stream(customer_id, "A-1", recorded("A-1", billed_cents=cents))
        try:
            log.append(context_of(customer_id), claim)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(attempt, range(6)))

    assert sum(outcomes) == 1
    assert log.head(customer_id) == 1


def test_commits_tile_the_log_and_say_who_and_why(
    log: EventLog, customer_id: CustomerId, admin_url: str
) -> None:
    def write(size: int) -> None:
        command = f"tests.of_{size}"
        claims = [new_claim(customer_id) for _ in range(size)]
        log.append(context_of(customer_id, command=command), *claims)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, [1, 7, 2, 30, 1, 5] * 4))
    commits = commits_behind(admin_url, customer_id)

    assert [commit.first for commit in commits] == [1, *(c.last + 1 for c in commits[:-1])]
    assert [f"tests.of_{c.last - c.first + 1}" for c in commits] == [c.command for c in commits]
    assert positions_behind(admin_url, customer_id) == list(range(1, 46 * 4 + 1))


def test_a_customer_that_is_not_in_the_directory_has_no_log(log: EventLog) -> None:
    nobody = CustomerId(uuid4())

    with pytest.raises(CustomerUnknown):
        log.append(context_of(nobody), new_claim(nobody))
    with pytest.raises(CustomerUnknown):
        log.head(nobody)
