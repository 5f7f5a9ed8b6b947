"""Where each projection stands for each customer, and letting a parked one go on."""

import psycopg
import pytest

from upstream.domain.units import CustomerId
from upstream.infrastructure.database import Database
from upstream.projections.catalogue import PROJECTIONS
from upstream.projections.claims.claim_versions import claim_versions
from upstream.projections.standings import resume_parked, standings

HEAD, REACHED = 12, 7


@pytest.fixture
def behind_and_parked(admin_url: str, customer_id: CustomerId) -> None:
    """The claims of `riverside` are parked at 8 of 12; nothing else has begun."""
    key = [claim_versions.name, claim_versions.version, customer_id]
    with psycopg.connect(admin_url) as connection:
        connection.execute("UPDATE customer_log SET head = %s", [HEAD])
        connection.execute(
            "INSERT INTO projection_checkpoints (projection, version, customer_id, position,"
            " parked_at, parked_position, parked_error)"
            " VALUES (%s, %s, %s, %s, now(), %s, 'ValidationError')",
            [*key, REACHED, REACHED + 1],
        )


@pytest.mark.usefixtures("behind_and_parked")
@pytest.mark.feature("RD-6")
def test_every_projection_is_listed_with_its_lag(projector_database: Database) -> None:
    lags = {one.projection: one.lag for one in standings(projector_database, PROJECTIONS)}

    assert lags.keys() == {projection.name for projection in PROJECTIONS}
    assert lags.pop(claim_versions.name) == HEAD - REACHED
    assert set(lags.values()) == {HEAD}


@pytest.mark.usefixtures("behind_and_parked")
def test_a_parked_one_says_where_and_what_kind_of_error(projector_database: Database) -> None:
    parked = [one for one in standings(projector_database, PROJECTIONS) if one.parked_at]

    assert [(one.projection, one.parked_position, one.parked_error) for one in parked] == [
        (claim_versions.name, REACHED + 1, "ValidationError")
    ]


@pytest.mark.usefixtures("behind_and_parked")
def test_retrying_lets_it_go_on_from_where_it_stands(projector_database: Database) -> None:
    assert resume_parked(projector_database, "another") == 0
    assert resume_parked(projector_database, claim_versions.name) == 1

    found = {one.projection: one for one in standings(projector_database, PROJECTIONS)}
    assert found[claim_versions.name].position == REACHED
    assert [one for one in found.values() if one.parked_at] == []
