"""The projector process: keeps every read model at the heads of the customers' logs."""

from upstream.infrastructure.database import PROJECTOR, Database
from upstream.infrastructure.hints import Hints
from upstream.infrastructure.settings import Settings
from upstream.projections.catalogue import PROJECTIONS
from upstream.projections.runner import advance, lagging
from upstream.workers.loop import stop_on_signals, work_until


def run(settings: Settings) -> None:
    """Until SIGTERM or SIGINT. Any number of these may run at once."""
    stopping = stop_on_signals()
    database = Database(settings.database_url, role=PROJECTOR, pool_size=2)

    def step() -> int:
        gained = 0
        for one in lagging(database, PROJECTIONS):
            if stopping.is_set():
                break
            gained += advance(database, one.projection, one.customer_id)
        return gained

    with Hints(settings.database_url) as hints:
        work_until(stopping, hints, step, process="projector")
    database.close()
