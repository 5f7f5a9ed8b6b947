"""`upstream contracts`: load a fee schedule, list contracts, say what is owed below them."""

from datetime import UTC, date, datetime
from getpass import getuser
from pathlib import Path
from typing import Final
from uuid import uuid4

import msgspec
import rich_click as click
from rich.console import Console
from rich.table import Table

from upstream.application.contracts.keeping import enter_contract, load_rates
from upstream.application.contracts.reading import FILE_BYTES_MAX, read_rates
from upstream.application.customers import find_customer
from upstream.cli.asking import as_refused, moment_of
from upstream.domain.context import Context
from upstream.domain.contracts.commands import LoadRates
from upstream.domain.units import CustomerId
from upstream.infrastructure.settings import read_settings
from upstream.projections.contracts.list_contracts import NEEDS, list_contracts
from upstream.projections.contracts.underpayments import NEEDS as OF_UNDERPAYMENTS
from upstream.projections.contracts.underpayments import UnderpaymentFilter, underpayments
from upstream.workers.installation import Installation, opened

_DAY: Final = click.DateTime(formats=["%Y-%m-%d"])
_EVER: Final = date(1990, 1, 1), date(9999, 1, 1)


class Loaded(msgspec.Struct, frozen=True, kw_only=True):
    """What loading a file answers."""

    contract_id: str
    rates: int
    version: int
    position: int


@click.group()
def command() -> None:
    """Contracts with payers and what is owed below them."""


@command.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@click.option("--customer", "slug", required=True, help="Slug or id.")
@click.option("--payer", required=True, help="As the customer calls it.")
@click.option("--from", "from_on", type=_DAY, required=True, help="First day of service.")
@click.option("--to", "to_on", type=_DAY, help="The day after the last; none: until further.")
@click.option("--replaces", type=int, help="Number of the schedule that was wrong.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document and nothing else.")
@as_refused
def load(
    *,
    file: Path,
    slug: str,
    payer: str,
    from_on: datetime,
    to_on: datetime | None,
    replaces: int | None,
    as_json: bool,
) -> None:
    """Load a fee schedule (CSV), whole or not at all; the contract is entered where it is new."""
    until = to_on.date() if to_on else None
    with opened(read_settings()) as installation:
        told = load_file(
            installation,
            slug,
            file,
            payer=payer,
            from_on=from_on.date(),
            to_on=until,
            replaces=replaces,
        )
    if as_json:
        click.echo(msgspec.json.encode(told))
    else:
        click.echo(f"{told.rates} rates of {payer} hold from {from_on.date()}")


def load_file(
    installation: Installation,
    slug: str,
    file: Path,
    *,
    payer: str,
    from_on: date,
    to_on: date | None = None,
    replaces: int | None = None,
) -> Loaded:
    """Raises `click.BadParameter` for a file too large, and what reading and loading refuse."""
    if file.stat().st_size > FILE_BYTES_MAX:
        raise click.BadParameter("the file is too large for a fee schedule", param_hint="FILE")
    with file.open("rb") as opened_file:
        rates = read_rates(opened_file)
    asked = LoadRates(
        from_on=from_on, to_on=to_on, rates=rates, source=file.name[:200], replaces=replaces
    )
    customer_id = find_customer(installation.database, slug).customer_id
    log = installation.log
    entered = enter_contract(log, _context(customer_id, "contracts.enter"), payer=payer)
    answer = load_rates(log, _context(customer_id, "contracts.load_rates"), entered.id, asked)
    return Loaded(
        contract_id=str(answer.id),
        rates=len(rates),
        version=answer.version,
        position=answer.position,
    )


@command.command(name="list")
@click.option("--customer", "slug", required=True, help="Slug or id.")
@click.option("--as-of", help="Instant, date or position:N; default: now.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document and nothing else.")
@as_refused
def listed(*, slug: str, as_of: str | None, as_json: bool) -> None:
    """Contracts with their schedules of rates."""
    with opened(read_settings()) as installation:
        customer, moment = moment_of(installation, slug, as_of)
        with installation.views.at(customer.customer_id, needs=NEEDS, as_of=moment) as view:
            found = list_contracts(view)
    if as_json:
        click.echo(msgspec.json.encode(found))
        return
    table = Table("payer", "schedule", "from", "to", "rates")
    for contract in found:
        for one in contract.schedules:
            ends = str(one.ends or "")
            table.add_row(
                contract.payer, str(one.schedule), str(one.begins), ends, f"{one.rates:,}"
            )
    Console().print(table)


@command.command()
@click.option("--customer", "slug", required=True, help="Slug or id.")
@click.option("--payer", help="Of this payer alone.")
@click.option("--from", "since", type=_DAY, help="First day of decision; default: ever.")
@click.option("--to", "until", type=_DAY, help="The day after the last; default: none.")
@click.option("--as-of", help="Instant, date or position:N; default: now.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document and nothing else.")
@as_refused
def owed(
    *,
    slug: str,
    payer: str | None,
    since: datetime | None,
    until: datetime | None,
    as_of: str | None,
    as_json: bool,
) -> None:
    """What payers owe below their contracts, by payer and procedure."""
    wanted = UnderpaymentFilter(
        since=since.date() if since else _EVER[0],
        until=until.date() if until else _EVER[1],
        payer=payer,
    )
    with opened(read_settings()) as installation:
        customer, moment = moment_of(installation, slug, as_of)
        needs = OF_UNDERPAYMENTS
        with installation.views.at(customer.customer_id, needs=needs, as_of=moment) as view:
            found = underpayments(view, wanted)
    if as_json:
        click.echo(msgspec.json.encode(found))
        return
    table = Table("payer", "code", "short", "of lines", "contracted", "allowed", "owed")
    for cell in found.cells:
        counts = f"{cell.lines_underpaid:,}", f"{cell.lines_compared:,}"
        table.add_row(cell.payer, cell.cpt, *counts, cell.contracted, cell.allowed, cell.owed)
    Console().print(table)
    click.echo(f"{found.owed} owed; {found.recoded_owed} paid as another procedure")


def _context(customer_id: CustomerId, name: str) -> Context:
    return Context(
        customer_id=customer_id,
        actor=f"cli:{getuser()}",
        command=name,
        now=datetime.now(UTC),
        correlation_id=uuid4(),
        client="upstream contracts",
    )
