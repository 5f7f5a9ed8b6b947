"""`upstream seed --customer year`: the labelled year, its answer sheet, the same bytes again."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from upstream.cli.seed import command


def _seed(*arguments: str) -> str:
    result = CliRunner().invoke(command, ["--customer", "year", *arguments], catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


@pytest.mark.feature("OP-9", "DR-7")
def test_a_labelled_year_is_written_beside_its_answer_sheet(tmp_path: Path) -> None:
    file = tmp_path / "year.csv"
    sheet = json.loads(_seed("--seed", "3", "--out", str(file), "--labels"))
    header, *rows = file.read_text("utf-8").splitlines()
    assert header.startswith("claim_id,payer,cpt,")
    assert 60_000 < len(rows) < 400_000
    assert {drift["kind"] for drift in sheet["drifts"]} == {
        *("denial_rate", "allowed_amount", "days_to_decision", "denial_reason", "payment_delay"),
    }
    assert {decoy["decoy"] for decoy in sheet["decoys"]} >= {"mix_shift", "volume_surge"}
    assert len(sheet["payers"]) * len(sheet["cpt_groups"]) == 60


def test_the_same_seed_gives_the_same_sheet_and_another_one_another() -> None:
    assert _seed("--seed", "3", "--labels") == _seed("--seed", "3", "--labels")
    assert _seed("--seed", "4", "--labels") != _seed("--seed", "3", "--labels")


def test_the_null_year_keeps_its_decoys() -> None:
    sheet = json.loads(_seed("--seed", "3", "--null", "--labels"))
    assert sheet["drifts"] == []
    assert sheet["decoys"]


@pytest.mark.feature("OP-9", "DR-4", "DR-5")
def test_a_year_of_requirements_comes_with_its_fee_schedules(tmp_path: Path) -> None:
    file = tmp_path / "year.csv"
    options = ("--customer", "requirements", "--seed", "3", "--until", "2026-06-30")
    sheet = json.loads(_seed(*options, "--out", str(file), "--labels"))
    assert file.read_text("utf-8").startswith("claim_id,payer,cpt,")
    assert {drift["kind"] for drift in sheet["drifts"]} == {"authorization", "underpayment"}
    folder = tmp_path / "year-rates"
    assert len(list(folder.iterdir())) == len(sheet["schedules"]) >= 8
