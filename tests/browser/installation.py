"""The whole installation as its users have it: every process apart, on a port of its own."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from tests.api.town import Population, populate, settings_for

from upstream.api.composition import composed
from upstream.cli.supervisor import SERVICES

READY_SECONDS_MAX = 60.0
STOP_SECONDS_MAX = 20.0


@dataclass(frozen=True)
class Installation:
    url: str
    population: Population


@contextmanager
def installed(database_url: str, redis_url: str, data: Path) -> Iterator[Installation]:
    port = _free_port()
    settings = settings_for(database_url, redis_url, data)
    with composed(settings) as parts:
        population = populate(parts)
    environment = {
        **os.environ,
        "UPSTREAM_DATABASE_URL": database_url,
        "UPSTREAM_REDIS_URL": redis_url,
        "UPSTREAM_DATA": str(data),
        "UPSTREAM_SECRET_KEY": settings.secret_key,
        "UPSTREAM_PORT": str(port),
        "UPSTREAM_LOG_LEVEL": "warning",
    }
    with ExitStack() as running:
        for name in SERVICES:
            log = running.enter_context((data / f"{name}.log").open("wb"))
            command = [sys.executable, "-m", "upstream.cli.main", name]
            process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
            running.callback(_stop, process)
        _wait_until_ready(port, data)
        yield Installation(f"http://127.0.0.1:{port}", population)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_ready(port: int, data: Path) -> None:
    deadline = time.monotonic() + READY_SECONDS_MAX
    while time.monotonic() < deadline:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/sign-in")
            if connection.getresponse().status == 200:
                return
        except (OSError, HTTPException):
            time.sleep(0.2)
        finally:
            connection.close()
    raise AssertionError((data / "api.log").read_text(encoding="utf-8")[-2_000:])


def _stop(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS_MAX)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
