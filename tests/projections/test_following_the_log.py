"""A projection takes in every commit once, in order, in whatever batches and whoever does it."""

from itertools import pairwise

import psycopg
import pytest
from sqlalchemy import text
from tests.support.claim_log import (
    UPLOAD,
    chunk_of,
    claim_stream,
    context_of,
    new_claim,
    record_claims,
    recorded,
)
from tests.support.replay import contents, digest, forget, read_models

from upstream.domain.units import CustomerId
from upstream.domain.uploads.events import UploadReceived
from upstream.infrastructure.database import Database
from upstream.infrastructure.log import EventLog, StreamEvents
from upstream.projections.catalogue import PROJECTIONS, REACTIONS
from upstream.projections.claims.claim_versions import claim_versions
from upstream.projections.reading import next_batch
from upstream.projections.runner import advance, catch_up, lagging


@pytest.fixture
def mixed_log(log: EventLog, customer_id: CustomerId) -> CustomerId:
    """Single commits and chunks, first sights and changes: 6 commits, 110 events."""
    record_claims(log, customer_id, "A-1", "A-2")
    chunk = [claim_stream(customer_id, f"B-{n}") for n in range(100)]
    log.append_chunk(context_of(customer_id), chunk_of(chunk))
    for version in (1, 2):
        paid = recorded("A-1", outcome="PAID", billed_cents=version)
        again = claim_stream(customer_id, "A-1", paid, after_version=version)
        log.append(context_of(customer_id), again, new_claim(customer_id))
    log.append(context_of(customer_id), *(new_claim(customer_id) for _ in range(4)))
    return customer_id


@pytest.fixture
def tables(admin_url: str) -> list[str]:
    return read_models(admin_url)


def test_a_batch_is_made_of_whole_commits(database: Database, mixed_log: CustomerId) -> None:
    with database.customer(mixed_log) as connection:
        ends = [0]
        while batch := next_batch(
            connection, mixed_log, after=ends[-1], span_max=3, tags=frozenset()
        ):
            positions = [fact.position for fact in batch.facts]
            assert positions == list(range(batch.after + 1, batch.through + 1))
            assert batch.commits[-1].last == batch.through
            ends.append(batch.through)

    assert ends == [0, 2, 102, 104, 106, 110]
    assert all(before < after for before, after in pairwise(ends))


@pytest.mark.feature("RD-8")
@pytest.mark.parametrize("span_max", [1, 7, 50, 1_000_000])
def test_the_size_of_batches_does_not_show(
    span_max: int,
    mixed_log: CustomerId,
    database_url: str,
    admin_url: str,
    tables: list[str],
) -> None:
    digest(database_url, mixed_log)
    usual = contents(admin_url, mixed_log, tables)
    forget(admin_url, mixed_log)
    assert not any(contents(admin_url, mixed_log, tables).values())
    digest(database_url, mixed_log, span_max=span_max)

    assert contents(admin_url, mixed_log, tables) == usual
    assert len(usual["claim_versions"]) == 110


def test_what_is_behind_is_found_and_brought_to_the_head(
    projector_database: Database, mixed_log: CustomerId, log: EventLog
) -> None:
    found = lagging(projector_database, PROJECTIONS)
    behind = {(one.projection.name, one.customer_id) for one in found}
    gained = catch_up(projector_database, PROJECTIONS)

    assert behind == {(projection.name, mixed_log) for projection in PROJECTIONS}
    assert gained == len(PROJECTIONS) * log.head(mixed_log)
    assert lagging(projector_database, PROJECTIONS) == []


def test_a_projection_somebody_else_is_moving_is_left_to_them(
    projector_database: Database, mixed_log: CustomerId, admin_url: str
) -> None:
    advance(projector_database, claim_versions, mixed_log)
    with psycopg.connect(admin_url) as other:
        other.execute("UPDATE projection_checkpoints SET position = 0")

        assert advance(projector_database, claim_versions, mixed_log) == 0


@pytest.mark.feature("OP-8")
def test_a_reaction_asks_for_each_piece_of_work_once(
    projector_database: Database, customer_id: CustomerId, log: EventLog, admin_url: str
) -> None:
    """Also when it is made to look at the same events again."""
    received = UploadReceived(file_name="claims.csv", size_bytes=1, sha256="ab" * 32)
    upload = StreamEvents(stream_id=UPLOAD, after_version=0, events=(received,))
    log.append(context_of(customer_id), upload)
    catch_up(projector_database, REACTIONS)
    with psycopg.connect(admin_url) as connection:
        connection.execute("UPDATE projection_checkpoints SET position = 0")
    catch_up(projector_database, REACTIONS)
    with projector_database.control() as connection:
        jobs = connection.execute(text("SELECT kind, subject_id, state FROM jobs")).all()

    assert [tuple(job) for job in jobs] == [("uploads.record", UPLOAD, "waiting")]


def test_projectors_never_run_reactions() -> None:
    assert {one.name for one in PROJECTIONS}.isdisjoint(one.name for one in REACTIONS)
