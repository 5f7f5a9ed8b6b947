"""The environment as settings: what is taken from where, and that every fault is named at once."""

import json
from pathlib import Path

import pytest

from upstream.infrastructure.settings import (
    RUNTIME_FILE,
    SettingsInvalid,
    read_settings,
    unknown_variables,
)

KEY = "k" * 32


@pytest.fixture
def complete(tmp_path: Path) -> dict[str, str]:
    return {
        "UPSTREAM_DATABASE_URL": "postgresql://upstream:pw@db/upstream",
        "UPSTREAM_REDIS_URL": "redis://:pw@cache/0",
        "UPSTREAM_SECRET_KEY": KEY,
        "UPSTREAM_DATA": str(tmp_path),
    }


def test_what_is_left_open_has_a_default(complete: dict[str, str]) -> None:
    settings = read_settings(complete)

    assert (settings.host, settings.port, settings.log_level) == ("127.0.0.1", 8000, "info")
    assert settings.migrator_url == settings.database_url
    assert settings.service_login is None


def test_the_migrator_may_be_another_login(complete: dict[str, str]) -> None:
    owner = {"UPSTREAM_MIGRATOR_URL": "postgresql://owner:pw@db/upstream"}

    assert read_settings(complete | owner).service_login == "upstream"


def test_every_fault_is_named_at_once(tmp_path: Path) -> None:
    environment = {
        "UPSTREAM_DATA": str(tmp_path),
        "UPSTREAM_REDIS_URL": "http://cache",
        "UPSTREAM_SECRET_KEY": "short",
        "UPSTREAM_PORT": "70000",
        "UPSTREAM_LOG_LEVEL": "loud",
    }

    with pytest.raises(SettingsInvalid) as refused:
        read_settings(environment)

    named = {line.split(":")[0].split()[0] for line in str(refused.value).splitlines()}
    assert named == {
        "UPSTREAM_DATABASE_URL",
        "UPSTREAM_REDIS_URL",
        "UPSTREAM_SECRET_KEY",
        "UPSTREAM_PORT",
        "UPSTREAM_LOG_LEVEL",
    }


def test_without_any_server_it_says_that_nothing_runs(tmp_path: Path) -> None:
    with pytest.raises(SettingsInvalid, match=r"upstream up"):
        read_settings({"UPSTREAM_DATA": str(tmp_path)})


def test_a_secret_may_stand_in_a_file(complete: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "key").write_text(f"{KEY}-from-a-file\n")
    complete["UPSTREAM_SECRET_KEY_FILE"] = str(tmp_path / "key")

    assert read_settings(complete).secret_key == f"{KEY}-from-a-file"


def test_a_secret_file_that_cannot_be_read_stops_the_start(complete: dict[str, str]) -> None:
    complete["UPSTREAM_SECRET_KEY_FILE"] = "/nowhere"

    with pytest.raises(SettingsInvalid, match="UPSTREAM_SECRET_KEY_FILE"):
        read_settings(complete)


@pytest.mark.feature("OP-1")
def test_a_command_finds_the_installation_that_runs(tmp_path: Path) -> None:
    running = {
        "UPSTREAM_DATABASE_URL": "postgresql://upstream:pw@127.0.0.1:1/upstream",
        "UPSTREAM_REDIS_URL": "redis://127.0.0.1:2/0",
    }
    (tmp_path / RUNTIME_FILE).write_text(json.dumps(running))
    (tmp_path / "secret_key").write_text(KEY)

    settings = read_settings({"UPSTREAM_DATA": str(tmp_path)})

    assert settings.database_url == running["UPSTREAM_DATABASE_URL"]
    assert settings.secret_key == KEY


def test_the_environment_wins_over_the_installation_that_runs(
    complete: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / RUNTIME_FILE).write_text('{"UPSTREAM_REDIS_URL": "redis://other/0"}')

    assert read_settings(complete).redis_url == complete["UPSTREAM_REDIS_URL"]


def test_a_typing_mistake_in_a_name_is_found() -> None:
    names = {
        "UPSTREAM_PROT": "1",
        "UPSTREAM_PORT": "1",
        "UPSTREAM_SECRET_KEY_FILE": "k",
        "PATH": "",
    }

    assert unknown_variables(names) == ["UPSTREAM_PROT"]


def test_settings_do_not_print_their_secrets(complete: dict[str, str]) -> None:
    shown = repr(read_settings(complete))

    assert "pw" not in shown
    assert KEY not in shown


@pytest.mark.feature("DQ-4")
def test_quarantine_lasts_a_week_unless_somebody_says_otherwise(complete: dict[str, str]) -> None:
    assert read_settings(complete).quarantine_days == 7
    assert read_settings(complete | {"UPSTREAM_QUARANTINE_DAYS": "3"}).quarantine_days == 3
    with pytest.raises(SettingsInvalid, match="UPSTREAM_QUARANTINE_DAYS"):
        read_settings(complete | {"UPSTREAM_QUARANTINE_DAYS": "0"})
