"""The history of a customer: who did what to which thing, one line per event or kind of event."""

from datetime import timedelta
from uuid import UUID

import pytest
from tests.projections.asking import ask
from tests.support.claim_log import (
    UPLOAD,
    chunk_of,
    claim_stream,
    context_of,
    new_claim,
    record_claims,
    recorded,
)

from upstream.domain.streams import stream_of
from upstream.domain.units import CustomerId
from upstream.domain.uploads.events import UploadReceived
from upstream.infrastructure.database import Database
from upstream.infrastructure.log import Appended, EventLog, StreamEvents
from upstream.projections.audit.timeline import (
    Entry,
    EntryFilter,
    EntryPage,
    commits_between,
    timeline,
)
from upstream.projections.catalogue import PROJECTIONS
from upstream.projections.runner import catch_up
from upstream.projections.view import View, Views

ANNA, BEN = "person:anna", "person:ben"


@pytest.fixture
def history(log: EventLog, customer_id: CustomerId, projector_database: Database) -> list[Appended]:
    """Anna receives a file (1); 100 claims of it in one commit (2-101); Ben corrects two."""
    received = UploadReceived(file_name="claims.csv", size_bytes=1, sha256="ab" * 32)
    upload = StreamEvents(stream_id=UPLOAD, after_version=0, events=(received,))
    changes = [
        claim_stream(customer_id, ref, recorded(ref, billed_cents=5), after_version=1)
        for ref in ("A-1", "A-2")
    ]
    claims = [claim_stream(customer_id, f"A-{n}") for n in range(100)]
    landed = [
        log.append(
            context_of(customer_id, actor=ANNA, command="uploads.receive", reason="monthly file"),
            upload,
        ),
        log.append_chunk(context_of(customer_id, command="uploads.record"), chunk_of(claims)),
        log.append(
            context_of(customer_id, actor=BEN, request_id="r-1", command="claims.correct"), *changes
        ),
    ]
    catch_up(projector_database, PROJECTIONS)
    return landed


def told(
    views: Views, customer_id: CustomerId, wanted: EntryFilter, position: int | None = None
) -> list[Entry]:
    return ask(views, customer_id, lambda view: timeline(view, wanted), position).items


def ranges(entries: list[Entry]) -> list[tuple[int, int, int]]:
    return [(entry.position, entry.through, entry.events) for entry in entries]


@pytest.mark.feature("AU-1")
def test_single_events_have_a_line_each_and_a_chunk_has_one(
    views: Views, customer_id: CustomerId, history: list[Appended]
) -> None:
    entries = told(views, customer_id, EntryFilter())

    assert ranges(entries) == [(102, 103, 2), (2, 101, 100), (1, 1, 1)]
    assert [entry.action for entry in entries] == [
        "claims.recorded.v1",
        "claims.recorded.v1",
        "uploads.received.v1",
    ]
    assert {entry.entity_id for entry in entries[1:]} == {UPLOAD}


@pytest.mark.feature("AU-1")
def test_a_line_says_who_when_and_why(
    views: Views, customer_id: CustomerId, history: list[Appended]
) -> None:
    line = told(views, customer_id, EntryFilter())[-1]

    assert (line.actor, line.command, line.reason) == (ANNA, "uploads.receive", "monthly file")
    assert (line.recorded_at, line.entity_kind) == (history[0].recorded_at, "upload")


@pytest.mark.feature("AU-1")
def test_filters_narrow_it_down(
    views: Views, customer_id: CustomerId, history: list[Appended]
) -> None:
    when = history[1].recorded_at
    tick = timedelta(microseconds=1)

    def positions(wanted: EntryFilter) -> list[int]:
        return [entry.position for entry in told(views, customer_id, wanted)]

    assert positions(EntryFilter(actor=BEN)) == [102]
    assert positions(EntryFilter(action="claims.")) == [102, 2]
    assert positions(EntryFilter(entity_kind="upload", entity_id=UPLOAD, actor=ANNA)) == [1]
    assert positions(EntryFilter(request_id="r-1")) == [102]
    assert positions(EntryFilter(recorded_from=when, recorded_to=when + tick)) == [2]
    assert positions(EntryFilter(recorded_to=when)) == [1]
    assert positions(EntryFilter(entity_id=UUID(int=7))) == []


@pytest.mark.feature("AU-1")
def test_pages_together_hold_every_line_once(
    views: Views, customer_id: CustomerId, history: list[Appended]
) -> None:
    found: list[int] = []
    below: int | None = None

    def page(view: View) -> EntryPage:
        return timeline(view, EntryFilter(), limit=1, below=below)

    for _ in range(3):
        one = ask(views, customer_id, page)
        found += [entry.position for entry in one.items]
        below = one.next

    assert found == [102, 2, 1]
    assert below is None


@pytest.mark.feature("RD-2")
def test_inside_a_commit_a_line_stands_for_what_had_happened_by_then(
    views: Views, customer_id: CustomerId, history: list[Appended]
) -> None:
    assert ranges(told(views, customer_id, EntryFilter(), 41)) == [(2, 41, 40), (1, 1, 1)]
    assert ranges(told(views, customer_id, EntryFilter(), 101)) == [(2, 101, 100), (1, 1, 1)]
    (line,) = told(views, customer_id, EntryFilter(action="claims."), 2)
    first_claim = stream_of(customer_id, "claim", "A-0")

    assert (line.position, line.entity_kind, line.entity_id) == (2, "claim", first_claim)
    assert told(views, customer_id, EntryFilter(actor=BEN), 41) == []


@pytest.mark.feature("RD-2")
def test_between_two_moments_lie_the_commits_that_made_the_difference(
    views: Views, customer_id: CustomerId, history: list[Appended]
) -> None:
    def between(after: int, upto: int) -> list[tuple[int, int]]:
        lines = ask(views, customer_id, lambda view: commits_between(view, after, upto))
        return [(line.first, line.last) for line in lines]

    assert between(0, 103) == [(102, 103), (2, 101), (1, 1)]
    assert between(1, 101) == [(2, 101)]
    assert between(50, 60) == [(51, 60)]
    assert between(103, 103) == []


@pytest.mark.feature("ID-2")
def test_a_neighbour_sees_nothing_of_it(
    views: Views,
    log: EventLog,
    other_customer_id: CustomerId,
    history: list[Appended],
    projector_database: Database,
) -> None:
    log.append(context_of(other_customer_id), new_claim(other_customer_id))
    record_claims(log, other_customer_id, "B-1")
    catch_up(projector_database, PROJECTIONS)

    assert len(told(views, other_customer_id, EntryFilter())) == 2
