"""`upstream customers`: who there is, and a tier given from the command line."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.support.taking_in import SECRET

from upstream.application.customers import open_customer
from upstream.application.settings import settings_of, settings_stream
from upstream.cli.customers import command
from upstream.domain.context import REASON_CHARACTERS_MAX
from upstream.domain.settings.customer_settings import TierGiven
from upstream.domain.units import PLATFORM, CustomerId
from upstream.infrastructure.database import Database
from upstream.infrastructure.log import EventLog

pytestmark = pytest.mark.feature("ID-10")


def run(url: str, data: Path, *arguments: str) -> Result:
    environment = {
        "UPSTREAM_DATABASE_URL": url,
        "UPSTREAM_REDIS_URL": "redis://127.0.0.1:1/0",
        "UPSTREAM_SECRET_KEY": SECRET,
        "UPSTREAM_DATA": str(data),
    }
    return CliRunner().invoke(command, arguments, env=environment)


def test_a_tier_is_given_with_a_reason_and_told(
    database: Database, database_url: str, customer_id: CustomerId, tmp_path: Path
) -> None:
    asked = ["tier", "riverside", "enterprise", "--reason", "Contract of November"]
    done, again = (run(database_url, tmp_path, *asked) for _ in range(2))
    log = EventLog(database)
    (stored,) = log.read(customer_id, settings_stream(customer_id))

    assert done.exit_code == 0, done.stderr
    assert done.stdout.startswith("riverside: enterprise (was standard)")
    assert "(was enterprise)" in again.stdout
    assert isinstance(stored.event, TierGiven)
    assert settings_of(log, customer_id).settings.tier == "enterprise"


def test_what_cannot_be_is_refused(
    database_url: str, customer_id: CustomerId, tmp_path: Path
) -> None:
    assert str(customer_id)
    nowhere = run(database_url, tmp_path, "tier", "nowhere", "trial", "--reason", "x")
    unheard = run(database_url, tmp_path, "tier", "riverside", "platinum", "--reason", "x")
    unsaid = run(database_url, tmp_path, "tier", "riverside", "trial")

    assert nowhere.exit_code == 1
    assert "there is no such customer" in nowhere.stderr
    assert (unheard.exit_code, unsaid.exit_code) == (2, 2)


def test_the_reason_is_one_that_can_be_read_and_fits(
    database: Database, database_url: str, customer_id: CustomerId, tmp_path: Path
) -> None:
    """What is said here stands in the same audit as what the API takes."""
    tier = ["tier", "riverside", "trial", "--reason"]
    silent = [run(database_url, tmp_path, *tier, reason) for reason in ("", "  ", "\u200b")]
    long = run(database_url, tmp_path, *tier, " Contract\nof November " + "x" * 600)
    with database.customer(customer_id) as connection:
        (kept,) = connection.exec_driver_sql(
            "SELECT reason FROM commits WHERE command = 'settings.give_tier'"
        ).scalars()

    assert [answer.exit_code for answer in silent] == [2, 2, 2]
    assert "say why" in silent[0].stderr
    assert long.exit_code == 0, long.stderr
    assert kept.startswith("Contract of November xxx")
    assert len(kept) == REASON_CHARACTERS_MAX


def test_the_platform_itself_has_no_tier(
    database: Database, database_url: str, customer_id: CustomerId, tmp_path: Path
) -> None:
    assert customer_id != PLATFORM
    open_customer(database, slug="platform", name="Platform")
    refused = run(database_url, tmp_path, "tier", "platform", "trial", "--reason", "x")

    assert refused.exit_code == 1
    assert "there is no such customer" in refused.stderr
    assert EventLog(database).read(PLATFORM, settings_stream(PLATFORM)) == []


def test_the_list_names_every_customer_with_its_tier(
    database_url: str, customer_id: CustomerId, other_customer_id: CustomerId, tmp_path: Path
) -> None:
    assert customer_id != other_customer_id
    listed = run(database_url, tmp_path, "list", "--json")
    found = {line["customer"]["slug"]: line for line in json.loads(listed.stdout)}

    assert set(found) == {"lakeside", "riverside"}
    assert found["riverside"]["tier"] == "standard"
    assert found["riverside"]["last_upload_at"] is None
    assert "never" in run(database_url, tmp_path, "list").stdout
