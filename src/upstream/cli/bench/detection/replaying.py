"""A simulated year taken through the whole pipeline, week by week: upload, read models, runs."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Final
from uuid import uuid4

import msgspec

from upstream.application.customers import Customer, open_customer
from upstream.application.drift import perform_run, request_run
from upstream.application.seed.labelled import AnswerSheet, SimulatedClaim, weekly_file
from upstream.application.uploads import Intake, receive, record
from upstream.application.uploads.streams import standing
from upstream.cli.bench.detection.judging import Fired, Place
from upstream.domain.context import Context
from upstream.domain.drift.detection import Detector, Drift
from upstream.domain.drift.events import DriftRunCompleted
from upstream.domain.drift.products import PRODUCTS
from upstream.domain.uploads.upload import Ended
from upstream.infrastructure.database import PROJECTOR, Database
from upstream.projections.drift.cells import NEEDS, counts_through
from upstream.projections.runner import catch_up
from upstream.workers.installation import Installation

FIRST_LOOK, LAST_LOOK = 24, 50
"""Weeks after which detection looks for the first and for the last time."""

LOOKS: Final = range(FIRST_LOOK, LAST_LOOK + 1)

News = Callable[[int, int], Iterable[str]]
"""The lines of a file of what became known in the days `[since, until)`, header first."""


class PipelineLost(Exception):
    """Rows went in that did not arrive as claims; then no figure means anything."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a year's runs found, look by look."""

    fired: list[Fired]
    tests: Mapping[str, int]
    """Made over all looks, by product."""

    @property
    def key_weeks(self) -> int:
        return sum(self.tests.values())

    @property
    def sha256(self) -> str:
        """Of everything found, whichever way the claims went."""
        return sha256(msgspec.json.encode(sorted(self.fired, key=str))).hexdigest()


def replay(
    installation: Installation,
    slug: str,
    sheet: AnswerSheet,
    claims: Sequence[SimulatedClaim],
    looks: Sequence[int] = LOOKS,
) -> Replayed:
    """As if it happened: each week's file, then the runs until that day with what is known then."""
    customer = open_customer(installation.database, slug=slug, name=slug.title())

    def news(since: int, until: int) -> Iterable[str]:
        return weekly_file(sheet, claims, since=since, until=until)

    return replay_files(installation, customer, sheet.begins_on, news, looks)


def replay_files(
    installation: Installation,
    customer: Customer,
    begins_on: date,
    news: News,
    looks: Sequence[int] = LOOKS,
    products: Sequence[Detector] = PRODUCTS,
) -> Replayed:
    """The same for files of any kind and for some of the products."""
    projector = Database(installation.settings.database_url, role=PROJECTOR, pool_size=1)
    fired: list[Fired] = []
    tests: Counter[str] = Counter()
    since = 0
    try:
        for week in looks:
            until = 7 * week
            name = f"{customer.slug}-{week:02d}.csv"
            take_in(installation, customer, name, news(since, until))
            since = until
            day = begins_on + timedelta(days=until)
            for detector in products:
                completed = _run(installation, projector, customer, day, detector)
                tests[detector.product] += completed.tests
                fired += (fired_by(drift) for drift in completed.findings)
    finally:
        projector.close()
    return Replayed(fired, tests)


def fired_by(drift: Drift) -> Fired:
    key = drift.key
    place = Place(drift.kind, key.payer, key.cpt_group, key.denial_reason or key.cpt)
    return Fired(drift.current.to_on, place, drift.delta > 0, drift.confidence_bps / 10_000)


def _run(
    installation: Installation,
    projector: Database,
    customer: Customer,
    until: date,
    detector: Detector,
) -> DriftRunCompleted:
    context = context_of(customer, "drift.run")
    asked = request_run(
        installation.log,
        context,
        product=detector.product,
        time_zone=customer.time_zone,
        until=until,
    )
    catch_up(projector, NEEDS)
    read_counts = counts_through(installation.views)
    completed = perform_run(installation.log, context, asked.id, read_counts)
    if completed is None:
        raise PipelineLost(f"a run of {detector.product} failed")
    return completed


def take_in(
    installation: Installation, customer: Customer, name: str, lines: Iterable[str]
) -> None:
    """One file, its header first; returns when all of it is in the log. Raises `PipelineLost`."""
    rows = -1
    with installation.files.incoming(customer.customer_id) as incoming:
        for line in lines:
            incoming.write(line.encode())
            rows += 1
        file = incoming.finish()
    context = context_of(customer, "uploads.receive")
    upload_id = receive(installation.log, context, file, file_name=name).id
    intake = Intake(installation.log, installation.files, installation.settings.secret_key)
    record(intake, context_of(customer, "uploads.record"), upload_id)
    upload = standing(installation.log, customer.customer_id, upload_id).upload
    if not isinstance(upload, Ended) or upload.totals.rows_new + upload.totals.rows_changed != rows:
        raise PipelineLost(f"{name}: {rows} rows went in, {upload!r:.300} came of it")


_ACTOR: Final = "system:benchmark"


def context_of(customer: Customer, command: str) -> Context:
    return Context(
        customer_id=customer.customer_id,
        actor=_ACTOR,
        command=command,
        now=datetime.now(UTC),
        correlation_id=uuid4(),
    )
