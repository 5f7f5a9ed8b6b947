"""`upstream seed` as a person and as a script have it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from upstream.application.seed import HEADER
from upstream.cli.seed import command


def _seed(*options: str) -> Result:
    return CliRunner().invoke(command, ["--until", "2026-03-31", "--claims", "500", *options])


@pytest.mark.feature("OP-9")
def test_claims_go_to_standard_output_or_into_a_file(tmp_path: Path) -> None:
    shown = _seed()
    assert shown.exit_code == 0
    assert shown.stdout.startswith(HEADER)
    assert shown.stdout.count("\n") == 501
    file = tmp_path / "claims.csv"
    assert _seed("--out", str(file)).stdout == ""
    assert file.read_text() == shown.stdout
    assert _seed("--seed", "2").stdout != shown.stdout


@pytest.mark.feature("OP-9")
def test_the_labels_are_one_json_document(tmp_path: Path) -> None:
    file = tmp_path / "claims.csv"
    labels = json.loads(_seed("--labels", "--out", str(file)).stdout)
    assert labels["until"] == "2026-03-31"
    assert len(labels["drifts"]) == 3
    assert {"kind", "payer", "cpt_group", "begins_on", "factor"} == set(labels["drifts"][0])
    assert json.loads(_seed("--labels").stdout) == labels
    null = json.loads(_seed("--labels", "--null", "--customer", "lakeside").stdout)
    assert (null["customer"], null["drifts"]) == ("lakeside", [])


def test_a_day_that_is_none_is_a_usage_error() -> None:
    answer = CliRunner().invoke(command, ["--until", "yesterday"])
    assert answer.exit_code == 2
    assert "YYYY-MM-DD" in answer.stderr
