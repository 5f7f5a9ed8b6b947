"""`upstream drift backfill` and `upstream drift verify`: the past caught up with, and proven."""

import json
from datetime import date

import psycopg
import pytest
from click.testing import CliRunner, Result
from tests.cli.test_running_drift import a_projector, environment
from tests.support.seeded_rows import record_seeded

from upstream.application.seed import plan
from upstream.cli.drift import command
from upstream.domain.units import CustomerId
from upstream.infrastructure.database import Database
from upstream.infrastructure.log import EventLog

__all__ = ["a_projector", "environment"]
UNTIL = date(2026, 3, 30)


@pytest.fixture
def demo(database: Database, customer_id: CustomerId) -> None:
    claims = plan("riverside", claims=4_000, seed=1, until=UNTIL)
    record_seeded(EventLog(database), customer_id, claims)


def drift(environment: dict[str, str], *arguments: str) -> Result:
    name, *rest = arguments
    asked = [name, "--customer", "riverside", *rest]
    return CliRunner(env=environment).invoke(command, asked)


@pytest.mark.feature("DR-8", "DR-9")
@pytest.mark.usefixtures("a_projector", "demo")
def test_weeks_are_caught_up_with_and_give_the_same_bytes_again(
    environment: dict[str, str], admin_url: str
) -> None:
    weeks = ("--from", "2026-03-14", "--to", "2026-03-30")
    asked = ("backfill", *weeks, "--product", "driftwatch", "--product", "delayguard")
    made = json.loads(drift(environment, *asked, "--json").stdout)
    again = json.loads(drift(environment, *asked, "--json").stdout)
    plain = drift(environment, "backfill", *weeks, "--product", "authsignal")
    proven = drift(environment, "verify", "--json")

    assert (made["state"], made["weeks"], made["runs_done"]) == ("completed", 3, 6)
    assert made["reached"] == "2026-03-30"
    assert again == made
    assert plain.exit_code == 0
    assert "3 of 3 runs made" in plain.stdout
    assert proven.exit_code == 0, proven.output
    verdicts = json.loads(proven.stdout)
    assert {one["verdict"] for one in verdicts} == {"same"}
    assert len(verdicts) == 9

    # Somebody changes what is known of the past behind the log's back.
    with psycopg.connect(admin_url) as connection:
        connection.execute(
            "UPDATE claim_versions SET outcome = 'DENIED' WHERE payer ="
            " (SELECT payer FROM claim_versions GROUP BY payer ORDER BY count(*) DESC LIMIT 1)"
            " AND decided_on >= '2026-02-20'"
        )
    broken = drift(environment, "verify")
    assert broken.exit_code == 1
    assert "different" in broken.stdout
    assert drift(environment, "verify", verdicts[0]["run_id"]).exit_code in {0, 1}


@pytest.mark.feature("DR-9")
@pytest.mark.usefixtures("a_projector", "demo")
def test_what_cannot_be_filled_in_or_proven_says_why(environment: dict[str, str]) -> None:
    late = drift(environment, "backfill", "--from", "2026-01-01", "--to", "2999-01-01")
    unread = drift(environment, "backfill", "--from", "then", "--to", "2026-01-01")
    unknown = drift(environment, "verify", "00000000-0000-0000-0000-000000000009")

    assert late.exit_code == unknown.exit_code == 1
    assert "drift.until_in_the_future" in late.stderr
    assert "drift_run.not_found" in unknown.stderr
    assert unread.exit_code == 2
