"""`upstream contracts` as a person and as a script have it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.support.taking_in import SECRET

from upstream.cli.contracts import command
from upstream.domain.units import CustomerId
from upstream.infrastructure.database import Database
from upstream.projections.catalogue import PROJECTIONS
from upstream.projections.runner import catch_up

pytestmark = [pytest.mark.feature("DR-4"), pytest.mark.usefixtures("customer_id")]

RATES = 20_000


@pytest.fixture
def environment(database_url: str, tmp_path: Path) -> dict[str, str]:
    return {
        "UPSTREAM_DATABASE_URL": database_url,
        "UPSTREAM_REDIS_URL": "redis://127.0.0.1:1/0",
        "UPSTREAM_SECRET_KEY": SECRET,
        "UPSTREAM_DATA": str(tmp_path),
    }


def _ask(environment: dict[str, str], *arguments: str) -> Result:
    return CliRunner(env=environment).invoke(command, [*arguments, "--customer", "riverside"])


def _load(environment: dict[str, str], file: Path, *options: str) -> Result:
    told = ("--payer", "Northwind Health", "--from", "2026-01-01", *options)
    return _ask(environment, "load", str(file), *told)


def test_twenty_thousand_rates_are_loaded_as_one(
    environment: dict[str, str],
    projector_database: Database,
    customer_id: CustomerId,
    tmp_path: Path,
) -> None:
    file = tmp_path / "fees.csv"
    codes = (f'{10_000 + place:05d},"${place / 10:,.2f}"' for place in range(RATES))
    file.write_text("\n".join(["Procedure Code,Fee", *codes]))

    loaded = _load(environment, file, "--json")
    assert loaded.exit_code == 0, loaded.stderr
    told = json.loads(loaded.stdout)
    assert told["rates"] == RATES
    assert told["position"] < 20
    catch_up(projector_database, PROJECTIONS)
    (contract,) = json.loads(_ask(environment, "list", "--json").stdout)
    assert contract["payer"] == "Northwind Health"
    assert contract["schedules"][0]["rates"] == RATES
    again = json.loads(_load(environment, file, "--json").stdout)
    assert again["position"] == told["position"]
    assert "0.00 owed" in _ask(environment, "owed").stdout
    assert "Northwind Health" in _ask(environment, "list").stdout


def test_a_row_that_is_wrong_is_named_and_nothing_is_loaded(
    environment: dict[str, str], projector_database: Database, tmp_path: Path
) -> None:
    file = tmp_path / "fees.csv"
    file.write_text("CPT\tPercent of charge\n99213\t65%\n9921\t0.5\n1234567\t0.5\n")

    refused = _load(environment, file)

    assert refused.exit_code == 1
    assert "row 4, cpt: a code is written 99213" in refused.stderr
    assert "contract.rates_invalid" in refused.stderr
    catch_up(projector_database, PROJECTIONS)
    assert json.loads(_ask(environment, "list", "--json").stdout) == []
