"""docker-compose.yml against what the code knows: commands, variables, its own references."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from upstream.cli.main import COMMANDS
from upstream.infrastructure.settings import unknown_variables

ROOT = Path(__file__).parent.parent
SERVICES = {"postgres", "valkey", "migrate", "api", "worker", "projector", "scheduler"}


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return document


@pytest.mark.feature("OP-1")
def test_every_part_of_production_is_there(compose: dict[str, Any]) -> None:
    assert set(compose["services"]) == SERVICES


def test_each_of_our_services_runs_a_command_that_exists(compose: dict[str, Any]) -> None:
    ours = SERVICES - {"postgres", "valkey"}

    assert {compose["services"][name]["command"][0] for name in ours} <= COMMANDS.keys()


def test_only_variables_that_somebody_reads_are_set(compose: dict[str, Any]) -> None:
    names = {name for one in compose["services"].values() for name in one.get("environment", {})}

    assert unknown_variables(dict.fromkeys(names, "")) == []


def test_every_reference_inside_the_file_leads_somewhere(compose: dict[str, Any]) -> None:
    for service in compose["services"].values():
        assert set(service.get("depends_on", {})) <= SERVICES
        assert set(service.get("secrets", [])) <= compose["secrets"].keys()
        named = {volume.split(":")[0] for volume in service.get("volumes", [])}
        assert named <= compose["volumes"].keys()


def test_no_password_stands_in_the_file(compose: dict[str, Any]) -> None:
    for service in compose["services"].values():
        for name, value in service.get("environment", {}).items():
            if "PASSWORD" in name or "URL" in name or "SECRET" in name:
                assert value.startswith("/run/secrets/")


def test_our_services_cannot_write_into_their_image_or_gain_rights(compose: dict[str, Any]) -> None:
    for name in SERVICES - {"postgres", "valkey"}:
        service = compose["services"][name]

        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]


def test_nothing_but_the_api_is_reachable_and_that_from_this_machine_only(
    compose: dict[str, Any],
) -> None:
    ports = {name: one["ports"] for name, one in compose["services"].items() if "ports" in one}

    assert ports == {"api": ["127.0.0.1:8000:8000"]}
