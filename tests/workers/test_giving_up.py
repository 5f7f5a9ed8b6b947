"""A job that failed too often says so in the log, and is parked where an operator sees it."""

import threading
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from tests.support.claim_log import context_of
from tests.support.taking_in import SECRET

from upstream.application.drift import request_run
from upstream.domain.drift.events import DriftRunFailed
from upstream.domain.units import CustomerId
from upstream.infrastructure.database import Database
from upstream.infrastructure.jobs import ATTEMPTS_MAX
from upstream.infrastructure.settings import read_settings
from upstream.projections.catalogue import REACTIONS
from upstream.projections.runner import catch_up
from upstream.workers.bodies import BODIES
from upstream.workers.giving_up import GIVE_UP
from upstream.workers.installation import Installation, opened
from upstream.workers.worker import do


@pytest.fixture
def installation(database_url: str, tmp_path: Path) -> Iterator[Installation]:
    environment = {
        "UPSTREAM_DATABASE_URL": database_url,
        "UPSTREAM_REDIS_URL": "redis://127.0.0.1:1/0",
        "UPSTREAM_SECRET_KEY": SECRET,
        "UPSTREAM_DATA": str(tmp_path),
    }
    with opened(read_settings(environment)) as made:
        yield made


def test_every_kind_of_job_knows_how_to_give_up() -> None:
    """A new kind of job cannot forget its ending."""
    assert BODIES.keys() == GIVE_UP.keys()


@pytest.mark.feature("OP-8")
def test_the_last_attempt_fails_the_run_and_parks_the_job(
    installation: Installation,
    projector_database: Database,
    customer_id: CustomerId,
    admin_url: str,
) -> None:
    """The run ends as failed instead of staying started for ever."""
    asked = request_run(
        installation.log, context_of(customer_id), product="driftwatch", time_zone="UTC"
    )
    catch_up(projector_database, REACTIONS)
    with psycopg.connect(admin_url, autocommit=True) as admin:
        worn_out = admin.execute(
            "UPDATE jobs SET attempts = %s RETURNING job_id", [ATTEMPTS_MAX - 1]
        ).fetchone()
        assert worn_out is not None
        do(installation, UUID(str(worn_out[0])), threading.Event())
        parked = admin.execute("SELECT state, error_code FROM jobs").fetchone()
    assert parked == ("parked", "worker.gave_up")
    last = installation.log.read(customer_id, asked.id)[-1].event
    assert last == DriftRunFailed(code="drift.given_up")
