"""A TCP proxy before PostgreSQL that loses one COMMIT, or the answer to it, on demand."""

import contextlib
import socket
import threading
from enum import Enum, auto
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit


class Cut(Enum):
    """What happens to the next COMMIT; the client's connection breaks in any case."""

    ANSWER = auto()
    """It reaches the server and is carried out; the client never hears of it."""
    REQUEST = auto()
    """It never reaches the server, whose transaction ends with the connection."""
    REQUEST_LATE = auto()
    """The client's connection breaks first; a moment later the server carries the COMMIT out."""


class CommitCutter:
    """`url` leads through here. `cut_next(…)` arms it for one COMMIT; `cuts` counts the hits."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        assert parts.port is not None
        self._server = (parts.hostname or "127.0.0.1", parts.port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        port = self._listener.getsockname()[1]
        self.url = url.replace(f":{parts.port}/", f":{port}/")
        self.cuts = 0
        self._armed: Cut | None = None
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # Closing alone would not wake up the thread that accepts.
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def cut_next(self, cut: Cut) -> None:
        with self._lock:
            self._armed = cut

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection(self._server)
                for pump in (self._requests, self._answers):
                    threading.Thread(target=pump, args=(client, server), daemon=True).start()

    def _requests(self, client: socket.socket, server: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := client.recv(65536):
                if b"COMMIT" in data and self._hit(Cut.REQUEST):
                    break
                if b"COMMIT" in data and self._hit(Cut.REQUEST_LATE):
                    _close(client)
                    threading.Event().wait(0.5)
                    server.sendall(data)
                    threading.Event().wait(0.5)
                    break
                server.sendall(data)
        _close(client, server)

    def _answers(self, client: socket.socket, server: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := server.recv(65536):
                if b"COMMIT\x00" in data and self._hit(Cut.ANSWER):
                    break
                client.sendall(data)
            _close(client, server)

    def _hit(self, cut: Cut) -> bool:
        with self._lock:
            if self._armed is not cut:
                return False
            self._armed = None
            self.cuts += 1
            return True


def _close(*sockets: socket.socket) -> None:
    for one in sockets:
        with contextlib.suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
        one.close()
