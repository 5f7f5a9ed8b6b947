"""The moments worth stopping at: ends of work, few enough for a slider, and always the same."""

from collections.abc import Iterator

import pytest
from tests.support.claim_log import chunk_of, context_of, new_claim, record_claims

from upstream.domain.units import CustomerId
from upstream.infrastructure.database import Database
from upstream.infrastructure.hints import Hints
from upstream.infrastructure.log import EventLog
from upstream.projections.claims.claim_versions import claim_versions
from upstream.projections.stops import STOPS_MAX, Stop, stops
from upstream.projections.view import Views


@pytest.fixture
def views(database: Database, database_url: str) -> Iterator[Views]:
    with Hints(database_url) as hints:
        yield Views(database, EventLog(database), hints)


def stops_of(views: Views, customer_id: CustomerId, upto: int | None = None) -> tuple[Stop, ...]:
    head = views.log.head(customer_id)
    with views.at(customer_id, needs=(claim_versions,)) as view:
        return stops(view, upto=head if upto is None else upto)


def test_an_empty_log_has_nowhere_to_stop(views: Views, customer_id: CustomerId) -> None:
    assert stops_of(views, customer_id) == ()


@pytest.mark.feature("RD-2")
def test_the_chunks_of_one_upload_are_one_stop(views: Views, customer_id: CustomerId) -> None:
    """They have one command and one subject; the single claims around them do not."""
    log = views.log
    record_claims(log, customer_id, "A-1")
    context = context_of(customer_id, command="uploads.record_chunk")
    for size in (3, 2):
        log.append_chunk(context, chunk_of([new_claim(customer_id) for _ in range(size)]))
    record_claims(log, customer_id, "A-2", "A-3")
    found = stops_of(views, customer_id)
    assert [(stop.position, stop.events) for stop in found] == [(1, 1), (6, 5), (7, 1), (8, 1)]
    assert [stop.command for stop in found][1] == "uploads.record_chunk"


@pytest.mark.feature("RD-2")
def test_a_long_history_has_few_stops_that_stay_where_they_are(
    views: Views, customer_id: CustomerId
) -> None:
    """A slider's place is sent as a number, so it must mean the same after news arrived."""
    many = 2 * STOPS_MAX + 30
    record_claims(views.log, customer_id, *(f"A-{i}" for i in range(many)))
    before = stops_of(views, customer_id)
    assert STOPS_MAX / 2 < len(before) <= STOPS_MAX
    assert before[-1].position == many
    assert sum(stop.events for stop in before) == many
    record_claims(views.log, customer_id, "A-new")
    assert stops_of(views, customer_id, upto=many) == before
    assert stops_of(views, customer_id)[-1].position == many + 1
