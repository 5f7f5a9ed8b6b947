"""The Valkey we bring along: closed to strangers, and it throws nothing away to save room."""

from pathlib import Path

import pytest
import redis

from upstream.infrastructure.embedded.server_folder import ServerFailed
from upstream.infrastructure.embedded.valkey import EmbeddedValkey


def test_nobody_enters_without_the_password(valkey: EmbeddedValkey) -> None:
    with redis.Redis(port=valkey.port) as client, pytest.raises(redis.AuthenticationError):
        client.ping()


def test_the_password_is_not_among_the_arguments(valkey: EmbeddedValkey) -> None:
    arguments = Path(f"/proc/{valkey.process.pid}/cmdline").read_bytes().decode()
    password = valkey.url.split(":")[2].split("@")[0]

    assert password not in arguments


@pytest.mark.parametrize(
    ("name", "value"),
    [("appendonly", "yes"), ("maxmemory-policy", "noeviction"), ("bind", "127.0.0.1")],
)
def test_it_is_set_to_keep_what_it_is_given(valkey: EmbeddedValkey, name: str, value: str) -> None:
    with redis.Redis.from_url(valkey.url, decode_responses=True) as client:
        assert client.config_get(name) == {name: value}


def test_one_folder_has_one_server(valkey: EmbeddedValkey) -> None:
    with pytest.raises(ServerFailed):
        EmbeddedValkey(valkey.folder).start()
