"""The plain bytes of a packed file as a stream; to read an earlier place it begins anew."""

import gzip
import io
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from upstream.application.readers.packed.archive import (
    BROKEN,
    directory,
    entry_problem,
    the_only_entry,
    too_large,
)
from upstream.domain.claims.layout import Packing
from upstream.domain.uploads.file_problem import FileProblem
from upstream.infrastructure.file_limits import Limits
from upstream.infrastructure.sealed_file import FileDamaged

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_MARKS: Final[tuple[tuple[bytes, Packing], ...]] = (
    (b"\x1f\x8b", "gzip"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
)
_READ_BYTES: Final = 1 << 20
_BROKEN: Final = (EOFError, zlib.error, zipfile.BadZipFile, gzip.BadGzipFile)


def packing_of(head: bytes) -> Packing | None:
    return next((packing for mark, packing in _MARKS if head.startswith(mark)), None)


class _Unpacked(io.RawIOBase):
    def __init__(self, plain: BinaryIO) -> None:
        self._plain = plain

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        try:
            return self._plain.seek(offset, whence)
        except _BROKEN as broken:
            raise FileDamaged("the packed stream is broken") from broken

    def tell(self) -> int:
        return self._plain.tell()

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer).cast("B")
        try:
            part = self._plain.read(len(view))
        except _BROKEN as broken:
            raise FileDamaged("the packed stream is broken") from broken
        view[: len(part)] = part
        return len(part)


def unpacked(file: BinaryIO, packing: Packing, limits: Limits) -> BinaryIO | FileProblem:
    """Seeking forward reads over, seeking back begins anew: memory stays the same.

    Reading raises `FileDamaged` where the packed stream breaks off or its checksum is another one.
    """
    file.seek(0)
    if packing == "gzip":
        return _buffered(gzip.GzipFile(fileobj=file, mode="rb"))
    archive = directory(file)
    if isinstance(archive, FileProblem):
        return archive
    entry = the_only_entry(archive, limits)
    return entry if isinstance(entry, FileProblem) else opened(archive, entry, limits)


def opened(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limits: Limits
) -> BinaryIO | FileProblem:
    problem = entry_problem(entry, limits)
    if problem is not None:
        return problem
    try:
        return _buffered(archive.open(entry))
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, struct.error):
        return BROKEN


def expanded_size(plain: BinaryIO, file: BinaryIO, limits: Limits) -> int | FileProblem:
    """Everything unpacked once and let go, so that checksums and ends were seen; `file` is what
    it is unpacked from.
    """
    plain.seek(0)
    size = 0
    try:
        while part := plain.read(_READ_BYTES):
            size += len(part)
            if not limits.allow(expanded=size, packed=file.tell()):
                return too_large(limits)
    except FileDamaged:
        return BROKEN
    return size


def _buffered(plain: object) -> BinaryIO:
    return cast("BinaryIO", io.BufferedReader(_Unpacked(cast("BinaryIO", plain)), _READ_BYTES))
