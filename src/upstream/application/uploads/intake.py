"""What an installation takes files in with."""

from dataclasses import dataclass

from upstream.infrastructure.file_store import FileStore
from upstream.infrastructure.log import EventLog


@dataclass(frozen=True, slots=True)
class Intake:
    """Its log, its store, and keys for pseudonyms."""

    log: EventLog
    files: FileStore
    secret_key: str
