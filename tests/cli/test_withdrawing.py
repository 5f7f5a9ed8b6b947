"""`upstream withdraw`: an upload is taken back from the command line."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.support.claim_log import context_of
from tests.support.taking_in import SECRET, csv_of, desk_of

from upstream.application.uploads.withdrawing import take_out
from upstream.cli.withdraw import command
from upstream.domain.units import CustomerId
from upstream.infrastructure.database import Database

ROW = "C1,Aetna,99213,2025-01-02,2025-01-20,PAID,150.00,92.10,"


@pytest.mark.feature("IN-15")
def test_an_upload_is_withdrawn_with_its_reason(
    database: Database, database_url: str, customer_id: CustomerId, tmp_path: Path
) -> None:
    desk = desk_of(database, customer_id, tmp_path)
    answer = desk.receive(csv_of(ROW))
    desk.record(answer.id)

    def run(upload_id: str) -> Result:
        environment = {
            "UPSTREAM_DATABASE_URL": database_url,
            "UPSTREAM_REDIS_URL": "redis://127.0.0.1:1/0",
            "UPSTREAM_SECRET_KEY": SECRET,
            "UPSTREAM_DATA": str(tmp_path),
        }
        asked = [upload_id, "--customer", "riverside", "--reason", "sent by mistake"]
        return CliRunner().invoke(command, asked, env=environment)

    begun = run(str(answer.id))
    take_out(desk.intake.log, context_of(customer_id), answer.id)
    over = run(str(answer.id))
    nowhere = run(str(customer_id))

    assert (begun.exit_code, begun.stdout.split(",")[0]) == (
        0,
        f"upload {answer.id}: withdrawing",
    )
    assert over.stdout.startswith(f"upload {answer.id}: withdrawn")
    assert (nowhere.exit_code, "upload.not_found" in nowhere.stderr) == (1, True)
