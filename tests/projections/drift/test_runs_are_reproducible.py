"""The same run gives the same bytes: twice, in another process, after a rebuild, looked back."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from tests.conftest import TestDatabase
from tests.support.claim_log import context_of
from tests.support.detection import Bench
from tests.support.replay import forget
from tests.support.taking_in import SECRET

from upstream.application.drift import perform_runs, request_run
from upstream.application.drift.verifying import verify_run
from upstream.application.settings import change_settings
from upstream.domain.drift.events import DriftRunCompleted
from upstream.domain.drift.products import PRODUCTS
from upstream.domain.drift.wishes import DetectionWishes
from upstream.domain.settings.customer_settings import ChangeSettings
from upstream.projections.catalogue import PROJECTIONS
from upstream.projections.drift.cells import counts_through
from upstream.projections.runner import catch_up

pytestmark = pytest.mark.feature("DR-8")
UNTIL = date(2026, 3, 31)
ALL = [detector.product for detector in PRODUCTS]


def run_all(bench: Bench, *, as_of: int | None = None) -> dict[str, tuple[UUID, DriftRunCompleted]]:
    """Every product, started at one position; what each of them found."""
    context = context_of(bench.customer_id, command="drift.run", correlation_id=uuid4())
    ids = [
        request_run(bench.log, context, product=name, time_zone="UTC", until=UNTIL, as_of=as_of).id
        for name in ALL
    ]
    bench.catch_up()
    done = perform_runs(bench.log, context, ids, counts_through(bench.views))
    bench.catch_up()
    return {
        name: (run_id, completed)
        for name, run_id, completed in zip(ALL, ids, done, strict=True)
        if completed is not None
    }


@pytest.fixture(scope="module")
def made(bench: Bench) -> dict[str, tuple[UUID, DriftRunCompleted]]:
    return run_all(bench)


@pytest.fixture(scope="module")
def made_at(bench: Bench, made: dict[str, tuple[UUID, DriftRunCompleted]]) -> int:
    """The one position at which all of them were started."""
    read = counts_through(bench.views)
    (position,) = {
        verify_run(bench.log, bench.customer_id, run_id, read).position
        for run_id, _ in made.values()
    }
    assert position is not None
    return position


def hashes(made: dict[str, tuple[UUID, DriftRunCompleted]]) -> dict[str, str]:
    return {name: completed.findings_sha256 for name, (_, completed) in made.items()}


def test_all_five_find_the_same_a_second_time(
    bench: Bench, made: dict[str, tuple[UUID, DriftRunCompleted]]
) -> None:
    again = run_all(bench)

    assert list(made) == ALL
    assert len(ALL) == 5
    assert any(completed.findings for _, completed in made.values())
    assert hashes(again) == hashes(made)
    assert [c.findings for _, c in again.values()] == [c.findings for _, c in made.values()]


@pytest.mark.parametrize("seed", ["0", "1", "31337"])
def test_another_process_with_another_hash_seed_finds_the_same(
    module_database: TestDatabase,
    made: dict[str, tuple[UUID, DriftRunCompleted]],
    tmp_path: Path,
    seed: str,
) -> None:
    environment = {
        **os.environ,
        "PYTHONHASHSEED": seed,
        "UPSTREAM_DATABASE_URL": module_database.url,
        "UPSTREAM_REDIS_URL": "redis://127.0.0.1:1/0",
        "UPSTREAM_SECRET_KEY": SECRET,
        "UPSTREAM_DATA": str(tmp_path),
    }
    command = [sys.executable, "-m", "upstream.cli.main", "drift", "verify", "--json"]
    asked = [*command, "--customer", "riverside"]
    told = subprocess.run(asked, env=environment, capture_output=True, check=False, timeout=120)
    found = {UUID(one["run_id"]): one for one in json.loads(told.stdout)}

    assert told.returncode == 0, told.stderr
    for run_id, completed in made.values():
        assert found[run_id]["verdict"] == "same"
        assert found[run_id]["repeated_sha256"] == completed.findings_sha256


def test_a_look_back_equals_the_run_that_was_made_then(
    bench: Bench, made: dict[str, tuple[UUID, DriftRunCompleted]], made_at: int
) -> None:
    """Though the customer has changed its mind meanwhile about what to report."""
    wishes = DetectionWishes(report_from_bps=9_900, claims_min=5_000, scan_weeks=(4,))
    change_settings(
        bench.log, SECRET, context_of(bench.customer_id), ChangeSettings(detection=wishes)
    )
    bench.catch_up()
    now, then = run_all(bench), run_all(bench, as_of=made_at)
    back = ChangeSettings(detection=DetectionWishes())
    change_settings(bench.log, SECRET, context_of(bench.customer_id), back)

    assert hashes(then) == hashes(made)
    assert hashes(now)["driftwatch"] != hashes(made)["driftwatch"]
    assert {completed.standing for _, completed in then.values()} == {"look_back"}


def test_rebuilt_read_models_give_the_same(
    bench: Bench,
    module_database: TestDatabase,
    made: dict[str, tuple[UUID, DriftRunCompleted]],
) -> None:
    forget(module_database.admin_url, bench.customer_id)
    catch_up(bench.projector, PROJECTIONS)
    read = counts_through(bench.views)

    for run_id, completed in made.values():
        proven = verify_run(bench.log, bench.customer_id, run_id, read)
        assert proven.verdict == "same"
        assert proven.repeated_sha256 == completed.findings_sha256
