"""The projector keeps everything moving that can move."""

import threading

import psycopg
import pytest
from sqlalchemy.exc import DBAPIError
from tests.support.claim_log import record_claims
from tests.support.waiting import nobody_waits

from upstream.domain.units import CustomerId
from upstream.infrastructure.database import Database
from upstream.infrastructure.log import EventLog
from upstream.projections.catalogue import PROJECTIONS
from upstream.projections.runner import lagging
from upstream.workers.projector import move_all


def test_a_read_model_that_is_locked_holds_up_no_other(
    database: Database, projector_database: Database, customer_id: CustomerId, admin_url: str
) -> None:
    record_claims(EventLog(database), customer_id, "A-1", "A-2")
    with psycopg.connect(admin_url) as other, nobody_waits(admin_url):
        other.execute("LOCK TABLE claim_versions IN ACCESS EXCLUSIVE MODE")
        gained = move_all(projector_database, threading.Event())

    assert gained == 2 * (len(PROJECTIONS) - 1)
    assert [one.projection.name for one in lagging(database, PROJECTIONS)] == ["claims"]
    assert move_all(projector_database, threading.Event()) == 2


def test_when_nothing_moves_the_reason_is_told(
    database: Database, projector_database: Database, customer_id: CustomerId, admin_url: str
) -> None:
    record_claims(EventLog(database), customer_id, "A-1")
    with psycopg.connect(admin_url) as other, nobody_waits(admin_url):
        other.execute("LOCK TABLE events IN ACCESS EXCLUSIVE MODE")
        with pytest.raises((DBAPIError, psycopg.OperationalError)):
            move_all(projector_database, threading.Event())
