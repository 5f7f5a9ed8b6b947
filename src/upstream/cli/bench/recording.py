"""Claims on their way in, measured: over HTTP, from the first byte to the last durable event."""

import time
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple
from uuid import UUID

from upstream.application.seed import plan, write_claims
from upstream.cli.bench.yardstick import BareCopy, bare_copy
from upstream.cli.trial import Trial
from upstream.cli.trial.client import Client
from upstream.cli.trial.memory import PeakMemory
from upstream.cli.trial.processor import processor_seconds
from upstream.cli.trial.watching import wait_until_ended, wait_until_projected
from upstream.domain.uploads.counts import Counts
from upstream.infrastructure.database import Database

UNTIL: Final = date(2026, 11, 1)
SECONDS_MAX: Final = 3_600.0
_WARM_UP: Final = 2_000
"""Claims of another customer beforehand, so that no process does anything for the first time."""


class Ingested(NamedTuple):
    """One file's way in. `seconds` run from its first byte to the end of its last commit."""

    client: Client
    upload_id: UUID
    totals: Counts
    seconds: float
    peaks: dict[str, int]


class CaughtUp(NamedTuple):
    """From the start of one projector process until every read model is at the head."""

    events: int
    seconds: float
    processor_seconds: float
    """Of the projector and of PostgreSQL."""
    peaks: dict[str, int]


def seed_file(folder: Path, claims: int, *, customer: str = "riverside", seed: int = 1) -> Path:
    file = folder / f"{customer}-{seed}-{claims}.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        write_claims(plan(customer, claims=claims, seed=seed, until=UNTIL), out)
    return file


def ingest(trial: Trial, claims: int) -> Ingested:
    """Services run already; whichever do take part."""
    _warm_up(trial)
    file = seed_file(trial.folder, claims)
    client = Client.registered(trial, "riverside")
    client.get("dashboard?as_of=position:0")
    with PeakMemory(trial.processes) as memory, trial.administer() as admin:
        admin.execute("CHECKPOINT")
        began = time.perf_counter()
        upload_id = client.upload(file)
        totals = wait_until_ended(admin, client.customer.customer_id, upload_id, SECONDS_MAX)
        seconds = time.perf_counter() - began
    file.unlink()
    return Ingested(client, upload_id, totals, seconds, memory.peaks)


def catch_up(trial: Trial) -> CaughtUp:
    """Start the projector and wait; nothing was projected before."""
    database = Database(trial.settings.database_url, pool_size=1)
    with trial.administer() as admin:
        row = admin.execute("SELECT sum(head)::bigint FROM customer_log").fetchone()
        admin.execute("CHECKPOINT")
    assert row is not None
    postgres = trial.postgres.process.pid
    began, spent = time.perf_counter(), processor_seconds(postgres)
    trial.start("projector")
    with PeakMemory(trial.processes) as memory:
        wait_until_projected(database, SECONDS_MAX)
        seconds = time.perf_counter() - began
    spent = processor_seconds(postgres) - spent
    spent += processor_seconds(trial.processes["projector"].pid)
    database.close()
    return CaughtUp(row[0], seconds, spent, memory.peaks)


def yardstick(trial: Trial, ingested: Ingested) -> BareCopy:
    return bare_copy(trial, ingested.client.customer.customer_id)


def _warm_up(trial: Trial) -> None:
    file = seed_file(trial.folder, _WARM_UP, customer="lakeside")
    client = Client.registered(trial, "lakeside")
    upload_id = client.upload(file)
    with trial.administer() as admin:
        wait_until_ended(admin, client.customer.customer_id, upload_id, SECONDS_MAX)
    file.unlink()
