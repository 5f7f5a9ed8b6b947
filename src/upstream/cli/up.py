"""`upstream up`: servers, schema, services and demo in one process tree, until Ctrl-C."""

import os
import signal
import sys
import time
from contextlib import ExitStack
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from types import FrameType
from typing import Final, NoReturn

import psycopg
import rich_click as click

from upstream.cli.data_folder import AlreadyRunning, DataFolder
from upstream.cli.supervisor import Servers, Supervisor
from upstream.infrastructure.embedded.children import end, is_free
from upstream.infrastructure.embedded.postgres import EmbeddedPostgres
from upstream.infrastructure.embedded.valkey import EmbeddedValkey
from upstream.infrastructure.migrator import migrate
from upstream.infrastructure.settings import Settings, data_folder, is_told, read_settings

ALREADY_RUNNING: Final = 3
PORT_TAKEN: Final = 4
DEMO_ROLES: Final = ("owner", "analyst", "operator", "compliance", "viewer")

_FIRST_PORT: Final = 8000
_READY_SECONDS_MAX: Final = 300.0
_LOOK_SECONDS: Final = 0.2


class Stopped(BaseException):
    """Somebody pressed Ctrl-C or sent SIGTERM; not an error, and no `except` may keep it."""


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), help="Default: 8000, or the next free one.")
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), help="Data folder.")
@click.option("--demo/--no-demo", default=True, help="Two demo customers with logins and claims.")
def command(port: int | None, data: Path | None, demo: bool) -> None:
    """Run everything here, until Ctrl-C.

    PostgreSQL and Valkey are brought along unless UPSTREAM_DATABASE_URL and UPSTREAM_REDIS_URL
    are set. Exit codes: 3 another `up` has this data folder, 4 the port asked for is taken.
    """
    environment = {**os.environ, "UPSTREAM_DATA": str((data or data_folder()).absolute())}
    if port is not None:
        environment["UPSTREAM_PORT"] = str(port)
    _stop_on_signals()
    try:
        with ExitStack() as cleanup:
            _up(environment, cleanup, demo=demo)
    except Stopped:
        _say("stopped")
    except AlreadyRunning as other:
        _refuse(str(other), ALREADY_RUNNING)


def _up(environment: dict[str, str], cleanup: ExitStack, *, demo: bool) -> None:
    folder = DataFolder(Path(environment["UPSTREAM_DATA"]))
    cleanup.callback(folder.close)
    folder.open()
    cleanup.callback(folder.nothing_runs)
    _choose_port(environment)
    if not is_told(environment, "UPSTREAM_SECRET_KEY"):
        environment["UPSTREAM_SECRET_KEY"] = folder.secret_key()
    if demo and not is_told(environment, "UPSTREAM_DEMO_PASSWORD"):
        environment["UPSTREAM_DEMO_PASSWORD"] = folder.demo_password()
    servers = _start_servers(environment, folder.path, cleanup)
    settings = read_settings(environment)
    try:
        migrate(settings.migrator_url, service_login=settings.service_login)
    except psycopg.OperationalError:
        _refuse("the database of UPSTREAM_DATABASE_URL cannot be reached", 1)
    folder.tell_others({k: v for k, v in environment.items() if k in _TOLD_TO_OTHERS})
    supervisor = Supervisor(folder, environment)
    cleanup.callback(supervisor.stop)
    supervisor.start()
    _wait_until_ready(supervisor, servers, settings, demo=demo)
    folder.note(f"at {_address(settings)} (process {os.getpid()})")
    _greet(settings, demo=demo)
    while True:
        supervisor.look_after(servers)
        time.sleep(_LOOK_SECONDS)


_TOLD_TO_OTHERS: Final = (
    *("UPSTREAM_DATABASE_URL", "UPSTREAM_MIGRATOR_URL", "UPSTREAM_REDIS_URL"),
    *("UPSTREAM_HOST", "UPSTREAM_PORT", "UPSTREAM_DEMO_PASSWORD"),
)


