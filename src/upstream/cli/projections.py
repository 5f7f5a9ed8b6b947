"""`upstream projections`: how far the read models are, and letting parked ones go on."""

import msgspec
import rich_click as click
from rich.console import Console
from rich.table import Table

from upstream.infrastructure.database import PROJECTOR, Database
from upstream.infrastructure.settings import read_settings
from upstream.projections.catalogue import PROJECTIONS, REACTIONS
from upstream.projections.standings import Standing, resume_parked, standings


@click.group("projections")
def command() -> None:
    """The read models and reactions that follow the log."""


@command.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON document and nothing else.")
def status(as_json: bool) -> None:
    """Lag in positions by customer. Exit code 1 when one is parked."""
    database = Database(read_settings().database_url, role=PROJECTOR, pool_size=1)
    found = standings(database, (*PROJECTIONS, *REACTIONS))
    database.close()
    if as_json:
        click.echo(msgspec.json.encode({"projections": found}))
    else:
        Console().print(_table(found))
    if any(one.parked_at for one in found):
        raise SystemExit(1)


@command.command()
@click.argument("name", required=False)
def retry(name: str | None) -> None:
    """Let parked projections (NAME, or all) go on; the projector takes them up at once."""
    database = Database(read_settings().database_url, role=PROJECTOR, pool_size=1)
    resumed = resume_parked(database, name)
    database.close()
    click.echo(f"{resumed} resumed")


def _table(found: list[Standing]) -> Table:
    table = Table("customer", "projection", "position", "head", "lag", "parked", box=None)
    for one in found:
        parked = f"at {one.parked_position}: {one.parked_error}" if one.parked_at else ""
        numbers = f"{one.position:,}", f"{one.head:,}", f"{one.lag:,}"
        table.add_row(one.customer, f"{one.projection} v{one.version}", *numbers, parked)
    return table
