"""`upstream up` as a person has it: one process tree that starts, heals, refuses and ends."""

import json
import os
import re
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from http.client import HTTPConnection
from pathlib import Path

import psutil
import psycopg
import pytest

from upstream.infrastructure.embedded.children import free_port


class Running:
    """One `upstream up` of our own, in the foreground of nobody."""

    def __init__(self, data: Path, *options: str) -> None:
        self.data = data
        self.process = subprocess.Popen(
            upstream("up", "--data", str(data), "--no-demo", *options),
            env=environment(data),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        found = None
        for line in self.process.stdout:
            found = found or re.search(r"ready: +http://127\.0\.0\.1:(\d+)", line)
            if "Ctrl-C" in line:
                break
        assert found, self.process.communicate()[1]
        self.port = int(found[1])
        self.tree = psutil.Process(self.process.pid).children(recursive=True)

    def pid_of(self, service: str) -> int | None:
        """Of the child that runs it at this moment, if there is one."""
        for child in psutil.Process(self.process.pid).children():
            with suppress(psutil.Error):  # it may end while we look
                if child.cmdline()[-1:] == [service]:
                    return child.pid
        return None

    def is_ready(self) -> bool:
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=10)) as connection:
            try:
                connection.request("GET", "/health/ready")
                return connection.getresponse().status == 200
            except OSError:
                return False

    def end(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        self.process.communicate(timeout=60)
        return self.process.returncode


def upstream(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "upstream.cli.main", *arguments]


def environment(data: Path) -> dict[str, str]:
    ours = {"PYTHONPATH": "src", "UPSTREAM_DATA": str(data)}
    return {k: v for k, v in os.environ.items() if not k.startswith("UPSTREAM_")} | ours


def eventually(is_so: Callable[[], bool], seconds: float = 30.0) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if is_so():
            return True
        time.sleep(0.1)
    return False


def ask(data: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        upstream(*arguments), env=environment(data), capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def running(servers_folder: Path) -> Iterator[Running]:
    here = Running(servers_folder / "up", "--port", str(free_port()))
    yield here
    if here.process.poll() is None:
        here.end(signal.SIGTERM)


@pytest.mark.feature("OP-1")
def test_it_says_where_it_is_once_it_is_ready(running: Running) -> None:
    assert running.is_ready()


def test_a_second_one_on_the_same_folder_says_so_and_stops(running: Running) -> None:
    second = ask(running.data, "up", "--no-demo", "--port", str(free_port()))

    assert second.returncode == 3
    assert f"http://127.0.0.1:{running.port}" in second.stderr


def test_a_port_that_is_taken_is_named(running: Running, servers_folder: Path) -> None:
    other = ask(servers_folder / "other", "up", "--no-demo", "--port", str(running.port))

    assert other.returncode == 4
    assert str(running.port) in other.stderr


def test_other_commands_find_it_and_nobody_else_may_read_where(running: Running) -> None:
    status = ask(running.data, "projections", "status", "--json")

    assert stat.S_IMODE((running.data / "runtime.json").stat().st_mode) == 0o600
    assert status.returncode == 0, status.stderr
    assert isinstance(json.loads(status.stdout)["projections"], list)


@pytest.mark.feature("OP-4")
def test_the_doctor_finds_nothing_wrong_with_it(running: Running) -> None:
    found = ask(running.data, "doctor", "--json")

    assert found.returncode == 0, found.stdout
    assert {"database", "broker"} <= {one["name"] for one in json.loads(found.stdout)["findings"]}


@pytest.mark.parametrize("service", ["api", "worker", "projector", "scheduler"])
def test_a_killed_service_is_started_again(running: Running, service: str) -> None:
    killed = running.pid_of(service)
    assert killed is not None
    os.kill(killed, signal.SIGKILL)

    assert eventually(lambda: running.pid_of(service) not in {None, killed} and running.is_ready())


def test_a_killed_database_is_started_again(running: Running) -> None:
    children = psutil.Process(running.process.pid).children()
    next(child for child in children if child.name() == "postgres").kill()

    assert eventually(running.is_ready)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_asked_to_stop_it_leaves_no_process_behind(
    servers_folder: Path, number: signal.Signals
) -> None:
    here = Running(servers_folder / number.name, "--port", str(free_port()))

    assert here.end(number) == 0
    assert [child for child in here.tree if child.is_running()] == []
    assert not (here.data / "runtime.json").exists()


@pytest.mark.feature("OP-1")
def test_killed_it_takes_everything_along_and_starts_again_with_its_data(
    servers_folder: Path,
) -> None:
    data, port = servers_folder / "killed", free_port()
    first = Running(data, "--port", str(port))
    url = json.loads((data / "runtime.json").read_text())["UPSTREAM_MIGRATOR_URL"]
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    first.end(signal.SIGKILL)

    again = Running(data, "--port", str(port))

    assert [child for child in first.tree if child.is_running()] == []
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT number FROM kept").fetchone() == (7,)
    assert again.end(signal.SIGTERM) == 0
