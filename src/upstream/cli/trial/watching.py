"""How far a trial has come, read from outside: uploads in the log, read models behind it."""

import time
from collections.abc import Mapping
from typing import Any, Final, NamedTuple, TypeAlias
from uuid import UUID

import psycopg

from upstream.domain.messages import Event
from upstream.domain.units import CustomerId
from upstream.domain.uploads.counts import Counts
from upstream.domain.uploads.events import (
    ChunkRecorded,
    UploadCancelled,
    UploadCompleted,
    UploadFailed,
    UploadRejected,
)
from upstream.infrastructure.database import Database
from upstream.infrastructure.log import codec
from upstream.projections.catalogue import PROJECTIONS
from upstream.projections.runner import lagging

Admin: TypeAlias = psycopg.Connection[tuple[Any, ...]]

_LOOK_SECONDS: Final = 0.02
_LATEST: Final = (
    "SELECT tag, state FROM events WHERE customer_id = %s AND stream_id = %s"
    " ORDER BY version DESC LIMIT 1"
)

_ENDINGS: Final[Mapping[type[Event], str]] = {
    UploadCompleted: "completed",
    UploadFailed: "failed",
    UploadCancelled: "cancelled",
    UploadRejected: "rejected",
}


class Stuck(Exception):
    """Something did not come to its end in time."""


class Progress(NamedTuple):
    """`chunks` are those recorded so far; `ended` is None while it goes on."""

    chunks: int
    ended: str | None
    totals: Counts


def progress(admin: Admin, customer_id: CustomerId, upload_id: UUID) -> Progress:
    row = admin.execute(_LATEST, [customer_id, upload_id]).fetchone()
    if row is None:
        return Progress(0, None, Counts())
    match codec.decode(str(row[0]), bytes(row[1])):
        case ChunkRecorded(number=number, totals=totals):
            return Progress(number, None, totals)
        case UploadCompleted() | UploadFailed() | UploadCancelled() as ending:
            return Progress(0, _ENDINGS[type(ending)], ending.totals)
        case event:
            return Progress(0, _ENDINGS.get(type(event)), Counts())


def wait_until_ended(
    admin: Admin, customer_id: CustomerId, upload_id: UUID, seconds_max: float
) -> Counts:
    """Raises `Stuck`, also where it ended otherwise than completed."""
    deadline = time.monotonic() + seconds_max
    while (seen := progress(admin, customer_id, upload_id)).ended is None:
        if time.monotonic() > deadline:
            raise Stuck(f"the upload stands at chunk {seen.chunks} after {seconds_max:g} s")
        time.sleep(_LOOK_SECONDS)
    if seen.ended != "completed":
        raise Stuck(f"the upload was {seen.ended}")
    return seen.totals


def wait_until_projected(database: Database, seconds_max: float) -> None:
    """Until every read model of every customer is at the head of its log. Raises `Stuck`."""
    deadline = time.monotonic() + seconds_max
    while lagging(database, PROJECTIONS):
        if time.monotonic() > deadline:
            raise Stuck(f"the read models are still behind after {seconds_max:g} s")
        time.sleep(_LOOK_SECONDS)
