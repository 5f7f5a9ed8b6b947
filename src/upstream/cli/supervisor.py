"""Keeps an installation's services running: starts them, lifts the fallen, stops them all."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import rich_click as click

from upstream.cli.data_folder import DataFolder
from upstream.infrastructure.embedded.children import end, spawn
from upstream.infrastructure.embedded.postgres import EmbeddedPostgres
from upstream.infrastructure.embedded.valkey import EmbeddedValkey

Servers = tuple[EmbeddedPostgres | EmbeddedValkey, ...]

SERVICES: Final = ("api", "worker", "projector", "scheduler")

_STOP_SECONDS_MAX: Final = 15.0
_BACKOFF_SECONDS_MAX: Final = 30.0
_STEADY_SECONDS: Final = 60.0
_LOG_BYTES_MAX: Final = 20_000_000


@dataclass(slots=True)
class Service:
    """One child and its history: `falls` since it last ran steadily."""

    name: str
    process: "subprocess.Popen[bytes]"
    started: float
    falls: int = 0
    restart_at: float | None = None


class Supervisor:
    """Owns the services; the embedded servers are revived here but stopped by who started them."""

    def __init__(self, folder: DataFolder, environment: Mapping[str, str]) -> None:
        self._folder = folder
        self._environment = dict(environment)
        self._services: dict[str, Service] = {}

    def start(self) -> None:
        for name in SERVICES:
            self._services[name] = Service(name, self.launch(name), time.monotonic())
        self._record()

    def launch(self, name: str) -> "subprocess.Popen[bytes]":
        """`upstream NAME` as a child that writes to its own log."""
        path = self._folder.log_file(name)
        if path.exists() and path.stat().st_size > _LOG_BYTES_MAX:
            path.replace(path.with_suffix(".log.1"))
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(handle, "ab") as log:
            return spawn(
                [sys.executable, "-m", "upstream.cli.main", name],
                orphaned=signal.SIGTERM,
                environment=self._environment,
                output=log,
            )

    def look_after(self, servers: Servers) -> None:
        """One look at everybody: revive a dead server, restart services whose pause is over."""
        for server in servers:
            if server.process.poll() is not None:
                click.echo(f"{type(server).__name__} has died; starting it again", err=True)
                server.revive()
        for service in self._services.values():
            self._look_after(service)

    def _look_after(self, service: Service) -> None:
        now = time.monotonic()
        if service.restart_at is not None:
            if now >= service.restart_at:
                service.process, service.started = self.launch(service.name), now
                service.restart_at = None
                self._record()
            return
        code = service.process.poll()
        if code is None:
            return
        service.falls = 1 if now - service.started > _STEADY_SECONDS else service.falls + 1
        pause = min(0.5 * 2 ** (service.falls - 1), _BACKOFF_SECONDS_MAX)
        service.restart_at = now + pause
        log = self._folder.log_file(service.name)
        click.echo(f"{service.name} ended ({code}); again in {pause:g} s; see {log}", err=True)

    def log_file(self, name: str) -> Path:
        return self._folder.log_file(name)

    def hopeless(self) -> Path | None:
        """The log of a service that fell again and again without ever running steadily."""
        for service in self._services.values():
            if service.falls >= 5:
                return self._folder.log_file(service.name)
        return None

    def stop(self) -> None:
        """Ask all at once, so that the slowest decides how long it takes."""
        for service in self._services.values():
            if service.process.poll() is None:
                service.process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + _STOP_SECONDS_MAX
        for service in self._services.values():
            patience = max(deadline - time.monotonic(), 0.1)
            end(service.process, (signal.SIGTERM, patience))
        self._services.clear()

    def _record(self) -> None:
        self._folder.record_services([s.process.pid for s in self._services.values()])
