"""The data folder of an installation: one `up` at a time, its own secrets, who is running."""

import fcntl
import json
import os
import secrets
import signal
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import msgspec

from upstream.infrastructure.embedded.children import end_orphan, started_at
from upstream.infrastructure.settings import KEY_FILE, RUNTIME_FILE

_PROCESSES_FILE: Final = "processes.json"
_POLITE: Final = (signal.SIGTERM, 10.0)


class AlreadyRunning(Exception):
    """Another `upstream up` has this data folder."""


class DataFolder:
    """Ours alone from `open` until `close` or death."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock: int | None = None

    def open(self) -> None:
        """Make it, take its lock and end the services that a killed `up` left behind."""
        # Root's PostgreSQL runs under another account, which must get through to its own folder.
        self.path.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
        self._lock = os.open(self.path / "up.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as taken:
            other = os.pread(self._lock, 100, 0).decode()
            self.close()
            raise AlreadyRunning(f"Upstream already runs on {self.path} {other}") from taken
        self.note(f"(process {os.getpid()}, still starting)")
        for pid, start in self._recorded_services().items():
            if start and started_at(int(pid)) == start:
                end_orphan(int(pid), _POLITE)

    def note(self, text: str) -> None:
        """What the next `up` tells about this one."""
        assert self._lock is not None
        os.ftruncate(self._lock, 0)
        os.pwrite(self._lock, text.encode(), 0)

    def close(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def secret_key(self) -> str:
        return self._kept(KEY_FILE, secrets.token_urlsafe(48))

    def demo_password(self) -> str:
        """The random one of the first start: the logins were made with it."""
        return self._kept("demo_password", secrets.token_urlsafe(9))

    def tell_others(self, variables: Mapping[str, str]) -> None:
        """Where the running installation is, for the other commands of this account."""
        self._write(RUNTIME_FILE, json.dumps(dict(variables)))

    def nothing_runs(self) -> None:
        for name in (RUNTIME_FILE, _PROCESSES_FILE):
            (self.path / name).unlink(missing_ok=True)

    def record_services(self, pids: list[int]) -> None:
        self._write(_PROCESSES_FILE, json.dumps({str(pid): started_at(pid) for pid in pids}))

    def log_file(self, process: str) -> Path:
        folder = self.path / "logs"
        folder.mkdir(mode=0o700, exist_ok=True)
        return folder / f"{process}.log"

    def _recorded_services(self) -> dict[str, str]:
        try:
            return msgspec.json.decode(
                (self.path / _PROCESSES_FILE).read_bytes(), type=dict[str, str]
            )
        except (FileNotFoundError, msgspec.DecodeError):
            return {}

    def _kept(self, name: str, first_value: str) -> str:
        path = self.path / name
        if not path.exists():
            self._write(name, first_value)
        return path.read_text(encoding="utf-8").strip()

    def _write(self, name: str, text: str) -> None:
        """Whole or not at all, readable by this account only."""
        scratch = self.path / f"{name}.{os.getpid()}"
        handle = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        scratch.replace(self.path / name)
