"""`upstream customers list` where a read model of one customer stands still."""

import json
from pathlib import Path

import psycopg
import pytest
from tests.cli.test_customers import run
from tests.support.claim_log import context_of

from upstream.application.settings import give_tier
from upstream.domain.units import CustomerId
from upstream.infrastructure.database import Database
from upstream.infrastructure.log import EventLog
from upstream.projections.catalogue import PROJECTIONS
from upstream.projections.runner import catch_up


@pytest.mark.feature("RD-7")
def test_a_parked_read_model_takes_the_figures_of_its_customer_only(
    projector_database: Database,
    database_url: str,
    admin_url: str,
    customer_id: CustomerId,
    other_customer_id: CustomerId,
    database: Database,
    tmp_path: Path,
) -> None:
    log = EventLog(database)
    give_tier(log, context_of(other_customer_id), "trial")
    catch_up(projector_database, PROJECTIONS)
    answer = give_tier(log, context_of(other_customer_id), "enterprise")
    with psycopg.connect(admin_url) as connection:
        connection.execute(
            "UPDATE events SET state = %s WHERE customer_id = %s AND position = %s",
            [b'{"type":"settings.tier_given.v1","tier":17}', other_customer_id, answer.position],
        )
    catch_up(projector_database, PROJECTIONS)
    listed = run(database_url, tmp_path, "list", "--json")
    found = {line["customer"]["slug"]: line for line in json.loads(listed.stdout)}

    assert {name: line["parked"] for name, line in found.items()} == {
        "lakeside": True,
        "riverside": False,
    }
    assert (found["lakeside"]["tier"], found["riverside"]["tier"]) == (None, "standard")
    assert "parked" in run(database_url, tmp_path, "list").stdout
    assert customer_id != other_customer_id
