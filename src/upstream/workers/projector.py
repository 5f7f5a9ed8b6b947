"""The projector process: keeps every read model at the heads of the customers' logs."""

import threading
from concurrent.futures import ThreadPoolExecutor

import structlog

from upstream.infrastructure.database import PROJECTOR, Database
from upstream.infrastructure.hints import Hints
from upstream.infrastructure.settings import Settings
from upstream.projections.catalogue import PROJECTIONS
from upstream.projections.runner import advance, lagging
from upstream.workers.loop import DATABASE_AWAY, collect_garbage_rarely, stop_on_signals, work_until

_logger = structlog.get_logger()

THREADS = 2
"""One folds while the other waits for PostgreSQL to write; more would wait for each other."""


def run(settings: Settings) -> None:
    """Until SIGTERM or SIGINT. Any number of these may run at once."""
    collect_garbage_rarely()
    stopping = stop_on_signals()
    database = Database(settings.database_url, role=PROJECTOR, pool_size=THREADS)

    def step() -> int:
        return move_all(database, stopping)

    with Hints(settings.database_url) as hints, ThreadPoolExecutor(THREADS) as pool:
        loops = [
            pool.submit(work_until, stopping, hints, step, process="projector")
            for _ in range(THREADS)
        ]
        for loop in loops:
            loop.add_done_callback(lambda _: stopping.set())  # one that dies takes the other along
        for loop in loops:
            loop.result()
    database.close()


def move_all(database: Database, stopping: threading.Event) -> int:
    """One batch for each projection that is behind; the positions gained.

    One that the database refuses (a lock, a timeout) does not hold up the others. Raises what the
    last one met when none of them got anywhere.
    """
    gained, trouble = 0, None
    for one in lagging(database, PROJECTIONS):
        if stopping.is_set():
            break
        try:
            gained += advance(database, one.projection, one.customer_id)
        except DATABASE_AWAY as error:
            _logger.warning(
                "projection_held_up",
                projection=one.projection.name,
                customer_id=str(one.customer_id),
                error=type(error).__name__,
            )
            trouble = error
    if trouble is not None and not gained:
        raise trouble
    return gained
