"""The worker process: takes jobs and does them, one thread each."""

import contextlib
import threading
import traceback
from pathlib import Path
from uuid import UUID

import structlog
from dramatiq import Actor, Worker
from dramatiq.brokers.redis import RedisBroker

from upstream.infrastructure import jobs
from upstream.infrastructure.settings import Settings
from upstream.workers.bodies import BODIES
from upstream.workers.broker import ACTOR, QUEUE, make_broker
from upstream.workers.giving_up import GIVE_UP
from upstream.workers.installation import Installation, opened
from upstream.workers.loop import (
    DATABASE_AWAY,
    ShuttingDown,
    collect_garbage_rarely,
    stop_on_signals,
)

THREADS = 3
STOP_PATIENCE_MS = 3_000

_logger = structlog.get_logger()


def run(settings: Settings) -> None:
    """Until SIGTERM or SIGINT. Any number of these may run at once."""
    collect_garbage_rarely()
    stopping = stop_on_signals()
    broker = make_broker(settings.redis_url)
    with opened(settings) as installation:
        declare(broker, installation, stopping)
        worker = Worker(broker, worker_threads=THREADS, worker_timeout=1_000)
        worker.start()
        stopping.wait()
        worker.stop(timeout=STOP_PATIENCE_MS)
    broker.close()


def declare(
    broker: RedisBroker, installation: Installation, stopping: threading.Event
) -> Actor[[str], None]:
    """The one actor there is: it takes the job its message names."""

    def body(job_id: str) -> None:
        do(installation, UUID(job_id), stopping)

    return Actor(body, broker=broker, actor_name=ACTOR, queue_name=QUEUE, priority=0, options={})


def do(installation: Installation, job_id: UUID, stopping: threading.Event) -> None:
    """Take the job, do it, mark it done; whatever goes wrong is counted and comes back."""
    job = jobs.take(installation.database, job_id)
    if job is None:
        return
    log = _logger.bind(job_id=str(job_id), kind=job.kind, customer_id=str(job.customer_id))
    try:
        if job.attempts >= jobs.ATTEMPTS_MAX:
            GIVE_UP[job.kind](installation, job)
            jobs.give_back(installation.database, job, error_code="worker.gave_up")
            log.error("job_given_up", attempts=job.attempts)
            return
        BODIES[job.kind](installation, job, stopping)
    except ShuttingDown:
        jobs.give_back(installation.database, job, error_code="worker.shutting_down")
    except jobs.LeaseLost:
        log.warning("job_lost", attempts=job.attempts)
    except Exception as error:  # noqa: BLE001  whatever it is, the job goes back and is counted
        _give_back(installation, job, error)
    else:
        jobs.finish(installation.database, job)
        log.info("job_done", attempts=job.attempts)


def _give_back(installation: Installation, job: jobs.Job, error: Exception) -> None:
    """The place in the code is told, the error's own words are not: they may quote a row."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    _logger.warning(
        "job_failed",
        job_id=str(job.job_id),
        kind=job.kind,
        customer_id=str(job.customer_id),
        attempts=job.attempts,
        error=type(error).__name__,
        where=f"{Path(frame.filename).name}:{frame.lineno}",
    )
    with contextlib.suppress(*DATABASE_AWAY):  # the lease runs out by itself
        jobs.give_back(installation.database, job, error_code=type(error).__name__)
