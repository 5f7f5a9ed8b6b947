"""An own PostgreSQL 18 from a wheel, on a loopback port; it starts after any kind of death."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final, Self

import psycopg
from psycopg import sql

from upstream.infrastructure.embedded.account import unprivileged_account
from upstream.infrastructure.embedded.children import end, spawn
from upstream.infrastructure.embedded.cluster import (
    ADMIN,
    FAST,
    IMMEDIATE,
    SERVICE_LOGIN,
    Cluster,
    open_cluster,
)
from upstream.infrastructure.embedded.server_folder import ServerFailed, kept_port, locked
from upstream.infrastructure.embedded.tuning import server_settings
from upstream.infrastructure.logins import create_login

DATABASE: Final = "upstream"

_ATTEMPTS_MAX: Final = 5
_RECOVERY_SECONDS_MAX: Final = 300.0
_LOG_BYTES_MAX: Final = 20_000_000


class EmbeddedPostgres:
    """One cluster in `folder`; `with EmbeddedPostgres(folder) as server:` starts and stops it.

    `admin_url` creates databases and roles, `url` is the services' login without rights of its own.
    Start it from the main thread (see `spawn`). `settings` override the server parameters.
    """

    def __init__(self, folder: Path, settings: Mapping[str, str] | None = None) -> None:
        self.folder = folder
        self.port = 0
        self._settings = {**server_settings(), **(settings or {})}
        self._account = unprivileged_account()
        self._process: subprocess.Popen[bytes] | None = None
        self._lock: int | None = None
        self._cluster: Cluster | None = None

    @property
    def url(self) -> str:
        return self.url_of(SERVICE_LOGIN, DATABASE)

    @property
    def admin_url(self) -> str:
        return self.url_of(ADMIN, DATABASE)

    def url_of(self, login: str, database: str) -> str:
        assert self._cluster is not None, "the server has not been started"
        password = self._cluster.passwords[login]
        return f"postgresql://{login}:{password}@127.0.0.1:{self.port}/{database}"

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
        """Create the cluster if there is none, end what an earlier parent left, start, connect."""
        self.folder.mkdir(mode=0o711 if self._account else 0o700, parents=True, exist_ok=True)
        self._lock = locked(self.folder)
        try:
            self._cluster = open_cluster(self.folder, self._account)
            self.port = kept_port(self.folder / "port")
            self._run(self._cluster)
        except BaseException:
            self.stop()
            raise

    def revive(self) -> None:
        """Start a server that has died: same data, same address, so that its clients find it."""
        assert self._cluster is not None, "the server has not been started"
        self._cluster = open_cluster(self.folder, self._account)
        self._run(self._cluster)

    def stop(self) -> None:
        if self._process is not None:
            end(self._process, FAST, IMMEDIATE)
            self._process = None
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _run(self, cluster: Cluster) -> None:
        log_path = self.folder / "postgres.log"
        if log_path.exists() and log_path.stat().st_size > _LOG_BYTES_MAX:
            log_path.replace(log_path.with_suffix(".log.1"))
        # The backends of a killed server hold its shared memory for a moment.
        for _ in range(_ATTEMPTS_MAX):
            self._process = self._spawn(cluster, log_path)
            if self._answers(self._process):
                return
            time.sleep(0.5)
        raise ServerFailed(f"PostgreSQL did not start; its log: {log_path}")

    def _spawn(self, cluster: Cluster, log_path: Path) -> "subprocess.Popen[bytes]":
        options = [f"-c{name}={value}" for name, value in self._settings.items()]
        program = str(cluster.programs / "postgres")
        handle = os.open(log_path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(handle, "ab") as log:
            return spawn(
                [program, "-D", str(cluster.path), f"-p{self.port}", *options],
                orphaned=signal.SIGINT,
                account=self._account,
                environment={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
                output=log,
                folder=cluster.path.parent,
            )

    def _answers(self, process: "subprocess.Popen[bytes]") -> bool:
        deadline = time.monotonic() + _RECOVERY_SECONDS_MAX
        while time.monotonic() < deadline and process.poll() is None:
            try:
                self._prepare_database()
            except psycopg.OperationalError:
                time.sleep(0.02)
            else:
                return True
        return False

    def _prepare_database(self) -> None:
        assert self._cluster is not None
        url = self.url_of(ADMIN, "postgres")
        with psycopg.connect(url, autocommit=True, connect_timeout=3) as connection:
            create_login(connection, SERVICE_LOGIN, self._cluster.passwords[SERVICE_LOGIN])
            databases = "SELECT 1 FROM pg_database WHERE datname = %s"
            if not connection.execute(databases, [DATABASE]).fetchone():
                create = sql.SQL("CREATE DATABASE {}")
                connection.execute(create.format(sql.Identifier(DATABASE)))
