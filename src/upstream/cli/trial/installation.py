"""Servers and services of a trial: started one by one, killed when asked, gone at the end."""

import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any, Final, Self

import psycopg

from upstream.infrastructure.embedded.children import end, free_port, spawn
from upstream.infrastructure.embedded.postgres import EmbeddedPostgres
from upstream.infrastructure.embedded.server_folder import ServerFailed
from upstream.infrastructure.embedded.valkey import EmbeddedValkey
from upstream.infrastructure.migrator import migrate
from upstream.infrastructure.settings import Settings, read_settings

SERVICES: Final = ("api", "worker", "projector", "scheduler")

_READY_SECONDS_MAX: Final = 60.0
_PATIENCE: Final = (signal.SIGTERM, 15.0)


class Trial:
    """`with Trial() as trial:` has PostgreSQL, Valkey and the schema; services start by name.

    Start it from the main thread: its children end with the thread that forked them.
    """

    def __init__(self, told: Mapping[str, str] | None = None) -> None:
        """`told`: further UPSTREAM_ variables of the services."""
        self._cleanup = ExitStack()
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._environment: dict[str, str] = {}
        self._told = dict(told or {})

    def __enter__(self) -> Self:
        with ExitStack() as cleanup:
            self.folder = Path(tempfile.mkdtemp(prefix="upstream-trial-"))
            cleanup.callback(shutil.rmtree, self.folder, ignore_errors=True)
            self.folder.chmod(0o711)  # PostgreSQL's account goes through to its own folder
            self.postgres = cleanup.enter_context(EmbeddedPostgres(self.folder / "postgres"))
            self.valkey = cleanup.enter_context(EmbeddedValkey(self.folder / "valkey"))
            cleanup.callback(self.stop)
            self._environment = self._described()
            self.settings: Settings = read_settings(self._environment)
            migrate(self.postgres.admin_url, service_login=self.settings.service_login)
            self._cleanup = cleanup.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._cleanup.close()

    @property
    def admin_url(self) -> str:
        """The superuser's way in: who judges and measures is not bound by row-level security."""
        return self.postgres.admin_url

    @property
    def processes(self) -> Mapping[str, "subprocess.Popen[bytes]"]:
        return self._processes

    def start(self, *services: str) -> None:
        """As they run in production, each in a process of its own; returns when the API answers."""
        for service in services:
            assert service in SERVICES
            self._processes[service] = self._launch(service)
        if "api" in services:
            self._wait_until_ready()

    def end(self, *services: str) -> None:
        """These go as when they are asked to; the others stay."""
        for service in services:
            process = self._processes.pop(service)
            process.send_signal(signal.SIGTERM)
            end(process, _PATIENCE)

    def kill(self, service: str) -> int:
        """SIGKILL; the exit code as the kernel tells it."""
        process = self._processes.pop(service)
        process.kill()
        return process.wait()

    def kill_postgres(self) -> int:
        """SIGKILL of the postmaster; its backends notice and die."""
        process = self.postgres.process
        process.kill()
        return process.wait()

    def stop(self) -> None:
        for process in self._processes.values():
            process.send_signal(signal.SIGTERM)
        for process in self._processes.values():
            end(process, _PATIENCE)
        self._processes.clear()

    def at_end(self, callback: Callable[[], None]) -> None:
        self._cleanup.callback(callback)

    def administer(self) -> "psycopg.Connection[tuple[Any, ...]]":
        return psycopg.connect(self.admin_url, autocommit=True, connect_timeout=5)

    def use_database(self, name: str) -> None:
        """Point services that are started from now on at another database of the same server."""
        for variable in ("UPSTREAM_DATABASE_URL", "UPSTREAM_MIGRATOR_URL"):
            head, _, _ = self._environment[variable].rpartition("/")
            self._environment[variable] = f"{head}/{name}"
        self.settings = read_settings(self._environment)

    def log_file(self, service: str) -> Path:
        return self.folder / f"{service}.log"

    def _described(self) -> dict[str, str]:
        ours = {k: v for k, v in os.environ.items() if not k.startswith("UPSTREAM_")}
        return ours | {
            "UPSTREAM_DATABASE_URL": self.postgres.url,
            "UPSTREAM_MIGRATOR_URL": self.postgres.admin_url,
            "UPSTREAM_REDIS_URL": self.valkey.url,
            "UPSTREAM_DATA": str(self.folder / "data"),
            "UPSTREAM_PORT": str(free_port()),
            "UPSTREAM_SECRET_KEY": secrets.token_urlsafe(48),
            "UPSTREAM_LOG_LEVEL": "warning",
            **self._told,
        }

    def _launch(self, service: str) -> "subprocess.Popen[bytes]":
        handle = os.open(self.log_file(service), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(handle, "ab") as log:
            return spawn(
                [sys.executable, "-m", "upstream.cli.main", service],
                orphaned=signal.SIGKILL,
                environment=self._environment,
                output=log,
            )

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + _READY_SECONDS_MAX
        while not self._is_ready():
            if self._processes["api"].poll() is not None or time.monotonic() > deadline:
                last_words = self.log_file("api").read_text(encoding="utf-8")[-2_000:]
                raise ServerFailed(f"the API of the trial did not get ready: {last_words}")
            time.sleep(0.05)

    def _is_ready(self) -> bool:
        connection = HTTPConnection(self.settings.host, self.settings.port, timeout=5)
        try:
            connection.request("GET", "/health/live")
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()
