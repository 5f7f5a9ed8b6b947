"""From a Monday that came to five runs that are over, by the scheduler's sweep and jobs alone."""

import threading
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from tests.support.claim_log import context_of
from tests.support.taking_in import SECRET
from tests.workers.test_detection_jobs import installation

from upstream.application.settings import change_settings
from upstream.domain.drift.products import PRODUCTS
from upstream.domain.settings.customer_settings import ChangeSettings
from upstream.domain.units import CustomerId
from upstream.infrastructure.database import Database
from upstream.projections.catalogue import PROJECTIONS, REACTIONS
from upstream.projections.drift.list_runs import NEEDS, list_runs
from upstream.projections.runner import catch_up
from upstream.workers.installation import Installation
from upstream.workers.weekly import ask_for_weeks
from upstream.workers.worker import do

__all__ = ["installation"]


@pytest.mark.feature("DR-9", "OP-8")
def test_the_runs_of_a_week_are_made_at_one_position(
    installation: Installation,
    projector_database: Database,
    customer_id: CustomerId,
    admin_url: str,
) -> None:
    log = installation.log
    change_settings(log, SECRET, context_of(customer_id), ChangeSettings(personal_data="refuse"))
    now = datetime.now(UTC) + timedelta(days=14)
    assert ask_for_weeks(log, now) == 1
    assert ask_for_weeks(log, now) == 1
    catch_up(projector_database, [*PROJECTIONS, *REACTIONS])
    with psycopg.connect(admin_url) as connection:
        rows = connection.execute("SELECT job_id FROM jobs WHERE kind = 'drift.run'").fetchall()
    for (job_id,) in rows:
        do(installation, job_id, threading.Event())
    catch_up(projector_database, PROJECTIONS)
    with installation.views.at(customer_id, needs=NEEDS) as view:
        runs = list_runs(view).items

    assert len(rows) == len(runs) == len(PRODUCTS)
    assert {run.state for run in runs} == {"completed"}
    assert len({run.position for run in runs}) == 1
    assert {run.requested_by for run in runs} == {"system:scheduler"}
