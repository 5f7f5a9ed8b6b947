"""`upstream customers list`: every customer with its tier and what goes on there."""

import msgspec
import rich_click as click
from rich.console import Console
from rich.table import Table

from upstream.infrastructure.settings import read_settings
from upstream.projections.identity.customers import CustomerLine, customer_lines
from upstream.workers.installation import opened


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON document and nothing else.")
def command(*, as_json: bool) -> None:
    """Every customer: its tier, its last upload, its active alerts."""
    with opened(read_settings()) as installation:
        found = list(customer_lines(installation.database, installation.views))
    if as_json:
        click.echo(msgspec.json.encode(found))
    else:
        _show(found)


def _show(found: list[CustomerLine]) -> None:
    table = Table("customer", "name", "tier", "last upload", "active alerts", "position", box=None)
    for line in found:
        latest = line.last_upload_at
        table.add_row(
            line.customer.slug,
            line.customer.name,
            line.tier,
            latest.isoformat(timespec="minutes") if latest else "never",
            f"{line.alerts_active:,}",
            f"{line.position:,}",
        )
    Console().print(table)
