"""Several processes write to one customer's log while a projector follows: does it see it all?

`python -m benchmarks.concurrent_writers [--events 100000]` on a PostgreSQL of its own;
`--without-the-lock` is the canary: positions are then handed out before the commit that uses them,
as many event stores do, and the follower must miss events.
"""

import multiprocessing
import random
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

import psycopg
import rich_click as click
from benchmarks.unordered_append import write_without_the_lock
from tests.support.claim_log import chunk_of, context_of, new_claim

from upstream.application.customers import open_customer
from upstream.domain.units import CustomerId
from upstream.infrastructure import arrays
from upstream.infrastructure.database import PROJECTOR, Database
from upstream.infrastructure.embedded.cluster import SERVICE_LOGIN
from upstream.infrastructure.embedded.postgres import EmbeddedPostgres
from upstream.infrastructure.log import EventLog
from upstream.infrastructure.migrator import migrate
from upstream.projections.projection import Batch, Change, Projection
from upstream.projections.runner import advance

WRITERS = 4
LARGE, SMALL = (200, 1_000, 2_500), (1, 1, 1, 2, 5, 10, 25)
"""Batch sizes: one writer uploads files, the others carry out commands."""

_FOLLOWED = """
CREATE TABLE followed (customer_id uuid NOT NULL, position bigint NOT NULL);
CALL keep_customers_apart('followed');
GRANT SELECT, INSERT ON followed TO upstream_projector;
"""
_FOLLOW = "INSERT INTO followed SELECT %(customer_id)s, p FROM unnest(%(positions)s) AS p"


class Outcome(NamedTuple):
    """What a run showed. `gaps`: positions up to the head that hold no event."""

    stored: int
    gaps: int
    missed: int
    doubled: int
    seconds: float

    @property
    def sound(self) -> bool:
        return (self.gaps, self.missed, self.doubled) == (0, 0, 0)


def run(url: str, admin_url: str, *, events: int, locked: bool = True) -> Outcome:
    """Write so many events with `WRITERS` processes and follow them as they come."""
    database = Database(url)
    customer_id = open_customer(database, slug="riverside", name="Riverside").customer_id
    database.close()
    with psycopg.connect(admin_url) as connection:
        connection.execute("SET ROLE upstream_owner")
        connection.execute(_FOLLOWED)
    began = time.monotonic()
    processes = multiprocessing.get_context("spawn")
    writers = [
        processes.Process(
            target=write,
            args=(url, customer_id, number, events // WRITERS),
            kwargs={"locked": locked},
        )
        for number in range(WRITERS)
    ]
    finished = threading.Event()
    follower = threading.Thread(target=follow, args=(url, customer_id, finished))
    follower.start()
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    finished.set()
    follower.join()
    assert [writer.exitcode for writer in writers] == [0] * WRITERS
    return _judge(admin_url, customer_id, time.monotonic() - began)


def write(url: str, customer_id: CustomerId, number: int, events: int, *, locked: bool) -> None:
    """One writer's share, in batches of very different sizes."""
    database = Database(url, pool_size=1)
    log = EventLog(database)
    for size in batch_sizes(number, events):
        claims = [new_claim(customer_id) for _ in range(size)]
        if not locked:
            write_without_the_lock(database, customer_id, chunk_of(claims))
        elif size < 10:
            log.append(context_of(customer_id), *claims)
        else:
            log.append_chunk(context_of(customer_id), chunk_of(claims))
    database.close()


def batch_sizes(seed: int, total: int) -> Iterator[int]:
    draw, sizes = random.Random(seed), SMALL if seed else LARGE
    while total > 0:
        size = min(draw.choice(sizes), total)
        yield size
        total -= size


def _followed(batch: Batch) -> Iterator[Change]:
    positions = arrays.int8s(fact.position for fact in batch.facts)
    yield Change(_FOLLOW, {"positions": positions})


follower_projection = Projection(
    name="follower", version=1, tags=frozenset(), changes=_followed, span_max=5_000
)


def follow(url: str, customer_id: CustomerId, finished: threading.Event) -> None:
    """Keep up with the writers, and end at the head once they are done."""
    database = Database(url, role=PROJECTOR, pool_size=1)
    while True:
        done = finished.is_set()
        gained = advance(database, follower_projection, customer_id)
        if done and not gained:
            break
    database.close()


def _judge(admin_url: str, customer_id: UUID, seconds: float) -> Outcome:
    with psycopg.connect(admin_url) as connection:
        row = connection.execute(
            "SELECT (SELECT count(*) FROM events e WHERE e.customer_id = l.customer_id),"
            " (SELECT head - count(*) FROM events e WHERE e.customer_id = l.customer_id),"
            " (SELECT count(*) FROM events e WHERE e.customer_id = l.customer_id"
            "    AND NOT EXISTS (SELECT 1 FROM followed f WHERE f.position = e.position)),"
            " (SELECT count(*) - count(DISTINCT position) FROM followed)"
            " FROM customer_log l WHERE l.customer_id = %s",
            [customer_id],
        ).fetchone()
    assert row is not None
    stored, gaps, missed, doubled = row
    return Outcome(stored, gaps, missed, doubled, seconds)


@click.command()
@click.option("--events", default=100_000, show_default=True, help="All writers together.")
@click.option("--without-the-lock", is_flag=True, help="The canary: this must fail.")
def main(events: int, without_the_lock: bool) -> None:
    """Four writers, one follower. Exit code 1 when an event was missed, doubled or left out."""
    folder = Path(tempfile.mkdtemp(prefix="upstream-writers-"))
    folder.chmod(0o711)
    with EmbeddedPostgres(folder / "postgres") as server:
        migrate(server.admin_url, service_login=SERVICE_LOGIN)
        outcome = run(server.url, server.admin_url, events=events, locked=not without_the_lock)
    click.echo(outcome)
    raise SystemExit(0 if outcome.sound else 1)


if __name__ == "__main__":
    main()
