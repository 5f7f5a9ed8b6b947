"""The first that is known of an upload: its file."""

from upstream.domain.messages import Event
from upstream.domain.units import StreamId
from upstream.domain.uploads.mapping import Choice


class UploadReceived(Event, tag="uploads.received.v1"):
    """The whole file is stored; nothing of it was looked at yet."""

    file_name: str
    size_bytes: int
    sha256: str
    """Of the file as it came, in hexadecimal."""
    mapping: tuple[Choice, ...] = ()
    released_from: StreamId | None = None
    """The upload that held these bytes back, where a person released them: they are masked."""
