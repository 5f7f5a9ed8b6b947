"""SIGKILL of a parent or of a server leaves nothing that blocks or breaks the next start."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
import redis

from upstream.infrastructure.embedded.children import is_alive
from upstream.infrastructure.embedded.postgres import EmbeddedPostgres
from upstream.infrastructure.embedded.valkey import EmbeddedValkey

PARENT = """
import sys, time
from pathlib import Path
from upstream.infrastructure.embedded.{module} import {server}
server = {server}(Path(sys.argv[1]))
server.start()
print(server.process.pid, server.url, flush=True)
time.sleep(600)
"""


@pytest.fixture
def folder(servers_folder: Path, request: pytest.FixtureRequest) -> Path:
    return servers_folder / str(request.node.name)


def start_a_parent(module: str, server: str, folder: Path) -> "tuple[subprocess.Popen[str], int]":
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT.format(module=module, server=server), str(folder)],
        env={**os.environ, "PYTHONPATH": "src"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert parent.stdout is not None
    pid = int(parent.stdout.readline().split()[0])
    return parent, pid


def kill(parent: "subprocess.Popen[str]") -> None:
    parent.kill()
    parent.communicate()


def eventually(is_so: Callable[[], bool], seconds: float = 15.0) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if is_so():
            return True
        time.sleep(0.05)
    return False


@pytest.mark.feature("OP-1")
def test_postgres_ends_with_its_parent_and_starts_again(folder: Path) -> None:
    parent, pid = start_a_parent("postgres", "EmbeddedPostgres", folder)
    kill(parent)

    with EmbeddedPostgres(folder) as server, psycopg.connect(server.url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert not is_alive(pid)


def test_a_postgres_that_never_heard_of_its_parents_death_is_ended(folder: Path) -> None:
    """A frozen server cannot shut down; the next start must not wait for it for ever."""
    parent, pid = start_a_parent("postgres", "EmbeddedPostgres", folder)
    os.kill(pid, signal.SIGSTOP)
    kill(parent)
    os.kill(pid, signal.SIGCONT)

    with EmbeddedPostgres(folder) as server:
        assert server.process.pid != pid
    assert not is_alive(pid)


def test_a_killed_postgres_is_revived_at_the_same_address(folder: Path) -> None:
    with EmbeddedPostgres(folder) as server:
        address = server.admin_url
        with psycopg.connect(address) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
        server.process.kill()
        server.process.wait()

        server.revive()

        assert server.admin_url == address
        with psycopg.connect(address) as connection:
            assert connection.execute("SELECT number FROM kept").fetchone() == (7,)


def test_valkey_ends_with_its_parent_and_starts_again(folder: Path) -> None:
    parent, pid = start_a_parent("valkey", "EmbeddedValkey", folder)
    kill(parent)

    with EmbeddedValkey(folder) as server, redis.Redis.from_url(server.url) as client:
        assert client.ping()
    assert eventually(lambda: not is_alive(pid))


def test_a_killed_valkey_is_revived_with_what_it_had_written(folder: Path) -> None:
    with EmbeddedValkey(folder) as server:
        address = server.url
        with redis.Redis.from_url(address) as client:
            client.set("wake-up", "job")
            client.waitaof(1, 0, 5_000)
        server.process.kill()
        server.process.wait()

        server.revive()

        assert server.url == address
        with redis.Redis.from_url(address) as client:
            assert client.get("wake-up") == b"job"


def test_a_damaged_valkey_journal_is_put_aside(folder: Path) -> None:
    with EmbeddedValkey(folder) as server, redis.Redis.from_url(server.url) as client:
        client.set("wake-up", "job")
    journal = next((folder / "appendonlydir").glob("*.aof"))
    journal.write_bytes(b"*3\r\n$3\r\nSET\r\n$bad\r\n" * 40)

    with EmbeddedValkey(folder) as server, redis.Redis.from_url(server.url) as client:
        assert client.get("wake-up") is None
    assert list(folder.glob("appendonlydir.damaged-*"))
