"""`upstream upload` as a person and as a script have it."""

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner, Result
from structlog.testing import capture_logs
from tests.support.taking_in import SECRET, csv_of

from upstream.cli.upload import command
from upstream.domain.units import CustomerId
from upstream.infrastructure.database import Database
from upstream.infrastructure.settings import read_settings
from upstream.projections.catalogue import REACTIONS
from upstream.projections.runner import catch_up
from upstream.workers.installation import opened
from upstream.workers.worker import do

GOOD = "C1,Aetna,99213,2025-01-02,2025-01-20,PAID,150.00,92.10,"
BAD = "C2,Aetna,0450,2025-01-02,2025-01-20,PAID,150.00,92.10,"


@pytest.fixture
def environment(database_url: str, tmp_path: Path, customer_id: CustomerId) -> dict[str, str]:
    """Of an installation with the customer riverside; nobody listens for wake-ups."""
    return {
        "UPSTREAM_DATABASE_URL": database_url,
        "UPSTREAM_REDIS_URL": "redis://127.0.0.1:1/0",
        "UPSTREAM_SECRET_KEY": SECRET,
        "UPSTREAM_DATA": str(tmp_path),
    }


@pytest.fixture
def a_worker(
    environment: dict[str, str], projector_database: Database, admin_url: str
) -> Iterator[None]:
    """Turns events into jobs and does them, in a thread, until the test is over."""
    stopping = threading.Event()

    def work() -> None:
        with opened(read_settings(environment)) as installation:
            while not stopping.wait(0.1):
                catch_up(projector_database, REACTIONS)
                with psycopg.connect(admin_url) as connection:
                    rows = connection.execute("SELECT job_id FROM jobs WHERE state = 'waiting'")
                    waiting = rows.fetchall()
                for (job_id,) in waiting:
                    do(installation, job_id, stopping)

    thread = threading.Thread(target=work)
    with capture_logs():  # it shares our standard output, where the command's answer goes
        thread.start()
        yield
        stopping.set()
        thread.join()


def run(environment: dict[str, str], path: Path, *options: str) -> Result:
    arguments = [str(path), "--customer", "riverside", *options]
    return CliRunner().invoke(command, arguments, env=environment)


def file_of(folder: Path, *rows: str) -> Path:
    path = folder / "claims.csv"
    path.write_bytes(csv_of(*rows))
    return path


@pytest.mark.feature("IN-1", "IN-6")
@pytest.mark.usefixtures("a_worker")
def test_a_good_file_ends_with_zero(environment: dict[str, str], tmp_path: Path) -> None:
    result = run(environment, file_of(tmp_path, GOOD, GOOD), "--wait")

    assert result.exit_code == 0
    assert result.stdout.endswith(
        "completed, 2 rows: 1 new, 0 changed, 1 repeated, 0 rejected, 0 skipped\n"
    )


@pytest.mark.feature("IN-1")
@pytest.mark.usefixtures("a_worker")
def test_rejected_rows_end_with_four(environment: dict[str, str], tmp_path: Path) -> None:
    result = run(environment, file_of(tmp_path, GOOD, BAD), "--wait", "--json")

    assert result.exit_code == 4
    told = json.loads(result.stdout)
    assert told["status"] == "completed"
    assert (told["counts"]["rows_new"], told["counts"]["rows_rejected"]) == (1, 1)


@pytest.mark.feature("IN-1")
@pytest.mark.usefixtures("a_worker")
def test_a_rejected_file_ends_with_three_and_says_how_to_go_on(
    environment: dict[str, str], tmp_path: Path
) -> None:
    path = tmp_path / "claims.csv"
    header = "claim_id,payer,cpt,submission_date,claim_status"
    path.write_bytes(csv_of("C1,Aetna,99213,2025-01-02,Approved", header=header))
    asked = run(environment, path, "--wait")
    answered = run(environment, path, "--wait", "--mapping", "decided_date=none")

    assert asked.exit_code == 3
    assert "try --mapping decided_date='none'" in asked.stderr
    assert answered.exit_code == 0


@pytest.mark.feature("IN-7")
def test_the_same_file_twice_ends_with_three_and_the_first_uploads_id(
    environment: dict[str, str], tmp_path: Path
) -> None:
    path = file_of(tmp_path, GOOD)
    first = json.loads(run(environment, path, "--json").stdout)
    again = run(environment, path, "--json")

    assert first["status"] == "received"
    assert again.exit_code == 3
    assert json.loads(again.stdout) == {
        "status": "refused",
        "code": "upload.duplicate_file",
        "detail": "this file was uploaded before",
        "first_upload_id": first["id"],
    }


def test_what_cannot_be_asked_is_refused(environment: dict[str, str], tmp_path: Path) -> None:
    path = file_of(tmp_path, GOOD)

    assert run(environment, path, "--mapping", "nonsense").exit_code == 2
    assert run(environment, path, "--mapping", "payor=x").exit_code == 3
    assert run(environment, tmp_path / "none.csv").exit_code == 2
    elsewhere = CliRunner().invoke(command, [str(path), "--customer", "nobody"], env=environment)
    assert elsewhere.exit_code == 1
    assert "customer.not_found" in elsewhere.stderr
