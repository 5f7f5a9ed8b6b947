"""Received files under the data folder: addressed by their content, sealed, readable by us only."""

import hashlib
import io
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final, cast

import msgspec

from upstream.domain.messages import Refusal
from upstream.domain.units import CustomerId
from upstream.infrastructure.file_limits import FILE_BYTES_MAX, LIMITS, Limits
from upstream.infrastructure.keys import derived
from upstream.infrastructure.sealed_file import FileDamaged, KeyOf, SealedReader, SealedWriter
from upstream.infrastructure.settings import Settings

_DRAFTS: Final = "incoming"
_ABANDONED_SECONDS: Final = 24 * 3600


class FileTooLarge(Refusal):
    """The file is larger than this installation takes."""

    code = "upload.too_large"


class StoredFile(msgspec.Struct, frozen=True):
    """`sha256` is of the plain bytes, in hexadecimal: the file's address."""

    sha256: str
    size_bytes: int


class Incoming:
    """A file on its way in, part by part; it exists under its address from `finish` on."""

    def __init__(self, draft: BinaryIO, key_of: KeyOf, bytes_max: int) -> None:
        self._sealed = SealedWriter(draft, key_of)
        self._hash = hashlib.sha256()
        self._bytes_max = bytes_max
        self._size = 0
        self.stored: StoredFile | None = None

    def write(self, part: bytes) -> None:
        """Raises `FileTooLarge`; then nothing of the file is kept."""
        self._size += len(part)
        if self._size > self._bytes_max:
            raise FileTooLarge("the file is too large", bytes_max=self._bytes_max)
        self._hash.update(part)
        self._sealed.write(part)

    def finish(self) -> StoredFile:
        self._sealed.close()
        self.stored = StoredFile(self._hash.hexdigest(), self._size)
        return self.stored


class FileStore:
    """Take a file in, open it again, destroy it. Each customer's files have keys of their own."""

    def __init__(
        self,
        folder: Path,
        secret_key: str,
        *,
        bytes_max: int = FILE_BYTES_MAX,
        limits: Limits = LIMITS,
    ) -> None:
        self._folder = folder
        self._secret_key = secret_key
        self.bytes_max = bytes_max
        self.limits = limits

    @contextmanager
    def incoming(self, customer_id: CustomerId) -> Iterator[Incoming]:
        """Write to it and `finish` it; without `finish`, or after an error, nothing is kept."""
        drafts = self._folder / _DRAFTS
        drafts.mkdir(mode=0o700, parents=True, exist_ok=True)
        _forget_abandoned(drafts)
        descriptor, name = tempfile.mkstemp(dir=drafts)  # 0600 from the start
        draft = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as file:
                incoming = Incoming(file, self._key_of(customer_id), self.bytes_max)
                yield incoming
            if incoming.stored:
                self._keep(draft, self._path(customer_id, incoming.stored.sha256))
        finally:
            draft.unlink(missing_ok=True)

    def open(self, customer_id: CustomerId, sha256: str) -> BinaryIO:
        """The plain bytes, seekable. Raises `FileNotFoundError`, `FileDamaged`."""
        file = self._path(customer_id, sha256).open("rb")
        try:
            reader = SealedReader(file, self._key_of(customer_id))
        except FileDamaged:
            file.close()
            raise
        return cast("BinaryIO", io.BufferedReader(reader, buffer_size=1 << 18))

    def destroy(self, customer_id: CustomerId, sha256: str) -> None:
        """For good; a file that is not there is none."""
        path = self._path(customer_id, sha256)
        path.unlink(missing_ok=True)
        if path.parent.is_dir():
            _settle(path.parent)

    def _path(self, customer_id: CustomerId, sha256: str) -> Path:
        return self._folder / str(customer_id) / sha256[:2] / sha256

    def _key_of(self, customer_id: CustomerId) -> KeyOf:
        return lambda salt: derived(self._secret_key, f"received file {customer_id} {salt.hex()}")

    @staticmethod
    def _keep(draft: Path, path: Path) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft.replace(path)
        _settle(path.parent)


def file_store(settings: Settings) -> FileStore:
    """The store of an installation."""
    return FileStore(
        settings.files,
        settings.secret_key,
        bytes_max=settings.file_bytes_max,
        limits=settings.limits,
    )


def _settle(path: Path) -> None:
    """What was done in a folder outlasts a loss of power."""
    folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _forget_abandoned(drafts: Path) -> None:
    """Drafts of processes that were killed while a file came in."""
    for draft in drafts.iterdir():
        with suppress(FileNotFoundError):
            if draft.stat().st_mtime < time.time() - _ABANDONED_SECONDS:
                draft.unlink()
