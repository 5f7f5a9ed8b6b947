"""How long does a weekly run over a million claims take, beside the bare sums of the same?"""

import random
import resource
import time
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain
from statistics import median
from typing import Final

import rich_click as click

from upstream.application.customers import Customer, open_customer
from upstream.application.drift import perform_runs, request_run
from upstream.application.seed.writing import HEADER
from upstream.cli.bench.detection.replaying import context_of, take_in
from upstream.cli.bench.telling import Figure, measured, tell, this_machine
from upstream.cli.trial import Trial
from upstream.domain.drift.products import PRODUCTS
from upstream.infrastructure.database import PROJECTOR, Database, cursor
from upstream.projections.drift.cells import NEEDS, counts_through
from upstream.projections.runner import catch_up
from upstream.workers.installation import Installation, opened
from upstream.workers.loop import collect_garbage_rarely

_UNTIL: Final = date(2025, 11, 3)
_DAYS: Final = 238
"""Thirty-four weeks: everything a run counts, and nothing it leaves out."""

_PAYERS: Final = 100
_CODES: Final = (
    *("00100", "10060", "20610", "31231", "45378", "58661", "64483", "71046", "80053", "97110"),
    *("99213", "A0428", "C1713", "D1120", "E0601", "G0463", "H0031", "J1885", "L1833", "V2020"),
)
"""One of each of twenty groups: together 2 000 cells."""

_REASONS: Final = ("CO-16", "CO-197", "CO-50", "CO-97", "CO-11", "PR-96", "CO-29", "CO-18")
_SECONDS_MAX: Final = 3_600.0
_ROUNDS: Final = 3

# What anybody would ask first: the same claims by cell and week, counted and added up.
_BARE: Final = b"""
SELECT payer, cpt_group, (%(until)s - 1 - decided_on) / 7, count(*),
       count(*) FILTER (WHERE outcome = 'DENIED'), sum(decided_on - submitted_on),
       sum(allowed_cents), sum(billed_cents)
  FROM claim_versions
 WHERE customer_id = %(customer_id)s
   AND from_position <= %(position)s AND to_position > %(position)s
 GROUP BY 1, 2, 3
"""


@click.command("runs")
@click.option("--claims", default=1_000_000, show_default=True, type=click.IntRange(min=1))
@click.option("--json", "as_json", is_flag=True, help="One JSON document and nothing else.")
def command(*, claims: int, as_json: bool) -> None:
    """CLAIMS claims in 2 000 cells over 34 weeks, recorded; then one run of each product, then
    the weekly run of all of them.

    The yardstick is one SQL aggregation of the same claims by cell and week, its rows fetched.
    """
    machine = this_machine()
    collect_garbage_rarely()  # as the worker does
    with Trial() as trial, opened(trial.settings) as installation:
        projector = Database(trial.settings.database_url, role=PROJECTOR, pool_size=1)
        customer = _recorded(trial, installation, projector, claims)
        resource_before = _peak_mebibytes()
        seconds = {
            detector.product: _run(installation, projector, customer, detector.product)
            for detector in PRODUCTS
        }
        products = [detector.product for detector in PRODUCTS]
        # Turn by turn, so that whatever else the machine does meets both.
        rounds = [
            (_bare(installation, customer), _run(installation, projector, customer, *products))
            for _ in range(_ROUNDS)
        ]
        projector.close()
    bare, week = (median(column) for column in zip(*rounds, strict=True))
    together = {**seconds, "all products together": week}
    figures = [
        Figure(
            name=f"a run of {name}",
            value=round(took, 3),
            unit="s",
            yardstick="one aggregation, s",
            yardstick_value=round(bare, 3),
            ratio=round(took / bare, 2),
        )
        for name, took in together.items()
    ]
    found = measured("runs", claims, machine, figures)
    found.peak_memory_mib["recording, before the first run"] = resource_before
    found.peak_memory_mib["the same process, after all runs"] = _peak_mebibytes()
    tell(found, as_json=as_json)


def _recorded(
    trial: Trial, installation: Installation, projector: Database, claims: int
) -> Customer:
    customer = open_customer(installation.database, slug="runs", name="Runs")
    take_in(installation, customer, "runs.csv", chain([HEADER], _lines(claims)))
    catch_up(projector, NEEDS)
    with trial.administer() as admin:
        admin.execute("VACUUM ANALYZE")
    return customer


def _lines(claims: int) -> Iterator[str]:
    """Every cell alike; a tenth denied, decided after one to six weeks."""
    draw = random.Random("runs")  # noqa: S311  reproducible, guards nothing
    begins_on = _UNTIL - timedelta(days=_DAYS)
    days = [(begins_on + timedelta(days=day)).isoformat() for day in range(_DAYS)]
    for number in range(claims):
        payer, code = number % _PAYERS, _CODES[number // _PAYERS % len(_CODES)]
        submitted = int(draw.random() * _DAYS)
        decided = submitted + 3 + int(draw.random() * draw.random() * 40)
        facts = f"RN{number:08d},Payer {payer:03d} Health,{code},{days[submitted]}"
        if decided >= _DAYS:
            yield f"{facts},,PENDING,235.00,,,\n"
        elif draw.random() < 0.1:
            reason = _REASONS[int(draw.random() * len(_REASONS))]
            yield f"{facts},{days[decided]},DENIED,235.00,,0.00,{reason}\n"
        else:
            allowed = f"{100 + draw.random() * 20:.2f}"
            yield f"{facts},{days[decided]},PAID,235.00,{allowed},{allowed},\n"


def _peak_mebibytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _bare(installation: Installation, customer: Customer) -> float:
    with installation.views.at(customer.customer_id, needs=NEEDS) as view:
        began = time.perf_counter()
        asked = {**view.bind, "until": _UNTIL}
        cursor(view.connection).execute(_BARE, asked, binary=True).fetchall()
        return time.perf_counter() - began


def _run(
    installation: Installation, projector: Database, customer: Customer, *products: str
) -> float:
    """From requested runs to the commit that holds what the last of them found."""
    run_ids = [
        request_run(
            installation.log,
            context_of(customer, "drift.run"),
            product=product,
            time_zone=customer.time_zone,
            until=_UNTIL,
        ).id
        for product in products
    ]
    catch_up(projector, NEEDS)
    began = time.perf_counter()
    perform_runs(
        installation.log,
        context_of(customer, "drift.run"),
        run_ids,
        counts_through(installation.views),
    )
    return time.perf_counter() - began
