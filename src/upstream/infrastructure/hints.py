"""NOTIFY as a hint: wake up early when something moved, and look anyway once in a while."""

import selectors
import socket
import threading
from types import TracebackType
from typing import Self

import psycopg

LOG_GREW = "upstream_log"
PROJECTION_MOVED = "upstream_moved"

_POLL_SECONDS = 0.5
_RECONNECT_SECONDS = 1.0


class Hints:
    """One listening connection for a whole process; `wait` returns on news or after a while.

    A lost notification or a dead connection costs a poll interval, never an event.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._news = threading.Condition()
        self._count = 0
        self._stopping = threading.Event()
        self._stop: tuple[socket.socket, ...] = ()
        self._thread = threading.Thread(target=self._listen, name="hints", daemon=True)

    def __enter__(self) -> Self:
        self._stop = socket.socketpair()
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stopping.set()
        self._stop[0].close()
        self._thread.join(timeout=5)
        self._stop[1].close()

    @property
    def seen(self) -> int:
        """A number that grows with news; hand it to `wait` so that none is slept through."""
        with self._news:
            return self._count

    def wait(self, since: int, *, at_most_seconds: float = _POLL_SECONDS) -> None:
        with self._news:
            self._news.wait_for(lambda: self._count != since, timeout=at_most_seconds)

    def _listen(self) -> None:
        while not self._stopping.is_set():
            try:
                self._listen_once()
            except psycopg.OperationalError:
                self._stopping.wait(_RECONNECT_SECONDS)

    def _listen_once(self) -> None:
        with (
            psycopg.connect(self._url, autocommit=True, connect_timeout=5) as connection,
            selectors.DefaultSelector() as readable,
        ):
            readable.register(connection.fileno(), selectors.EVENT_READ)
            readable.register(self._stop[1], selectors.EVENT_READ)
            connection.execute(f"LISTEN {LOG_GREW}")
            connection.execute(f"LISTEN {PROJECTION_MOVED}")
            while not self._stopping.is_set():
                # Whoever stops need not wait for a poll to end: a closed socket is readable.
                readable.select(_POLL_SECONDS)
                for _ in connection.notifies(timeout=0, stop_after=1):
                    self._announce()

    def _announce(self) -> None:
        with self._news:
            self._count += 1
            self._news.notify_all()
