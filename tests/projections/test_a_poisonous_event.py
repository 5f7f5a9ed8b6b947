"""An event that one projection cannot digest stops that one, for that customer, and says so."""

import psycopg
import pytest
from tests.support.claim_log import record_claims
from tests.support.replay import contents, digest, forget, read_models
from tests.support.waiting import nobody_waits

from upstream.domain.units import CustomerId
from upstream.infrastructure.database import Database
from upstream.infrastructure.log import EventLog
from upstream.projections.catalogue import PROJECTIONS
from upstream.projections.claims.claim_versions import claim_versions
from upstream.projections.claims.list_claims import ClaimFilter, list_claims
from upstream.projections.runner import advance, catch_up, lagging
from upstream.projections.standings import Standing, resume_parked, standings
from upstream.projections.view import ProjectionParked, Views

BAD = 5
AFFECTED = {"claims", "claim_lines", "dashboard"}


@pytest.fixture
def poisoned(
    log: EventLog, customer_id: CustomerId, other_customer_id: CustomerId, admin_url: str
) -> CustomerId:
    """Eight claims, of which the fifth cannot be read; the neighbour's eight are sound."""
    for customer in (customer_id, other_customer_id):
        record_claims(log, customer, *(f"A-{n}" for n in range(1, 9)))
    damage(admin_url, customer_id, b'{"type":"claims.recorded.v1","facts":17}')
    return customer_id


def damage(admin_url: str, customer_id: CustomerId, state: bytes) -> None:
    """Overwrite the state of the fifth event, as only a superuser can."""
    with psycopg.connect(admin_url) as connection:
        connection.execute(
            "UPDATE events SET state = %s WHERE customer_id = %s AND position = %s",
            [state, customer_id, BAD],
        )


def state_of(admin_url: str, customer_id: CustomerId, position: int) -> bytes:
    with psycopg.connect(admin_url) as connection:
        row = connection.execute(
            "SELECT state FROM events WHERE customer_id = %s AND position = %s",
            [customer_id, position],
        ).fetchone()
    assert row is not None
    state: bytes = row[0]
    return state


def parked(database: Database) -> dict[tuple[str, str], Standing]:
    found = standings(database, PROJECTIONS)
    return {(one.projection, one.customer): one for one in found if one.parked_at}


@pytest.mark.feature("RD-7")
def test_only_what_reads_it_stops_and_only_for_its_customer(
    projector_database: Database,
    poisoned: CustomerId,
    other_customer_id: CustomerId,
    log: EventLog,
) -> None:
    catch_up(projector_database, PROJECTIONS)
    stopped = parked(projector_database)
    others = [
        one
        for one in standings(projector_database, PROJECTIONS)
        if (one.projection, one.customer) not in stopped
    ]

    assert stopped.keys() == {(name, "riverside") for name in AFFECTED}
    assert {(s.parked_position, s.position, s.lag) for s in stopped.values()} == {(BAD, 4, 4)}
    assert {s.parked_error for s in stopped.values()} == {"ValidationError"}
    assert {one.lag for one in others} == {0}
    assert lagging(projector_database, PROJECTIONS) == []


def test_what_came_before_it_stays_readable_until_more_is_asked_for(
    projector_database: Database, views: Views, poisoned: CustomerId
) -> None:
    """A page that silently stood still would be worse than one that says it cannot be shown."""
    catch_up(projector_database, PROJECTIONS)
    with (
        pytest.raises(ProjectionParked) as refused,
        views.at(poisoned, needs=(claim_versions,)) as view,
    ):
        list_claims(view, ClaimFilter())

    assert refused.value.facts == {"position": 4}


@pytest.mark.feature("RD-7")
def test_once_repaired_it_goes_on_from_where_it_stopped(
    projector_database: Database, poisoned: CustomerId, admin_url: str, database_url: str
) -> None:
    catch_up(projector_database, PROJECTIONS)
    sound = state_of(admin_url, poisoned, BAD + 1)
    assert resume_parked(projector_database, "claims") == 1
    catch_up(projector_database, PROJECTIONS)
    assert parked(projector_database).keys() == {(name, "riverside") for name in AFFECTED}

    damage(admin_url, poisoned, sound)
    assert resume_parked(projector_database) == len(AFFECTED)
    catch_up(projector_database, PROJECTIONS)
    resumed = contents(admin_url, poisoned, read_models(admin_url))
    forget(admin_url, poisoned)
    digest(database_url, poisoned)

    assert parked(projector_database) == {}
    assert resumed == contents(admin_url, poisoned, read_models(admin_url))
    assert len(resumed["claim_versions"]) == 8


def test_an_event_no_table_can_hold_parks_too(
    projector_database: Database, log: EventLog, customer_id: CustomerId, admin_url: str
) -> None:
    """Decided before it was submitted: no decider says so, and the table refuses it."""
    record_claims(log, customer_id, *(f"A-{n}" for n in range(1, 9)))
    with psycopg.connect(admin_url) as connection:
        connection.execute(
            "UPDATE events SET state = convert_to(replace(convert_from(state, 'UTF8'),"
            " '\"decided_on\":null', '\"decided_on\":\"1999-01-01\"'), 'UTF8') WHERE position = 5"
        )
    catch_up(projector_database, PROJECTIONS)
    (stopped,) = parked(projector_database).values()

    assert (stopped.projection, stopped.parked_position) == ("claims", BAD)
    assert stopped.parked_error == "CheckViolation"


@pytest.mark.feature("RD-7")
def test_a_customers_very_first_event_parks_too(
    projector_database: Database, log: EventLog, customer_id: CustomerId, admin_url: str
) -> None:
    """Nothing was digested before it, so no position was ever noted."""
    record_claims(log, customer_id, "A-1")
    with psycopg.connect(admin_url) as connection:
        connection.execute(
            "UPDATE events SET state = %s WHERE customer_id = %s AND position = 1",
            [b'{"type":"claims.recorded.v1","facts":17}', customer_id],
        )
    catch_up(projector_database, [claim_versions])
    stopped = parked(projector_database)

    assert stopped.keys() == {("claims", "riverside")}
    assert {one.parked_position for one in stopped.values()} == {1}


def test_a_statement_that_is_cancelled_parks_nothing(
    projector_database: Database, log: EventLog, customer_id: CustomerId, admin_url: str
) -> None:
    """A lock, a timeout, a restart: the database's trouble, not the event's."""
    record_claims(log, customer_id, "A-1")
    with psycopg.connect(admin_url) as other, nobody_waits(admin_url):
        other.execute("LOCK TABLE claim_versions IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(psycopg.OperationalError):
            advance(projector_database, claim_versions, customer_id)

    assert parked(projector_database) == {}
    assert advance(projector_database, claim_versions, customer_id) == 1
