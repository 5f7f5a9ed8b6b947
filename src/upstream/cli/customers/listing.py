"""`upstream customers list`: every customer with its tier and what goes on there."""

import msgspec
import rich_click as click
from rich.console import Console
from rich.table import Table

from upstream.application.customers import customers
from upstream.cli.asking import as_refused
from upstream.infrastructure.settings import read_settings
from upstream.projections.identity.customers import CustomerLine, customer_lines
from upstream.workers.installation import opened


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON document and nothing else.")
@as_refused
def command(*, as_json: bool) -> None:
    """Every customer: its tier, its last upload, its active alerts."""
    with opened(read_settings()) as installation:
        found = list(customer_lines(installation.views, customers(installation.database)))
    if as_json:
        click.echo(msgspec.json.encode(found))
    else:
        _show(found)


def _show(found: list[CustomerLine]) -> None:
    table = Table("customer", "name", "tier", "last upload", "active alerts", "position", box=None)
    for line in found:
        table.add_row(line.customer.slug, line.customer.name, *_figures(line))
    Console().print(table)


def _figures(line: CustomerLine) -> tuple[str, ...]:
    if line.parked:
        return ("parked", "", "", "")
    latest = line.last_upload_at
    return (
        line.tier or "",
        latest.isoformat(timespec="minutes") if latest else "never",
        f"{line.alerts_active:,}",
        f"{line.position:,}",
    )
