"""One fault run: for every point an upload, struck in the middle, that has to end by itself."""

import time
from collections.abc import Callable
from datetime import date
from http.client import HTTPException
from pathlib import Path
from typing import Final, NamedTuple
from uuid import UUID

from upstream.application.readers.reader import ROWS_MAX
from upstream.application.seed import HEADER, claim_lines, plan
from upstream.cli.faults.points import Point, points
from upstream.cli.faults.striking import Missed, kill_api, restart, strike
from upstream.cli.faults.verdict import Expected, Verdict, judge
from upstream.cli.trial import SERVICES, Trial
from upstream.cli.trial.client import Client
from upstream.cli.trial.watching import wait_until_ended, wait_until_projected
from upstream.infrastructure.database import Database

ENDED_SECONDS_MAX: Final = 300.0
_UNTIL: Final = date(2026, 11, 1)
_ATTEMPTS_MAX: Final = 5

Say = Callable[[str], None]


class Struck(NamedTuple):
    """One point that was hit, and how long it took from the restart to the upload's end."""

    point: Point
    seconds_to_the_end: float


class Run(NamedTuple):
    struck: list[Struck]
    missed: list[Point]
    """Strikes that came too late to prove anything; each was tried again with another file."""
    verdict: Verdict


class _Files:
    """A file of new claims for every attempt, counted while it is written."""

    def __init__(self, folder: Path, rows: int, seed: int) -> None:
        self._folder, self._rows, self._seed = folder, rows, seed
        self._written = 0
        self._billed_cents = 0

    @property
    def expected(self) -> Expected:
        return Expected(self._written, self._written * self._rows, self._billed_cents)

    def next(self) -> Path:
        file = self._folder / f"claims-{self._written:03d}.csv"
        planned = plan(
            "riverside", claims=self._rows, seed=self._seed + self._written, until=_UNTIL
        )
        with file.open("w", encoding="utf-8", newline="") as out:
            out.write(HEADER)
            for lines in claim_lines(planned):
                for line in lines.splitlines(keepends=True):
                    out.write(f"{self._written:03d}{line}")
                    self._billed_cents += int(line.split(",")[6].replace(".", ""))
        self._written += 1
        return file


def run(*, seed: int, count: int, rows: int, say: Say) -> Run:
    """Raises `Stuck` where an upload does not come to its end."""
    struck: list[Struck] = []
    missed: list[Point] = []
    with Trial() as trial:
        files = _Files(trial.folder, rows, seed)
        client = Client.registered(trial, "riverside")
        trial.start(*SERVICES)
        unhurt = files.next()
        _upload(trial, client, unhurt)
        megabytes = unhurt.stat().st_size >> 20
        for point in points(seed, count, chunks=-(-rows // ROWS_MAX), megabytes=megabytes):
            for _ in range(_ATTEMPTS_MAX):
                try:
                    seconds = _struck_upload(trial, client, files.next(), point)
                except Missed:
                    missed.append(point)
                    continue
                say(f"{point}: ended {seconds:.1f} s after the restart")
                struck.append(Struck(point, seconds))
                break
        _come_to_rest(trial)
        verdict = judge(trial, client.customer.customer_id, files.expected)
    return Run(struck, missed, verdict)


def _upload(trial: Trial, client: Client, file: Path) -> None:
    upload_id = client.upload(file)
    with trial.administer() as admin:
        wait_until_ended(admin, client.customer.customer_id, upload_id, ENDED_SECONDS_MAX)


def _struck_upload(trial: Trial, client: Client, file: Path, point: Point) -> float:
    """Seconds from the restart to the end of the upload."""
    customer_id = client.customer.customer_id
    if point.counted == "megabyte":
        upload_id, began = _upload_through_a_dying_api(trial, client, file, point)
    else:
        upload_id = client.upload(file)
        with trial.administer() as admin:
            try:
                strike(trial, admin, point, customer_id, upload_id)
            except Missed:
                _wait(trial, client, upload_id)
                raise
        began = time.monotonic()
        restart(trial, point)
    _wait(trial, client, upload_id)
    return time.monotonic() - began


def _upload_through_a_dying_api(
    trial: Trial, client: Client, file: Path, point: Point
) -> tuple[UUID, float]:
    """The client repeats its request with the same key, as clients do."""
    key = file.stem
    try:
        upload_id = client.upload(file, key=key, sent=kill_api(trial, point))
    except (OSError, HTTPException):
        began = time.monotonic()
        restart(trial, point)
        return client.upload(file, key=key), began
    _wait(trial, client, upload_id)
    raise Missed(str(point))


def _wait(trial: Trial, client: Client, upload_id: UUID) -> None:
    with trial.administer() as admin:
        wait_until_ended(admin, client.customer.customer_id, upload_id, ENDED_SECONDS_MAX)


def _come_to_rest(trial: Trial) -> None:
    database = Database(trial.settings.database_url, pool_size=1)
    wait_until_projected(database, ENDED_SECONDS_MAX)
    database.close()
    trial.stop()
