"""A file whose own table of contents is not believed when it says how long it is."""

import io
from typing import TYPE_CHECKING, BinaryIO, Final

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

DIRECTORY_BYTES_MAX: Final = 1 << 20
"""`zipfile` reads the whole directory of an archive at once: some ten thousand names at most."""


class PieceTooLarge(Exception):
    """Somebody asked for more at once than any sound archive makes anybody ask for."""


class Bounded(io.RawIOBase):
    """Closing it leaves the file open."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.directory_read = False

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def read(self, size: int = -1) -> bytes:
        if self.directory_read:
            return self._file.read(size)
        if size > DIRECTORY_BYTES_MAX:
            raise PieceTooLarge
        # Without a size it asks for what follows the directory, which is short in a sound archive.
        return self._file.read(DIRECTORY_BYTES_MAX if size < 0 else size)

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer).cast("B")
        part = self.read(len(view))
        view[: len(part)] = part
        return len(part)
