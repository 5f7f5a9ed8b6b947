"""Statements that wait for a lock are cancelled at once, as if their time were up."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

_CANCEL_WHO_WAITS = (
    "SELECT pg_cancel_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


@contextmanager
def nobody_waits(admin_url: str) -> Iterator[None]:
    """As long as this lasts, in this database."""
    finished = threading.Event()

    def cancel() -> None:
        with psycopg.connect(admin_url, autocommit=True) as connection:
            while not finished.wait(0.02):
                connection.execute(_CANCEL_WHO_WAITS)

    thread = threading.Thread(target=cancel)
    thread.start()
    try:
        yield
    finally:
        finished.set()
        thread.join()
