"""`upstream dashboard`: the dashboard on a terminal, now or as of any moment before."""

import msgspec
import rich_click as click
from rich.console import Console
from rich.table import Table

from upstream.cli.asking import as_refused, moment_of
from upstream.infrastructure.settings import read_settings
from upstream.projections.dashboard.dashboard import NEEDS, Dashboard, dashboard
from upstream.workers.installation import opened


@click.command()
@click.option("--customer", "slug", required=True, help="Slug or id.")
@click.option("--as-of", help="An instant, a date or position:N; default now.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document and nothing else.")
@as_refused
def command(slug: str, as_of: str | None, as_json: bool) -> None:
    """The figures of the dashboard."""
    with opened(read_settings()) as installation:
        customer, moment = moment_of(installation, slug, as_of)
        with installation.views.at(customer.customer_id, needs=NEEDS, as_of=moment) as view:
            document = dashboard(view)
    if as_json:
        click.echo(msgspec.json.encode(document))
    else:
        _show(customer.name, document)


def _show(name: str, document: Dashboard) -> None:
    console = Console()
    when = document.recorded_at.isoformat(timespec="seconds") if document.recorded_at else "never"
    console.print(f"[bold]{name}[/] as known at position {document.position} ({when})")
    figures = Table("figure", "value", box=None)
    for label, value in (
        ("claims", f"{document.claims_total:,}"),
        ("denial rate", _rate(document.denial_rate)),
        ("median days to decision", str(document.days_to_decision_median or "-")),
        ("billed", document.billed_total),
        ("allowed", document.allowed_total),
        ("denied", document.denied_total),
    ):
        figures.add_row(label, value)
    console.print(figures)
    payers = Table("payer", "claims", "denied", "denial rate", "median days")
    for payer in document.payers:
        days = payer.days_to_decision_median
        payers.add_row(
            payer.payer,
            f"{payer.claims:,}",
            f"{payer.denied:,}",
            _rate(payer.denial_rate),
            "-" if days is None else str(days),
        )
    console.print(payers)


def _rate(rate: float | None) -> str:
    return "-" if rate is None else f"{rate:.1%}"
