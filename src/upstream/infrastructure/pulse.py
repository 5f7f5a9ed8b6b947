"""Does what this installation stands on answer: database, broker, disk, clock?"""

import shutil
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal

import msgspec
import redis
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from upstream.infrastructure.database import Database

State = Literal["ok", "degraded", "down"]

FREE_BYTES_MIN: Final = 1 << 30
"""With less, uploads will soon fail; the log itself needs room too."""
SKEW_SECONDS_MAX: Final = 5.0
"""Leases are counted by the database's clock; ours only writes logs and tokens."""

_CLOCK: Final = text("SELECT clock_timestamp()")
_JOBS: Final = text(
    "SELECT count(*) FILTER (WHERE state IN ('waiting', 'running')) AS open,"
    " count(*) FILTER (WHERE state = 'parked') AS parked FROM jobs"
    " WHERE state IN ('waiting', 'running', 'parked')"
)


class Pulse(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One check. Numbers only: what went wrong is in the log."""

    state: State
    milliseconds: float | None = None
    skew_seconds: float | None = None
    free_bytes: int | None = None
    open: int | None = None
    parked: int | None = None
    lag_positions: int | None = None


def database_pulse(database: Database) -> Pulse:
    """Answers and agrees with us about the time, within a few seconds."""
    began = time.perf_counter()
    try:
        with database.control() as connection:
            theirs = connection.execute(_CLOCK).scalar_one()
    except SQLAlchemyError:
        return Pulse(state="down")
    skew = abs((datetime.now(UTC) - theirs).total_seconds())
    return Pulse(
        state="ok" if skew <= SKEW_SECONDS_MAX else "degraded",
        milliseconds=round((time.perf_counter() - began) * 1000, 1),
        skew_seconds=round(skew, 1),
    )


def broker_pulse(url: str) -> Pulse:
    """A wake-up only: without it jobs start later, none is lost."""
    began = time.perf_counter()
    try:
        with redis.Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2) as client:
            client.ping()
    except redis.RedisError:
        return Pulse(state="degraded")
    return Pulse(state="ok", milliseconds=round((time.perf_counter() - began) * 1000, 1))


def jobs_pulse(database: Database) -> Pulse:
    """Parked jobs wait for a person."""
    try:
        with database.control() as connection:
            row = connection.execute(_JOBS).one()
    except SQLAlchemyError:
        return Pulse(state="down")
    return Pulse(state="degraded" if row.parked else "ok", open=row.open, parked=row.parked)


def disk_pulse(folder: Path) -> Pulse:
    try:
        free = shutil.disk_usage(folder).free
    except OSError:
        return Pulse(state="down")
    return Pulse(state="ok" if free >= FREE_BYTES_MIN else "degraded", free_bytes=free)
