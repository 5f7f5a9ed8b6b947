"""What a process that does work is made of: database, log, views, files, opened and closed once."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

from upstream.infrastructure.database import Database
from upstream.infrastructure.file_store import FileStore, file_store
from upstream.infrastructure.hints import Hints
from upstream.infrastructure.log import EventLog
from upstream.infrastructure.settings import Settings
from upstream.projections.view import Views


@dataclass(frozen=True, slots=True)
class Installation:
    settings: Settings
    database: Database
    log: EventLog
    views: Views
    files: FileStore


@contextmanager
def opened(settings: Settings) -> Iterator[Installation]:
    with closing(Database(settings.database_url)) as database:
        log = EventLog(database)
        files = file_store(settings)
        with Hints(settings.database_url) as hints:
            yield Installation(settings, database, log, Views(database, log, hints), files)
