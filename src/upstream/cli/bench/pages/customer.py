"""A customer as rich as real ones: claims, appeals, findings and alerts, half-way and now."""

import time
from datetime import UTC, date, datetime
from typing import Final, NamedTuple

from upstream.application.drift import request_run
from upstream.cli.bench.detection.replaying import context_of
from upstream.cli.bench.pages.files import STRETCHES, files
from upstream.cli.bench.two_years import backdate
from upstream.cli.trial import Trial
from upstream.cli.trial.client import Client
from upstream.cli.trial.watching import wait_until_ended, wait_until_projected
from upstream.domain.drift.products import PRODUCTS
from upstream.infrastructure.database import Database
from upstream.workers.installation import Installation, opened

_SECONDS_MAX: Final = 3_600.0
_LOOK_SECONDS: Final = 0.2
_BUSY: Final = "SELECT count(*) FROM jobs WHERE state NOT IN ('done', 'parked')"
_HEAD: Final = "SELECT head FROM customer_log WHERE customer_id = %s"


class Recorded(NamedTuple):
    """`half_way` is a position inside a commit of claims: the dearest sort of moment."""

    client: Client
    half_way: int


def record_customer(trial: Trial, claims: int, uploads: int) -> Recorded:
    """Files and runs as they happened; afterwards nobody but the API is there to disturb."""
    trial.start("api", "worker", "scheduler", "projector")
    client = Client.registered(trial, "riverside")
    today = datetime.now(UTC).date()
    half_way, stretches = 0, 0
    with opened(trial.settings) as installation, trial.administer() as admin:
        for number, file in enumerate(files(claims, uploads, today)):
            path = trial.folder / f"claims-{number:03d}.csv"
            path.write_text("".join(file.lines), encoding="utf-8")
            upload_id = client.upload(path)
            wait_until_ended(admin, client.customer.customer_id, upload_id, _SECONDS_MAX)
            path.unlink()
            if file.ends is not None:
                stretches += 1
                _detect(trial, installation, client, file.ends)
            if stretches == STRETCHES // 2 and file.ends is not None:
                row = admin.execute(_HEAD, [client.customer.customer_id]).fetchone()
                assert row is not None
                half_way = row[0] + max(2, claims // uploads // 4)
        backdate(admin, client.customer.customer_id)
        _wait_until_done(trial)
        trial.end("worker", "scheduler", "projector")
        admin.execute("VACUUM ANALYZE")
    return Recorded(client, half_way)


def _detect(trial: Trial, installation: Installation, client: Client, until: date) -> None:
    """One run of each product, and the alerts that come of them."""
    _wait_until_done(trial)
    for detector in PRODUCTS:
        context = context_of(client.customer, "drift.run")
        request_run(
            installation.log, context, product=detector.product, time_zone="UTC", until=until
        )
    _wait_until_done(trial)


def _wait_until_done(trial: Trial) -> None:
    """Until there is neither a job left nor a read model behind, looked at twice."""
    database = Database(trial.settings.database_url, pool_size=1)
    deadline = time.monotonic() + _SECONDS_MAX
    quiet = 0
    with trial.administer() as admin:
        while quiet < 2 and time.monotonic() < deadline:
            wait_until_projected(database, _SECONDS_MAX)
            row = admin.execute(_BUSY).fetchone()
            assert row is not None
            quiet = 0 if row[0] else quiet + 1
            time.sleep(_LOOK_SECONDS)
    database.close()
