"""A form with a file of rates: small enough to be held while it is read, and not stored."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from hashlib import sha256
from io import BytesIO
from typing import NamedTuple

from upstream.api.callers import Connection
from upstream.api.upload_form import FormUnreadable, receive_form
from upstream.application.contracts.reading import FILE_BYTES_MAX, read_rates
from upstream.domain.contracts.commands import LoadRates
from upstream.domain.units import CustomerId
from upstream.infrastructure.file_store import FileTooLarge, StoredFile

_SOURCE_CHARACTERS_MAX = 200


class RatesReceived(NamedTuple):
    """The file, its name, and what was said about it."""

    content: bytes
    file_name: str
    fields: dict[str, str]

    def command(self) -> LoadRates:
        """Raises `FormUnreadable`, `RatesFileUnreadable`, `RatesInvalid`, `TooManyRates`."""
        from_on = _day(self.fields.get("from", ""))
        if from_on is None:
            raise FormUnreadable("Say from which day of service on the rates hold, in `from`.")
        source = "".join(one for one in self.file_name if one.isprintable())
        return LoadRates(
            from_on=from_on,
            to_on=_day(self.fields.get("to", "")),
            rates=read_rates(BytesIO(self.content)),
            source=source[:_SOURCE_CHARACTERS_MAX] or None,
            replaces=_number(self.fields.get("replaces", "")),
        )

    @property
    def said(self) -> bytes:
        """What makes a request the same as another under one idempotency key."""
        return sha256(self.content).digest() + repr(sorted(self.fields.items())).encode()


class _Desk:
    """Takes a file in memory, as the store takes it on disk."""

    bytes_max = FILE_BYTES_MAX

    def __init__(self) -> None:
        self.content = bytearray()

    @contextmanager
    def incoming(self, _: CustomerId) -> Iterator["_Desk"]:
        yield self

    def write(self, part: bytes) -> None:
        self.content += part
        if len(self.content) > FILE_BYTES_MAX:
            raise FileTooLarge("the file is too large", bytes_max=FILE_BYTES_MAX)

    def finish(self) -> StoredFile:
        return StoredFile(sha256(self.content).hexdigest(), len(self.content))


async def receive_rates(request: Connection, customer_id: CustomerId) -> RatesReceived:
    """Raises `FormUnreadable`, `FileTooLarge`."""
    desk = _Desk()
    form = await receive_form(request, desk, customer_id)
    return RatesReceived(bytes(desk.content), form.file_name, form.fields)


def _day(text: str) -> date | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise FormUnreadable("Write days as YYYY-MM-DD.") from None


def _number(text: str) -> int | None:
    if not text.strip():
        return None
    if not (text.strip().isascii() and text.strip().isdigit() and len(text) < 6):
        raise FormUnreadable("`replaces` is the number of a schedule.")
    return int(text)
