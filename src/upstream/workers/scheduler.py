"""The scheduler process: turns events into jobs, and jobs into messages until they are done."""

import time
from datetime import timedelta
from functools import partial

from upstream.infrastructure.database import APP, PROJECTOR, Database
from upstream.infrastructure.hints import Hints
from upstream.infrastructure.jobs import send_due
from upstream.infrastructure.settings import Settings
from upstream.projections.catalogue import REACTIONS
from upstream.projections.runner import catch_up
from upstream.workers.broker import make_broker, send
from upstream.workers.loop import collect_garbage_rarely, stop_on_signals, work_until
from upstream.workers.sweeping import Sweep

_SWEEP_SECONDS = 1.0


def run(settings: Settings) -> None:
    """Until SIGTERM or SIGINT. Several may run; each event is answered once all the same."""
    collect_garbage_rarely()
    stopping = stop_on_signals()
    reacting = Database(settings.database_url, role=PROJECTOR, pool_size=2)
    sweeping = Database(settings.database_url, role=APP, pool_size=2)
    broker = make_broker(settings.redis_url)
    sweep = Sweep(sweeping, timedelta(days=settings.quarantine_days))
    swept_at = 0.0

    def step() -> int:
        nonlocal swept_at
        gained = catch_up(reacting, REACTIONS)
        if gained or time.monotonic() - swept_at > _SWEEP_SECONDS:
            sweep()
            send_due(sweeping, partial(send, broker))
            swept_at = time.monotonic()
        return gained

    with Hints(settings.database_url) as hints:
        work_until(stopping, hints, step, process="scheduler")
    broker.close()
    reacting.close()
    sweeping.close()
