"""Receivers that are as bad as the world: a mail server and a web hook that fail half the time.

How an attempt goes follows from the message's id and how often it came, never from chance, so a
run can be told again. One failure in five is the worst kind: the message was taken, and the
sender is told that it was not.
"""

import threading
from collections import Counter, defaultdict
from email import message_from_bytes
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Literal, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from upstream.infrastructure.embedded.children import free_port

Fate = Literal["taken", "refused", "taken_and_denied"]


class Letterbox:
    """What arrived, by message id. `bodies`: each distinct body that came under an id."""

    def __init__(self, *, fails: bool = True) -> None:
        self._fails = fails
        self._lock = threading.Lock()
        self.attempts: Counter[str] = Counter()
        self.taken: Counter[str] = Counter()
        self.bodies: defaultdict[str, set[bytes]] = defaultdict(set)

    def receive(self, message_id: str, body: bytes) -> Fate:
        with self._lock:
            self.attempts[message_id] += 1
            fate = self._fate(message_id, self.attempts[message_id])
            self.bodies[message_id].add(sha256(body).digest())
            if fate != "refused":
                self.taken[message_id] += 1
            return fate

    def _fate(self, message_id: str, attempt: int) -> Fate:
        if not self._fails:
            return "taken"
        share = sha256(f"{message_id}\x1f{attempt}".encode()).digest()[0] / 256
        if share < 0.5:
            return "taken"
        return "taken_and_denied" if share < 0.6 else "refused"


class ShakyMailServer:
    """`with ShakyMailServer() as server:` listens on `server.port`."""

    def __init__(self, *, fails: bool = True) -> None:
        self.letterbox = Letterbox(fails=fails)
        self.contents: list[bytes] = []
        self.port = free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    async def handle_DATA(self, _: SMTP, __: Session, envelope: Envelope) -> str:  # noqa: N802  aiosmtpd's name
        content = envelope.content
        assert isinstance(content, bytes)
        self.contents.append(content)
        message_id = str(message_from_bytes(content)["Message-ID"])
        fate = self.letterbox.receive(message_id, content.partition(b"\r\n\r\n")[2])
        return "250 taken" if fate == "taken" else "451 not now"

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._controller.stop()


class _PatientServer(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """A sender that dies in the middle is what this is for."""


class ShakyHook:
    """`with ShakyHook() as hook:` takes POST at `hook.address`, by its `webhook-id`."""

    def __init__(self, *, fails: bool = True, seconds: float = 0.0) -> None:
        self.letterbox = Letterbox(fails=fails)
        self.headers: list[dict[str, str]] = []
        self.contents: list[bytes] = []
        hook, pause = self, threading.Event()

        class _Answer(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                pause.wait(seconds)
                message_id = self.headers["webhook-id"] or self.headers["Idempotency-Key"]
                fate = hook.letterbox.receive(str(message_id), body)
                hook.headers.append({name.lower(): value for name, value in self.headers.items()})
                hook.contents.append(body)
                self.send_response(204 if fate == "taken" else 503)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Silent."""

        self._server = _PatientServer(("127.0.0.1", 0), _Answer)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/alerts"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
