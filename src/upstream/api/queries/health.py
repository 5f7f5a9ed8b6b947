"""Whether this installation lives, is ready for work, and how it is in detail."""

from collections.abc import Iterable
from typing import Final

import msgspec
from litestar import Response, Router, get
from sqlalchemy.exc import SQLAlchemyError

import upstream
from upstream.api.access import PUBLIC
from upstream.api.dependencies import PartsGiven
from upstream.infrastructure.database import Database
from upstream.infrastructure.pulse import (
    Pulse,
    State,
    broker_pulse,
    database_pulse,
    disk_pulse,
    jobs_pulse,
)
from upstream.projections.catalogue import PROJECTIONS, REACTIONS
from upstream.projections.standings import standings

_WORST_FIRST: Final[tuple[State, ...]] = ("down", "degraded", "ok")
LAG_POSITIONS_MAX: Final = 100_000
"""A large upload is ahead of its read models for some seconds; more than this is no upload."""


class Alive(msgspec.Struct, frozen=True, kw_only=True):
    status: State


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """`status` is the worst of all checks."""

    status: State
    version: str
    checks: dict[str, Pulse]


@get("/live", operation_id="health.live", sync_to_thread=False)
def live() -> Alive:
    """The process answers."""
    return Alive(status="ok")


@get("/ready", operation_id="health.ready", sync_to_thread=True)
def ready(parts: PartsGiven) -> Response[Alive]:
    """It can do its work: the database answers. 503 where not."""
    state = database_pulse(parts.database).state
    return Response(Alive(status=state), status_code=503 if state == "down" else 200)


@get("/", operation_id="health.detail", sync_to_thread=True)
def health(parts: PartsGiven) -> Response[Health]:
    """Everything it stands on, and how far the read models are. 503 where something is down."""
    checks = {
        "database": database_pulse(parts.database),
        "broker": broker_pulse(parts.settings.redis_url),
        "projections": _projections(parts.database),
        "jobs": jobs_pulse(parts.database),
        "disk": disk_pulse(parts.settings.data),
    }
    status = _worst(pulse.state for pulse in checks.values())
    document = Health(status=status, version=upstream.__version__, checks=checks)
    return Response(document, status_code=503 if status == "down" else 200)


def _projections(database: Database) -> Pulse:
    try:
        found = standings(database, (*PROJECTIONS, *REACTIONS))
    except SQLAlchemyError:
        return Pulse(state="down")
    parked = sum(standing.parked_at is not None for standing in found)
    lag = max((standing.lag for standing in found), default=0)
    state: State = "degraded" if parked or lag > LAG_POSITIONS_MAX else "ok"
    return Pulse(state=state, parked=parked, lag_positions=lag)


def _worst(states: Iterable[State]) -> State:
    found = set(states)
    return next((state for state in _WORST_FIRST if state in found), "ok")


health_router = Router("/health", route_handlers=[live, ready, health], opt=PUBLIC, tags=["Health"])
