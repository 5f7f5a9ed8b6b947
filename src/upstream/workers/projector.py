"""The projector process: keeps every read model at the heads of the customers' logs."""

import threading
from concurrent.futures import ThreadPoolExecutor

from upstream.infrastructure.database import PROJECTOR, Database
from upstream.infrastructure.hints import Hints
from upstream.infrastructure.settings import Settings
from upstream.projections.catalogue import PROJECTIONS
from upstream.projections.runner import advance_together, convoys, lagging
from upstream.workers.loop import DATABASE_AWAY, collect_garbage_rarely, stop_on_signals, work_until

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
    """One batch for each convoy of projections that is behind; the positions gained.

    One that the database refuses (a lock, a timeout) does not hold up the others. Raises what the
    last one met when none of them got anywhere.
    """
    gained, trouble = 0, None
    for convoy in convoys(lagging(database, PROJECTIONS)):
        if stopping.is_set():
            break
        try:
            gained += advance_together(database, convoy)
        except DATABASE_AWAY as error:
            trouble = error
    if trouble is not None and not gained:
        raise trouble
    return gained
