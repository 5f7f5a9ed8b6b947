"""A multipart form with one file in it, taken apart while it comes in: the file is never held."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractContextManager, asynccontextmanager
from typing import Final, Protocol, TypeVar

import msgspec
from litestar.concurrency import sync_to_thread
from litestar.exceptions import InternalServerException
from multipart import (  # type: ignore[import-untyped]
    MultipartError,
    MultipartSegment,
    PushMultipartParser,
)

from upstream.api.callers import Connection
from upstream.domain.messages import Refusal
from upstream.domain.units import CustomerId
from upstream.infrastructure.file_store import FileTooLarge, StoredFile

T = TypeVar("T")

PART_BYTES: Final = 1 << 20
"""Handed to a thread at once: large enough for the hop not to matter, small enough for many."""
FIELD_BYTES_MAX: Final = 65_536
SEGMENTS_MAX: Final = 8
FORM_BYTES_MORE: Final = 1 << 20
_FILE: Final = "file"


class FormUnreadable(Refusal):
    """Not multipart/form-data with one part `file`."""

    code = "request.form_unreadable"


class Incoming(Protocol):
    """Where a file goes while it comes in."""

    def write(self, part: bytes) -> None:
        """Raises FileTooLarge."""
        ...

    def finish(self) -> StoredFile: ...


class Shelf(Protocol):
    """Takes files in: the store, or a desk for those that are not kept."""

    bytes_max: int

    def incoming(self, customer_id: CustomerId, /) -> AbstractContextManager[Incoming]: ...


class FormReceived(msgspec.Struct, frozen=True, kw_only=True):
    """The stored file, the name it came with, and the other fields as text."""

    file: StoredFile
    file_name: str
    fields: dict[str, str]


class _Form:
    def __init__(self, boundary: str, incoming: Incoming) -> None:
        self._parser = PushMultipartParser(boundary, max_segment_count=SEGMENTS_MAX)
        self._incoming = incoming
        self._segment: MultipartSegment | None = None
        self._fields: dict[str, bytearray] = {}
        self._file_name: str | None = None

    def feed(self, part: bytes) -> None:
        """Raises FormUnreadable, FileTooLarge."""
        try:
            for event in self._parser.parse(part):
                if isinstance(event, MultipartSegment):
                    self._begin(event)
                elif event:
                    self._go_on(bytes(event))
        except MultipartError as broken:
            raise FormUnreadable("The form cannot be read as multipart/form-data.") from broken

    def finish(self) -> FormReceived:
        self.feed(b"")
        if self._file_name is None:
            raise FormUnreadable("The form has no part named file.")
        try:
            fields = {name: value.decode() for name, value in self._fields.items()}
        except UnicodeDecodeError as broken:
            raise FormUnreadable("The fields of the form are not UTF-8.") from broken
        return FormReceived(file=self._incoming.finish(), file_name=self._file_name, fields=fields)

    def _begin(self, segment: MultipartSegment) -> None:
        self._segment = segment
        if segment.name != _FILE:
            self._fields[segment.name] = bytearray()
        elif self._file_name is None:
            self._file_name = segment.filename or ""
        else:
            raise FormUnreadable("The form has more than one file; send one at a time.")

    def _go_on(self, part: bytes) -> None:
        assert self._segment is not None
        if self._segment.name == _FILE:
            self._incoming.write(part)
            return
        field = self._fields[self._segment.name]
        field += part
        if len(field) > FIELD_BYTES_MAX:
            raise FormUnreadable("A field of the form is too long.")


async def receive_form(request: Connection, files: Shelf, customer_id: CustomerId) -> FormReceived:
    """Read the body to its end while a thread seals and stores what has come.

    Raises FormUnreadable, FileTooLarge, and what a broken connection raises; then nothing is kept.
    """
    content_type, options = request.content_type
    if content_type != "multipart/form-data" or not options.get("boundary"):
        raise FormUnreadable("Send the file as multipart/form-data.")
    async with _in_thread(files.incoming(customer_id)) as incoming:
        form = _Form(options["boundary"], incoming)
        stored: asyncio.Future[None] | None = None
        async for part in _parts(request, files.bytes_max):
            if stored is not None:
                await stored
            stored = asyncio.ensure_future(sync_to_thread(form.feed, part))
        if stored is not None:
            await stored
        return await sync_to_thread(form.finish)


async def _parts(request: Connection, file_bytes_max: int) -> AsyncIterator[bytes]:
    """The body in parts of about a megabyte. Raises FileTooLarge.

    A form may be a little larger than its file; a client that says so first is not listened to.
    """
    left = file_bytes_max + FORM_BYTES_MORE
    told = request.headers.get("content-length", "")
    if told.isascii() and told.isdigit() and int(told) > left:
        raise FileTooLarge("the file is too large", bytes_max=file_bytes_max)
    gathered: list[bytes] = []
    size = 0
    async for chunk in _received(request):
        gathered.append(chunk)
        size += len(chunk)
        left -= len(chunk)
        if left < 0:
            raise FileTooLarge("the file is too large", bytes_max=file_bytes_max)
        if size >= PART_BYTES:
            yield b"".join(gathered)
            gathered, size = [], 0
    if size:
        yield b"".join(gathered)


async def _received(request: Connection) -> AsyncIterator[bytes]:
    """The body as it comes; a client that goes away has sent no form."""
    try:
        async for chunk in request.stream():
            yield chunk
    except InternalServerException as gone:
        raise FormUnreadable("The connection broke off before the end.") from gone


@asynccontextmanager
async def _in_thread(manager: AbstractContextManager[T]) -> AsyncIterator[T]:
    """Enter and leave in a thread: both touch the disk."""
    value = await sync_to_thread(manager.__enter__)
    try:
        yield value
    except BaseException as failure:
        await sync_to_thread(manager.__exit__, type(failure), failure, failure.__traceback__)
        raise
    else:
        await sync_to_thread(manager.__exit__, None, None, None)
