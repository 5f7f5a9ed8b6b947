"""A file in frames, each sealed with AES-256-GCM: written in one go, read from anywhere.

After a head (mark and salt) come frames of 64 KiB, each with its tag. The nonce of a frame is its
number and whether it is the last, so frames can be neither swapped nor dropped unnoticed.
"""

import io
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MARK: Final = b"UPSTREAM-SEALED-1"
SALT_BYTES: Final = 16
FRAME_BYTES: Final = 65_536
TAG_BYTES: Final = 16
HEAD_BYTES: Final = len(MARK) + SALT_BYTES

KeyOf = Callable[[bytes], bytes]
"""The key of the file with this salt."""


class FileDamaged(Exception):
    """The stored bytes are not what was written: cut off, changed, or sealed with another key."""


class SealedWriter:
    """Takes plain bytes, writes sealed ones; nothing is readable before `close`."""

    def __init__(self, file: BinaryIO, key_of: KeyOf) -> None:
        salt = os.urandom(SALT_BYTES)
        self._file = file
        self._cipher = AESGCM(key_of(salt))
        self._pending = bytearray()
        self._frames = 0
        file.write(MARK + salt)

    def write(self, part: bytes) -> None:
        self._pending += part
        # One frame is always held back: only at the end is it known which is the last.
        while len(self._pending) > FRAME_BYTES:
            self._seal(bytes(self._pending[:FRAME_BYTES]), last=False)
            del self._pending[:FRAME_BYTES]

    def close(self) -> None:
        self._seal(bytes(self._pending), last=True)
        self._file.flush()
        os.fsync(self._file.fileno())

    def _seal(self, frame: bytes, *, last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._frames, last=last), frame, None))
        self._frames += 1


class SealedReader(io.RawIOBase):
    """The plain bytes again, from any offset, without the whole file in memory."""

    def __init__(self, file: BinaryIO, key_of: KeyOf) -> None:
        head = file.read(HEAD_BYTES)
        sealed = os.fstat(file.fileno()).st_size - HEAD_BYTES
        if len(head) < HEAD_BYTES or not head.startswith(MARK) or sealed < TAG_BYTES:
            raise FileDamaged("this is not a sealed file")
        self._file = file
        self._cipher = AESGCM(key_of(head[len(MARK) :]))
        self._frames = -(-sealed // (FRAME_BYTES + TAG_BYTES))
        self._size = sealed - self._frames * TAG_BYTES
        self._offset = 0
        self._opened: tuple[int, bytes] = (-1, b"")

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._offset, os.SEEK_END: self._size}[whence]
        self._offset = max(0, start + offset)
        return self._offset

    def tell(self) -> int:
        return self._offset

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer).cast("B")
        if self._offset >= self._size:
            return 0
        number, start = divmod(self._offset, FRAME_BYTES)
        part = self._frame(number)[start : start + len(view)]
        view[: len(part)] = part
        self._offset += len(part)
        return len(part)

    def close(self) -> None:
        self._file.close()
        super().close()

    def _frame(self, number: int) -> bytes:
        if self._opened[0] != number:
            self._file.seek(HEAD_BYTES + number * (FRAME_BYTES + TAG_BYTES))
            sealed = self._file.read(FRAME_BYTES + TAG_BYTES)
            nonce = _nonce(number, last=number == self._frames - 1)
            try:
                self._opened = number, self._cipher.decrypt(nonce, sealed, None)
            except InvalidTag as damage:
                raise FileDamaged(f"frame {number} does not open") from damage
        return self._opened[1]


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
