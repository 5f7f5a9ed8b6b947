"""The folder of an embedded server: one process at a time may use it, and it keeps its port."""

import fcntl
import os
from pathlib import Path

from upstream.infrastructure.embedded.children import free_port


class ServerFailed(Exception):
    """The server did not start or is somebody else's; the text says why and where its log is."""


def locked(folder: Path) -> int:
    """The folder's lock as a file descriptor, ours until we close it or die.

    Children do not inherit it. ServerFailed when another process has it.
    """
    handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as taken:
        os.close(handle)
        raise ServerFailed(f"another process runs the server in {folder}") from taken
    return handle


def kept_port(file: Path) -> int:
    """The port of last time if it is still free, so that addresses survive a restart."""
    try:
        preferred: int | None = int(file.read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        preferred = None
    port = free_port(preferred)
    file.write_text(str(port), encoding="ascii")
    return port
