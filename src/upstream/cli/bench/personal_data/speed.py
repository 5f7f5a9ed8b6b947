"""What screening costs: the same file taken in with and without it, by one process."""

import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Final, NamedTuple
from uuid import uuid4

from upstream.application.customers import open_customer
from upstream.application.uploads import Intake, receive, record
from upstream.application.uploads.recording import Making
from upstream.application.uploads.screening import check_for_personal_data
from upstream.cli.bench.recording import seed_file
from upstream.cli.trial import Trial
from upstream.domain.context import Context
from upstream.domain.units import CustomerId
from upstream.infrastructure.database import Database
from upstream.infrastructure.file_store import FileStore
from upstream.infrastructure.log import EventLog

ROUNDS: Final = 3


class Speeds(NamedTuple):
    """Rows a second, each the median of as many rounds."""

    screened: float
    unscreened: float


def speeds(rows: int) -> Speeds:
    """Judging, reading and recording, on a PostgreSQL of their own; in turn, so that whatever
    disturbs disturbs both.
    """
    with Trial() as trial:
        file = seed_file(trial.folder, rows)
        database = Database(trial.settings.database_url)
        seconds_of_upload(trial, database, file, "warm-up", ())
        taken: dict[bool, list[float]] = {True: [], False: []}
        for number in range(ROUNDS):
            for screened in (True, False):
                checks = (check_for_personal_data,) if screened else ()
                name = f"round-{number}-{'screened' if screened else 'plain'}"
                taken[screened].append(seconds_of_upload(trial, database, file, name, checks))
        database.close()
    return Speeds(rows / median(taken[True]), rows / median(taken[False]))


def seconds_of_upload(
    trial: Trial, database: Database, file: Path, name: str, checks: tuple[Making, ...]
) -> float:
    """Of one upload by a customer of its own, from its judgment to the end of its last commit."""
    customer_id = open_customer(database, slug=name, name=name).customer_id
    secret = trial.settings.secret_key
    files = FileStore(trial.folder / "files", secret)
    intake = Intake(EventLog(database), files, secret)
    with file.open("rb") as plain, files.incoming(customer_id) as incoming:
        while part := plain.read(1 << 20):
            incoming.write(part)
        stored = incoming.finish()
    upload = receive(intake.log, _context(customer_id), stored, file_name=file.name)
    began = time.perf_counter()
    record(intake, _context(customer_id), upload.id, checks=checks)
    return time.perf_counter() - began


def _context(customer_id: CustomerId) -> Context:
    return Context(
        customer_id=customer_id,
        actor="system:bench",
        command="bench.personal_data",
        now=datetime.now(UTC),
        correlation_id=uuid4(),
    )