def _start_servers(environment: dict[str, str], data: Path, cleanup: ExitStack) -> Servers:
    """Bring along what the environment does not name, and name it there."""
    servers: Servers = ()
    if not is_told(environment, "UPSTREAM_DATABASE_URL"):
        _say("starting PostgreSQL")
        postgres = cleanup.enter_context(EmbeddedPostgres(data / "postgres"))
        environment["UPSTREAM_DATABASE_URL"] = postgres.url
        environment["UPSTREAM_MIGRATOR_URL"] = postgres.admin_url
        servers = (*servers, postgres)
    if not is_told(environment, "UPSTREAM_REDIS_URL"):
        _say("starting Valkey")
        valkey = cleanup.enter_context(EmbeddedValkey(data / "valkey"))
        environment["UPSTREAM_REDIS_URL"] = valkey.url
        servers = (*servers, valkey)
    return servers


def _wait_until_ready(
    supervisor: Supervisor, servers: Servers, settings: Settings, *, demo: bool
) -> None:
    """Until the API says it is ready and the demo is prepared; SystemExit when that is hopeless."""
    _say("starting the services")
    preparing = supervisor.launch("prepare-demo") if demo else None
    deadline = time.monotonic() + _READY_SECONDS_MAX
    try:
        while not (_is_ready(settings) and (preparing is None or preparing.poll() == 0)):
            supervisor.look_after(servers)
            log = supervisor.hopeless()
            if preparing is not None and preparing.poll():
                log = supervisor.log_file("prepare-demo")
            if log is not None or time.monotonic() > deadline:
                _refuse(f"Upstream did not get ready; see {log or supervisor.log_file('api')}", 1)
            time.sleep(_LOOK_SECONDS)
    finally:
        if preparing is not None:
            end(preparing, (signal.SIGTERM, 5.0))


def _is_ready(settings: Settings) -> bool:
    connection = HTTPConnection(_reachable(settings.host), settings.port, timeout=5)
    try:
        connection.request("GET", "/health/ready")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _greet(settings: Settings, *, demo: bool) -> None:
    lines = [f"Upstream is ready:  {_address(settings)}", ""]
    if demo:
        logins = " ".join(f"{role}@" for role in DEMO_ROLES)
        lines += [
            f"Sign in as:         {logins}",
            "                    followed by riverside.example or lakeside.example,",
            "                    or as admin@upstream.example",
            f"Password:           {settings.demo_password}",
            "",
        ]
    lines += [f"Data and logs:      {settings.data}", "Ctrl-C stops everything and keeps the data."]
    click.echo("\n" + "\n".join(f"  {line}".rstrip() for line in lines) + "\n")


def _choose_port(environment: dict[str, str]) -> None:
    host = environment.get("UPSTREAM_HOST") or "127.0.0.1"
    asked = environment.get("UPSTREAM_PORT")
    if asked and asked.isdigit() and not is_free(int(asked), host):
        _refuse(f"port {asked} is taken; choose another one with --port", PORT_TAKEN)
    if not asked:
        port = next(p for p in range(_FIRST_PORT, 65536) if is_free(p, host))
        if port != _FIRST_PORT:
            _say(f"port {_FIRST_PORT} is taken; using {port}")
        environment["UPSTREAM_PORT"] = str(port)


def _address(settings: Settings) -> str:
    return f"http://{_reachable(settings.host)}:{settings.port}"


def _reachable(host: str) -> str:
    return "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 - compared, not bound


def _stop_on_signals() -> None:
    asked = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def stop(_: int, __: FrameType | None) -> None:
        for number in asked:
            signal.signal(
                number, signal.SIG_IGN
            )  # stopping in order takes a moment: once is enough
        _say("stopping")
        raise Stopped

    for number in asked:
        signal.signal(number, stop)


def _say(text: str) -> None:
    click.echo(f"upstream: {text}", err=True)


def _refuse(text: str, code: int) -> NoReturn:
    _say(text)
    sys.exit(code)
