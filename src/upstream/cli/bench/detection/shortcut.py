"""The same detectors, fed by the same cell queries, without uploads and without a log.

A year's claims are copied into the read model as they ended; a look counts what was decided before
its day, and later decisions as waiting. So each look sees exactly what it would have seen then.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import msgspec
import psycopg

from upstream.application.customers import open_customer
from upstream.application.seed.labelled import AnswerSheet, SimulatedClaim
from upstream.cli.bench.detection.judging import Fired
from upstream.cli.bench.detection.replaying import LOOKS, Replayed, fired_by
from upstream.cli.trial import Trial
from upstream.domain.drift.counts import Question, Table
from upstream.domain.drift.products import PRODUCTS
from upstream.domain.units import CustomerId
from upstream.projections.claims.packing import packed_between
from upstream.projections.drift.cells import counts
from upstream.projections.row_versions import OPEN
from upstream.projections.view import View
from upstream.workers.installation import Installation

_COPY = (
    "COPY claim_versions (customer_id, claim_id, from_position, to_position, version, upload_id,"
    " submitted_on, decided_on, billed_cents, allowed_cents, claim_ref, payer, cpt, cpt_group,"
    " outcome, denial_reason) FROM STDIN"
)
_TABLES: tuple[Table, ...] = ("decisions", "reasons", "codes", "waiting")
_DETECTORS = tuple(
    detector
    for detector in PRODUCTS
    if set(detector.question(date.min, detector.settings).tables) <= set(_TABLES)
)
"""Simulated years hold no contracts: who asks for their rates would test nothing."""


def replay_shortly(
    trial: Trial,
    installation: Installation,
    slug: str,
    sheet: AnswerSheet,
    claims: Sequence[SimulatedClaim],
    looks: Sequence[int] = LOOKS,
) -> Replayed:
    """What `replay` finds, in a tenth of its time."""
    customer = open_customer(installation.database, slug=slug, name=slug.title())
    _copy(trial, customer.customer_id, sheet, claims)
    fired: list[Fired] = []
    tests: Counter[str] = Counter()
    for week in looks:
        until = sheet.begins_on + timedelta(days=7 * week)
        asked = [detector.question(until, detector.settings) for detector in _DETECTORS]
        everything = msgspec.structs.replace(asked[0], tables=_TABLES)
        assert all(_but_tables(one) == _but_tables(everything) for one in asked)
        with installation.database.snapshot(customer.customer_id) as connection:
            counted = counts(View(connection, customer.customer_id, len(claims), {}), everything)
        for detector in _DETECTORS:
            assessment = detector.assess(counted, until, detector.settings)
            tests[detector.product] += assessment.tests
            fired += (fired_by(drift) for drift in assessment.drifts)
    return Replayed(fired, tests)


def _but_tables(question: Question) -> Question:
    return msgspec.structs.replace(question, tables=())


def _copy(
    trial: Trial, customer_id: CustomerId, sheet: AnswerSheet, claims: Sequence[SimulatedClaim]
) -> None:
    with trial.administer() as admin:
        with admin.cursor().copy(_COPY) as rows:
            for position, claim in enumerate(claims, start=1):
                rows.write_row(
                    (
                        customer_id,
                        UUID(int=claim.number),
                        position,
                        OPEN,
                        1,
                        customer_id,
                        sheet.begins_on + timedelta(days=claim.submitted),
                        sheet.begins_on + timedelta(days=claim.decided),
                        claim.billed_cents,
                        claim.allowed_cents,
                        str(claim.number),
                        claim.payer,
                        claim.cpt,
                        claim.cpt_group,
                        claim.outcome,
                        claim.denial_reason,
                    )
                )
        pack(admin, customer_id, len(claims))
        admin.execute("ANALYZE claim_versions")


def pack(
    admin: "psycopg.Connection[tuple[Any, ...]]", customer_id: CustomerId, position: int
) -> None:
    """What the projection of claims does for who counts them."""
    for change in packed_between(0, position):
        admin.execute(change.sql.encode(), {"customer_id": customer_id, **change.parameters})
