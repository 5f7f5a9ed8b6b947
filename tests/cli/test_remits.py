"""`upstream remits` tells what a folder of remittances says, by whose definition."""

from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner
from tests.support.corpus import sample_files
from tests.support.x12_counts import counted
from tests.support.x12_writing import claim, interchange, remittance, transaction

from upstream.cli.remits import command

pytestmark = pytest.mark.feature("IN-3")

CLAIMS = [
    claim("A-1", "100", "80", "CAS*CO*45*20"),
    claim("A-2", "100", "0", "CAS*CO*197*100"),
    claim("A-3", "100", "0", "CAS*PR*1*100"),
    claim("A-4", "100", "0", "CAS*PR*2*100", status="4"),
    claim("A-5", "100", "0", "CAS*CO*50*100", status="4"),
    claim("A-6", "100", "50", "SVC*HC:99213*50*50", "SVC*HC:71046*50*0", "CAS*CO*16*50"),
    claim("A-7", "100", "0", "CAS*OA*18*100", status="1"),
    claim("A-8", "-100", "-80", "CAS*CO*45*-20", status="22"),
    claim("A-9", "100", "0", status="25"),
]
FILE = interchange(
    remittance(CLAIMS, paid="45", adjustments=["PLB*1234567893*20251231*WO:A-0*5"]), usage="T"
)


def asked(*paths: Path, code: int = 0) -> dict[str, object]:
    ran = CliRunner().invoke(command, ["--json", *map(str, paths)])
    assert ran.exit_code == code, ran.output
    document: dict[str, object] = msgspec.json.decode(ran.output)
    return document


def test_the_same_claims_by_every_definition(tmp_path: Path) -> None:
    (tmp_path / "one.835").write_bytes(FILE)
    (tmp_path / "readme.txt").write_text("no X12")
    (tmp_path / "ack.999").write_bytes(interchange(transaction("999", ["AK1*HP*1"])))
    found = asked(tmp_path)

    assert (found["files"], found["passed_over"], found["refused"]) == (1, 2, [])
    assert (found["claims"], found["reversals"], found["undecided"]) == (9, 1, 1)
    assert found["final"] == 7
    definitions = msgspec.convert(found["definitions"], list[dict[str, object]])
    assert {one["name"]: one["claims"] for one in definitions} == {
        "status_4": 2,
        "unpaid_with_denial_reason": 3,
        "unpaid": 5,
        "any_line_denied": 3,
        "rule": 2,
    }
    assert definitions[0]["rate"] == 2 / 7
    assert (found["partly_denied"], found["duplicates"]) == (1, 1)
    assert (found["paid"], found["taken_back"], found["difference"]) == ("50.00", "5.00", "0.00")


def test_people_get_a_table(tmp_path: Path) -> None:
    (tmp_path / "one.835").write_bytes(FILE)
    ran = CliRunner().invoke(command, [str(tmp_path / "one.835")])

    assert ran.exit_code == 0
    assert "28.6%  claim status 4 (CLP02)" in ran.output
    assert "median 30, 30 to 30, on 7 claims" in ran.output


def test_what_cannot_be_read_is_named_and_the_rest_counted(tmp_path: Path) -> None:
    (tmp_path / "one.835").write_bytes(FILE)
    (tmp_path / "two.835").write_bytes(FILE[:700])
    found = asked(tmp_path, code=3)
    refused = msgspec.convert(found["refused"], list[dict[str, object]])

    assert [(one["file"], one["code"]) for one in refused] == [("two.835", "upload.truncated")]
    assert found["claims"] == 9


def test_nothing_to_count_is_a_failure(tmp_path: Path) -> None:
    assert asked(tmp_path, code=1)["files"] == 0


def test_a_folder_of_real_remittances_agrees_with_an_independent_count() -> None:
    paths = sample_files("835/*/*")
    if not paths:
        pytest.skip("no sample files; set UPSTREAM_CORPUS")
    found = asked(paths[0].parents[1])
    wanted = [counted(path.read_bytes()) for path in paths]

    assert found["files"] == len(paths)
    assert found["claims"] == sum(one.claims for one in wanted)
    assert found["lines"] == sum(one.lines for one in wanted)
    assert found["adjustments"] == sum(one.adjustments for one in wanted)
    assert Decimal(str(found["charged"])) == sum(one.charged for one in wanted)
    assert Decimal(str(found["paid"])) == sum(one.paid for one in wanted)
    assert Decimal(str(found["taken_back"])) == sum(one.taken_back for one in wanted)
