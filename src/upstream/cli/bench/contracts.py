"""How long does counting lines below contracts take, beside the bare sums of the same claims?"""

import resource
import time
from collections.abc import Callable, Iterator
from statistics import median
from typing import Final

import msgspec
import rich_click as click

from upstream.application.contracts.keeping import enter_contract, load_rates
from upstream.application.customers import Customer, open_customer
from upstream.cli.bench.contracts_claims import (
    BEGINS_ON,
    CHANGES_ON,
    DAYS,
    PAYERS,
    UNTIL,
    Prices,
    payer,
    remittances,
    table,
)
from upstream.cli.bench.detection.replaying import context_of, take_in
from upstream.cli.bench.telling import Figure, measured, tell, this_machine
from upstream.cli.trial import Trial
from upstream.cli.trial.processor import processor_seconds
from upstream.domain.contracts.commands import LoadRates
from upstream.domain.drift.counts import WEEK_DAYS, Question
from upstream.infrastructure.database import PROJECTOR, Database, cursor
from upstream.projections.contracts.counting import contracted_lines
from upstream.projections.contracts.underpaid_lines import underpaid_lines
from upstream.projections.contracts.underpayments import (
    NEEDS,
    UnderpaymentFilter,
    underpayments,
)
from upstream.projections.runner import catch_up
from upstream.projections.view import View
from upstream.workers.installation import Installation, opened
from upstream.workers.loop import collect_garbage_rarely

_ROUNDS: Final = 3
_OF_LINES: Final = ", beside the sums of their lines"
_QUESTION: Final = Question(
    tables=("contracted",), until=UNTIL, weeks=DAYS // WEEK_DAYS, reference_weeks=8
)
_OWED: Final = UnderpaymentFilter(since=BEGINS_ON, until=UNTIL)

# What anybody would ask first: the same claims by payer, code and week, counted and added up.
_BARE: Final = b"""
SELECT payer, cpt, (%(until)s - 1 - decided_on) / 7, count(*),
       count(*) FILTER (WHERE outcome = 'DENIED'), sum(allowed_cents), sum(billed_cents)
  FROM claim_versions
 WHERE customer_id = %(customer_id)s
   AND from_position <= %(position)s AND to_position > %(position)s
 GROUP BY 1, 2, 3
"""
# And the same of their lines, where files have told of lines.
_BARE_LINES: Final = b"""
SELECT c.payer, l.cpt, (%(until)s - 1 - c.decided_on) / 7, count(*),
       count(*) FILTER (WHERE c.partly_denied), sum(l.allowed_cents), sum(l.billed_cents)
  FROM claim_versions c
  JOIN claim_lines l ON l.customer_id = c.customer_id AND l.from_position = c.from_position
 WHERE c.customer_id = %(customer_id)s
   AND c.from_position <= %(position)s AND c.to_position > %(position)s
 GROUP BY 1, 2, 3
"""


@click.command("contracts")
@click.option("--claims", default=1_000_000, show_default=True, type=click.IntRange(min=1))
@click.option("--rates", default=120_000, show_default=True, type=click.IntRange(min=120))
@click.option("--json", "as_json", is_flag=True, help="One JSON document and nothing else.")
def command(*, claims: int, rates: int, as_json: bool) -> None:
    """CLAIMS claims of a table, of which each is its own line, and as many of remittances with two
    lines each on average, held against contracts of 12 payers with RATES rates in all.

    The yardstick is one SQL aggregation of the same claims by payer, code and week, its rows
    fetched; for remittances also that of the same lines. Ratios are of processor time, ours and
    PostgreSQL's.
    """
    machine = this_machine()
    collect_garbage_rarely()  # as the worker does
    figures: list[Figure] = []
    peaks: dict[str, int] = {}
    with Trial() as trial, opened(trial.settings) as installation:
        for name, file in (("table", table), ("remittances", remittances)):
            lines = file(claims, Prices(rates))
            customer = _recorded(trial, installation, name, lines, Prices(rates))
            peaks[f"recording, {name}"] = _peak_mebibytes()
            figures += _figures(trial, installation, customer, name)
            peaks[f"the same process, {name} counted"] = _peak_mebibytes()
    found = measured("contracts", claims, machine, figures)
    found.peak_memory_mib.update(peaks)
    tell(found, as_json=as_json)


def _recorded(
    trial: Trial, installation: Installation, name: str, lines: Iterator[str], prices: Prices
) -> Customer:
    customer = open_customer(installation.database, slug=name, name=name.title())
    take_in(installation, customer, name, lines)
    for number in range(PAYERS):
        context = context_of(customer, "contracts.enter")
        contract = enter_contract(installation.log, context, payer=payer(number))
        for later in (False, True):
            rates = prices.schedule(number, later=later)
            command = LoadRates(from_on=CHANGES_ON if later else BEGINS_ON, rates=rates)
            context = context_of(customer, "contracts.load_rates")
            load_rates(installation.log, context, contract.id, command)
    projector = Database(trial.settings.database_url, role=PROJECTOR, pool_size=1)
    catch_up(projector, NEEDS)
    projector.close()
    with trial.administer() as admin:
        admin.execute("VACUUM ANALYZE")
    return customer


def _figures(
    trial: Trial, installation: Installation, customer: Customer, name: str
) -> Iterator[Figure]:
    """Turn by turn, so that whatever else the machine does meets all."""
    asked: dict[str, Callable[[View], object]] = {
        "bare": lambda view: _bare(view, _BARE),
        "bare of lines": lambda view: _bare(view, _BARE_LINES),
        "counted by week": lambda view: contracted_lines(view, _QUESTION),
        "all that is owed": lambda view: underpayments(view, _OWED),
        "a page of lines": lambda view: underpaid_lines(view, _OWED),
        "owed by one payer": lambda view: underpayments(
            view, msgspec.structs.replace(_OWED, payer=payer(3))
        ),
    }
    rounds = [
        {what: _took(trial, installation, customer, ask) for what, ask in asked.items()}
        for _ in range(_ROUNDS)
    ]
    took = {what: median(one[what] for one in rounds) for what in asked}
    yardsticks = {"": "bare"} | ({_OF_LINES: "bare of lines"} if name == "remittances" else {})
    for what in list(asked)[2:]:
        for beside, yardstick in yardsticks.items():
            yield Figure(
                name=f"{name}, {what}{beside}",
                value=round(took[what], 3),
                unit="s of processor time",
                yardstick="one aggregation, s of processor time",
                yardstick_value=round(took[yardstick], 3),
                ratio=round(took[what] / took[yardstick], 2),
            )


def _took(
    trial: Trial, installation: Installation, customer: Customer, ask: Callable[[View], object]
) -> float:
    """Seconds of processors, PostgreSQL's and ours: other work leaves them alone."""

    def spent() -> float:
        return time.process_time() + processor_seconds(trial.postgres.process.pid)

    with installation.views.at(customer.customer_id, needs=NEEDS) as view:
        spent_before = spent()
        ask(view)
        return spent() - spent_before


def _bare(view: View, statement: bytes) -> int:
    found = cursor(view.connection).execute(statement, {**view.bind, "until": UNTIL}, binary=True)
    return len(found.fetchall())


def _peak_mebibytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
