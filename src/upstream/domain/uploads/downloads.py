"""Who took a received file out again. A file may be fetched as often as somebody is allowed to;
each time is a fact of its own.
"""

from dataclasses import dataclass
from typing import Final

from upstream.domain.decider import Decider
from upstream.domain.messages import Command, Event
from upstream.domain.units import StreamId

KIND: Final = "upload_file"


class FileDownloaded(Event, tag="uploads.file_downloaded.v1"):
    """The file is about to be sent, to the person and for the reason that its commit names."""

    upload_id: StreamId
    sha256: str


class NoteDownload(Command):
    upload_id: StreamId
    sha256: str


@dataclass(frozen=True, slots=True)
class Downloads:
    """Of one upload's file."""

    times: int


def decide(command: NoteDownload, downloads: Downloads) -> tuple[FileDownloaded, ...]:
    del downloads
    return (FileDownloaded(upload_id=command.upload_id, sha256=command.sha256),)


def evolve(downloads: Downloads, event: FileDownloaded) -> Downloads:
    del event
    return Downloads(downloads.times + 1)


decider: Decider[NoteDownload, Downloads, FileDownloaded] = Decider(
    KIND, Downloads(0), decide, evolve
)
