"""`upstream drift run` as a person and as a script have it."""

import json
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.support.seeded_rows import record_seeded
from tests.support.taking_in import SECRET

from upstream.application.seed import plan
from upstream.cli.drift import command
from upstream.domain.units import CustomerId
from upstream.infrastructure.database import Database
from upstream.infrastructure.log import EventLog
from upstream.projections.catalogue import PROJECTIONS
from upstream.projections.runner import catch_up

UNTIL = date(2026, 3, 31)


@pytest.fixture
def environment(database_url: str, tmp_path: Path) -> dict[str, str]:
    return {
        "UPSTREAM_DATABASE_URL": database_url,
        "UPSTREAM_REDIS_URL": "redis://127.0.0.1:1/0",
        "UPSTREAM_SECRET_KEY": SECRET,
        "UPSTREAM_DATA": str(tmp_path),
    }


@pytest.fixture
def a_projector(projector_database: Database) -> Iterator[None]:
    """Keeps the read models at the head, in a thread, until the test is over."""
    stopping = threading.Event()

    def follow() -> None:
        while not stopping.wait(0.05):
            catch_up(projector_database, PROJECTIONS)

    thread = threading.Thread(target=follow)
    thread.start()
    yield
    stopping.set()
    thread.join()


def _run(environment: dict[str, str], *options: str) -> Result:
    arguments = ["run", "--customer", "riverside", *options]
    return CliRunner(env=environment).invoke(command, arguments)


@pytest.mark.feature("DR-9", "OP-9")
@pytest.mark.usefixtures("a_projector")
def test_the_findings_of_a_demo_file_are_printed(
    environment: dict[str, str], database: Database, customer_id: CustomerId
) -> None:
    demo = plan("riverside", claims=20_000, seed=1, until=UNTIL)
    record_seeded(EventLog(database), customer_id, demo)
    answer = _run(environment, "--until", "2026-03-31", "--json")
    assert answer.exit_code == 0, answer.stderr
    found = json.loads(answer.stdout)
    assert found["run"]["state"] == "completed"
    assert {(f["kind"], f["payer"], f["cpt_group"]) for f in found["findings"]} == {
        (label.kind, label.payer, label.cpt_group) for label in demo.labels.drifts
    }
    shape = {"severity_label", "p_value", "dollars_at_risk", "baseline", "current", "explanation"}
    assert all(shape <= set(finding) for finding in found["findings"])
    assert {"from", "to", "claims"} == set(found["findings"][0]["baseline"])

    known = found["run"]["position"]
    again = _run(environment, "--until", "2026-03-31", "--as-of", f"position:{known}", "--json")
    same = json.loads(again.stdout)["run"]
    assert same["findings_sha256"] == found["run"]["findings_sha256"]
    assert same["standing"] == "look_back"

    plain = _run(environment, "--until", "2026-03-31")
    assert plain.exit_code == 0
    assert "3 findings" in plain.stdout
    for finding in found["findings"]:
        assert f"- {finding['explanation']}\n" in plain.stdout


@pytest.mark.usefixtures("customer_id")
def test_what_cannot_be_run_says_why(environment: dict[str, str]) -> None:
    unknown = _run(environment, "--product", "nonsense")
    assert unknown.exit_code == 1
    assert "drift.product_unknown" in unknown.stderr
    nonsense = _run(environment, "--until", "soon")
    assert nonsense.exit_code == 2
