"""Strikes from outside: watches PostgreSQL until a point is reached, then kills."""

import signal
import time
from collections.abc import Callable, Iterator
from typing import Final
from uuid import UUID

import redis

from upstream.cli.faults.points import Point
from upstream.cli.trial import Trial
from upstream.cli.trial.watching import Admin, Stuck, progress
from upstream.domain.units import CustomerId

REACHED_SECONDS_MAX: Final = 120.0

_PAUSE_SECONDS: Final = 0.001

# Who writes at this very moment: the log is appended to by one statement, which begins like this.
_ACTIVE: Final = (
    "SELECT pid, query_start FROM pg_stat_activity"
    " WHERE application_name = %s AND state = 'active' AND query LIKE %s"
)
_WRITING: Final = {
    "upstream_app": "%WITH turn AS%",
    "upstream_projector": "%INSERT INTO%",
}


class Missed(Exception):
    """The upload was over before the point was reached: the strike proves nothing."""


def strike(
    trial: Trial, admin: Admin, point: Point, customer_id: CustomerId, upload_id: UUID
) -> None:
    """Wait for the point in a running upload and hit. Raises `Missed`, `Stuck`."""
    seen = _counter(admin, point, customer_id, upload_id)
    deadline = time.monotonic() + REACHED_SECONDS_MAX
    while next(seen) < point.number:
        if time.monotonic() > deadline:
            raise Stuck(f"{point} was not reached")
        time.sleep(_PAUSE_SECONDS)
    _hit(trial, point)


def restart(trial: Trial, point: Point) -> None:
    """What a supervisor does: start again whatever is gone, on the same data."""
    if point.victim == "postgres":
        trial.postgres.revive()
    elif point.victim != "valkey":
        trial.start(point.victim)


def kill_api(trial: Trial, point: Point) -> Callable[[int], None]:
    """A watcher of the bytes sent that kills the API at the point's megabyte."""
    struck = False

    def sent(size: int) -> None:
        nonlocal struck
        if not struck and size >= point.number << 20:
            struck = True
            _hit(trial, point)

    return sent


def _counter(admin: Admin, point: Point, customer_id: CustomerId, upload_id: UUID) -> Iterator[int]:
    """How many chunks or statements were seen so far. Raises `Missed` once it is too late."""
    role = "upstream_projector" if point.victim == "projector" else "upstream_app"
    statements: set[tuple[object, ...]] = set()
    while True:
        now = progress(admin, customer_id, upload_id)
        if now.ended and point.victim != "projector":
            raise Missed(str(point))
        if point.counted == "chunk":
            yield now.chunks
        else:
            statements.update(admin.execute(_ACTIVE, [role, _WRITING[role]]).fetchall())
            yield len(statements)


def _hit(trial: Trial, point: Point) -> None:
    match point.victim:
        case "valkey":
            with redis.Redis.from_url(trial.valkey.url) as client:
                client.flushall()
            return
        case "postgres":
            code = trial.kill_postgres()
        case "worker" | "projector" | "api":
            code = trial.kill(point.victim)
    assert code == -signal.SIGKILL, f"{point.victim} had ended by itself"
