"""Two projectors share the work and are killed again and again: every event counts exactly once."""

import random
import threading
from collections.abc import Callable

import msgspec
import psycopg
import pytest
from tests.conftest import TestDatabase
from tests.support.claim_log import chunk_of, claim_stream, context_of, recorded
from tests.support.replay import contents, digest, forget, read_models

from upstream.application.customers import open_customer
from upstream.domain.units import CustomerId
from upstream.infrastructure.database import PROJECTOR, Database
from upstream.infrastructure.log import EventLog
from upstream.projections.catalogue import PROJECTIONS
from upstream.projections.runner import advance, lagging
from upstream.workers.loop import DATABASE_AWAY

KILLS = 30

_KILL_ONE_AT_WORK = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
    " AND application_name = 'upstream_projector' AND xact_start IS NOT NULL"
    " ORDER BY random() LIMIT 1"
)


def write_history(log: EventLog, customer_id: CustomerId) -> None:
    """40 chunks of 50 claims, each seen for the first time or decided anew."""
    draw = random.Random(7)  # noqa: S311  a history, not a secret
    versions: dict[str, int] = {}
    for number in range(40):
        claims = []
        for _ in range(50):
            ref = f"A-{draw.randint(1, 600)}"
            facts = recorded(ref, outcome=draw.choice(["PAID", "DENIED"]), billed_cents=number)
            version = versions.get(ref, 0)
            versions[ref] = version + 1
            claims.append(claim_stream(customer_id, ref, facts, after_version=version))
        log.append_chunk(context_of(customer_id), chunk_of(claims))


def follow(url: str, stopping: threading.Event, gains: list[int]) -> None:
    """What the projector process does, in small batches; a lost connection is tried again."""
    database = Database(url, role=PROJECTOR, pool_size=1)
    small = tuple(msgspec.structs.replace(one, span_max=100) for one in PROJECTIONS)
    while not stopping.is_set():
        try:
            behind = lagging(database, small)
            gains.extend(advance(database, one.projection, one.customer_id) for one in behind)
        except DATABASE_AWAY:
            continue
    database.close()


def kill_some(url: str, kills: int) -> int:
    """So many connections of projectors in the middle of a transaction."""
    killed = 0
    with psycopg.connect(url, autocommit=True) as connection:
        for _ in range(2_000):
            killed += connection.execute(_KILL_ONE_AT_WORK).rowcount
            if killed >= kills:
                break
            threading.Event().wait(0.01)
    return killed


@pytest.mark.feature("RD-8")
def test_each_event_takes_effect_exactly_once(
    test_database: TestDatabase, wait_for: Callable[[Callable[[], bool]], None]
) -> None:
    url, admin_url = test_database.url, test_database.admin_url
    database = Database(url)
    customer_id = open_customer(database, slug="riverside", name="Riverside").customer_id
    write_history(EventLog(database), customer_id)
    stopping = threading.Event()
    gains: list[list[int]] = [[], []]
    followers = [threading.Thread(target=follow, args=(url, stopping, one)) for one in gains]
    for follower in followers:
        follower.start()
    killed = kill_some(admin_url, KILLS)
    wait_for(lambda: not lagging(database, PROJECTIONS))
    stopping.set()
    for follower in followers:
        follower.join()
    shared = contents(admin_url, customer_id, read_models(admin_url))
    forget(admin_url, customer_id)
    digest(url, customer_id)
    database.close()

    assert killed == KILLS
    assert all(sum(one) > 0 for one in gains), "one of them did nothing"
    assert shared == contents(admin_url, customer_id, read_models(admin_url))
