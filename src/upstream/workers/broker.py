"""The broker: dramatiq over Valkey, with messages that hold ids and nothing else."""

from uuid import UUID

import dramatiq
import redis
import structlog
from dramatiq import Message
from dramatiq.brokers.redis import RedisBroker
from dramatiq.middleware import Middleware, TimeLimit

QUEUE = "upstream"
ACTOR = "run_job"
HOUR_MS = 3_600_000

_logger = structlog.get_logger()


def make_broker(redis_url: str) -> RedisBroker:
    """Maintenance on every fetch and a short heartbeat: a dead worker's messages come back soon.

    No retries and no results here: `jobs` in PostgreSQL keeps count, the sweeper sends again.
    """
    middleware: list[Middleware] = [TimeLimit(time_limit=HOUR_MS)]
    broker = RedisBroker(  # type: ignore[no-untyped-call]  # dramatiq types its face only
        url=redis_url,
        middleware=middleware,
        maintenance_chance=1_000_000,
        heartbeat_timeout=20_000,
    )
    dramatiq.set_broker(broker)
    broker.declare_queue(QUEUE)
    return broker


def send(broker: RedisBroker, kind: str, job_id: UUID) -> None:
    """Wake a worker up. A broker that is away is no error: the sweeper sends again."""
    message: Message[None] = Message(
        queue_name=QUEUE, actor_name=ACTOR, args=(str(job_id),), kwargs={}, options={}
    )
    try:
        broker.enqueue(message)
    except redis.RedisError as error:
        _logger.warning("job_not_sent", kind=kind, job_id=str(job_id), error=type(error).__name__)
