"""From the wish for a run to the alert in the list, by reactions and jobs alone."""

import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from tests.support.claim_log import context_of
from tests.support.seeded_rows import record_seeded
from tests.support.taking_in import SECRET

from upstream.application.drift import request_run
from upstream.application.seed import plan
from upstream.domain.units import CustomerId
from upstream.infrastructure.database import Database
from upstream.infrastructure.settings import read_settings
from upstream.projections.alerts.list_alerts import NEEDS, AlertFilter, list_alerts
from upstream.projections.catalogue import PROJECTIONS, REACTIONS
from upstream.projections.runner import catch_up
from upstream.workers.installation import Installation, opened
from upstream.workers.worker import do

UNTIL = date(2026, 3, 31)


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


@pytest.mark.feature("DR-9", "AL-2", "OP-8")
def test_a_wish_becomes_a_run_and_its_findings_become_alerts(
    installation: Installation,
    projector_database: Database,
    customer_id: CustomerId,
    admin_url: str,
) -> None:
    demo = plan("riverside", claims=20_000, seed=1, until=UNTIL)
    record_seeded(installation.log, customer_id, demo)
    context = context_of(customer_id, correlation_id=uuid4())
    request_run(installation.log, context, product="driftwatch", time_zone="UTC", until=UNTIL)
    done: list[str] = []
    for _ in range(3):
        catch_up(projector_database, [*PROJECTIONS, *REACTIONS])
        done += _do_waiting(installation, admin_url)
    assert sorted(done) == ["alerts.evaluate"] * 3 + ["drift.run"]
    catch_up(projector_database, PROJECTIONS)
    with installation.views.at(customer_id, needs=NEEDS) as view:
        rows = list_alerts(view, AlertFilter()).items
    assert {(row.kind, row.payer, row.cpt_group) for row in rows} == {
        (label.kind, label.payer, label.cpt_group) for label in demo.labels.drifts
    }
    assert {(row.status, row.occurrences) for row in rows} == {("open", 1)}


def _do_waiting(installation: Installation, admin_url: str) -> list[str]:
    with psycopg.connect(admin_url) as connection:
        rows = connection.execute("SELECT job_id, kind FROM jobs WHERE state = 'waiting'")
        waiting = rows.fetchall()
    for job_id, _ in waiting:
        do(installation, job_id, threading.Event())
    with psycopg.connect(admin_url) as connection:
        left = connection.execute("SELECT count(*) FROM jobs WHERE state <> 'done'").fetchone()
    assert left == (0,)
    return [kind for _, kind in waiting]
