"""Between reading and recording: what looks at every row of a part, whatever the format."""

from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

import msgspec

from upstream.application.readers.reader import Part
from upstream.application.uploads.deciding import Decided
from upstream.domain.catalogue import tag_of
from upstream.domain.personal.kinds import PersonalCells
from upstream.domain.quality.measures import ChunkQuality
from upstream.domain.units import CustomerId, StreamId
from upstream.domain.uploads.upload import Recording
from upstream.infrastructure.log import Chunk, EventLog, StreamEvents

_encode = msgspec.json.Encoder().encode


class About(NamedTuple):
    """What a check may have to know before it looks at the first row."""

    log: EventLog
    secret_key: str
    customer_id: CustomerId
    upload: Recording


class Checked(NamedTuple):
    """A part on its way into the log, with what the checks found out about its rows."""

    part: Part
    quality: ChunkQuality | None = None
    personal: tuple[PersonalCells, ...] = ()


class Check(Protocol):
    """Looks at one part after the other, in the file's order; may move rows to the rejected."""

    @property
    def keeps_in_mind(self) -> bool:
        """Whether what it says of a part depends on the parts before."""

    def __call__(self, checked: Checked) -> Checked: ...


Beside = Callable[[Part], Sequence[StreamEvents]]
"""Events of other streams that belong in the commit of a part. Asked again after a conflict, and
may therefore read the streams it writes to.
"""


def nothing_beside(_: Part) -> Sequence[StreamEvents]:
    """The empty `Beside`."""
    return ()


def chunk_of(
    decided: Decided, streams: Sequence[StreamEvents], subject: StreamId, version: int
) -> Chunk:
    """The claims of a part, then what goes with them, as one commit about `subject`."""
    chunk = Chunk(
        list(decided.stream_ids),
        list(decided.versions),
        list(decided.tags),
        list(decided.states),
        subject,
        version,
    )
    for stream in streams:
        for after, event in enumerate(stream.events, stream.after_version + 1):
            chunk.stream_ids.append(stream.stream_id.bytes)
            chunk.versions.append(after)
            chunk.tags.append(tag_of(type(event)))
            chunk.states.append(_encode(event))
    return chunk
