"""What every long-running process does: run until told to stop, survive a database restart."""

import gc
import signal
import threading
from collections.abc import Callable
from types import FrameType

import psycopg
import structlog
from sqlalchemy.exc import DBAPIError

from upstream.infrastructure.hints import Hints

_logger = structlog.get_logger()
_BREATH_SECONDS = 0.5

DATABASE_AWAY = (psycopg.OperationalError, psycopg.InterfaceError, DBAPIError)


_YOUNG_OBJECTS_MAX = 100_000
"""A batch makes tens of thousands of small objects and no cycles among them."""


def collect_garbage_rarely() -> None:
    """Look for cycles after whole batches, not within them: they took most of decoding's time."""
    gc.freeze()
    gc.set_threshold(_YOUNG_OBJECTS_MAX, 20, 100)


class ShuttingDown(Exception):
    """The process was asked to stop; another one goes on with the work where the log says."""


def stop_on_signals() -> threading.Event:
    """Set by SIGTERM and SIGINT."""
    stopping = threading.Event()

    def stop(_: int, __: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    return stopping


def work_until(
    stopping: threading.Event, hints: Hints, step: Callable[[], int], *, process: str
) -> None:
    """Call `step` as long as it gets something done; then wait for a hint or half a second."""
    while not stopping.is_set():
        seen = hints.seen
        try:
            done = step()
        except DATABASE_AWAY as error:
            _logger.warning("database_away", process=process, error=type(error).__name__)
            stopping.wait(_BREATH_SECONDS)
            continue
        if not done:
            hints.wait(seen)
