"""Everything the API stands on, put together once and taken apart in reverse order."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from upstream.api.cursors import Cursors
from upstream.application.identity import Doors, open_doors
from upstream.infrastructure.database import APP, Database
from upstream.infrastructure.file_store import FileStore, file_store
from upstream.infrastructure.hints import Hints
from upstream.infrastructure.keys import derived
from upstream.infrastructure.log import EventLog
from upstream.infrastructure.settings import Settings
from upstream.projections.view import Views


@dataclass(frozen=True, slots=True)
class Parts:
    settings: Settings
    database: Database
    log: EventLog
    views: Views
    files: FileStore
    doors: Doors
    cursors: Cursors


@contextmanager
def composed(settings: Settings) -> Iterator[Parts]:
    """Pools, log, views and keys for one process."""
    database = Database(settings.database_url, role=APP)
    log = EventLog(database)
    with Hints(settings.database_url) as hints:
        try:
            yield Parts(
                settings=settings,
                database=database,
                log=log,
                views=Views(database, log, hints),
                files=file_store(settings),
                doors=open_doors(log, data=settings.data, secret_key=settings.secret_key),
                cursors=Cursors(derived(settings.secret_key, "cursors")),
            )
        finally:
            database.close()
