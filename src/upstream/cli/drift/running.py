"""`upstream drift run`: look for drift now, or as it would have looked at any moment before."""

from datetime import date

import msgspec
import rich_click as click
from rich.console import Console
from rich.table import Table

from upstream.application.drift import perform_run, request_run
from upstream.cli.asking import as_refused, moment_of
from upstream.cli.drift.asking import context_of, day_of
from upstream.domain.drift.wording import certainty
from upstream.infrastructure.settings import read_settings
from upstream.projections.drift.cells import counts_through
from upstream.projections.drift.documents import Value
from upstream.projections.drift.list_runs import NEEDS, DriftRunDetail, run
from upstream.workers.installation import Installation, opened


@click.command("run")
@click.option("--customer", "slug", required=True, help="Slug or id.")
@click.option("--product", default="driftwatch", show_default=True)
@click.option("--until", help="First day no longer looked at, YYYY-MM-DD; default today.")
@click.option("--as-of", help="What was known: an instant, a date or position:N; default now.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document and nothing else.")
@as_refused
def command(
    *, slug: str, product: str, until: str | None, as_of: str | None, as_json: bool
) -> None:
    """Run one product over one customer and print what it finds.

    Exit codes: 0 the run completed, whatever it found; 1 it was refused or failed.
    """
    with opened(read_settings()) as installation:
        found = _run(installation, slug, product, day_of(until, "--until"), as_of)
    if as_json:
        click.echo(msgspec.json.encode(found))
    else:
        _show(found)
    if found.run.state != "completed":
        raise SystemExit(1)


def _run(
    installation: Installation, slug: str, product: str, until: date | None, as_of: str | None
) -> DriftRunDetail:
    customer, moment = moment_of(installation, slug, as_of)
    context = context_of(customer, "drift.run")
    asked = request_run(
        installation.log,
        context,
        product=product,
        time_zone=customer.time_zone,
        until=until,
        as_of=installation.views.resolve(customer.customer_id, moment),
    )
    perform_run(installation.log, context, asked.id, counts_through(installation.views))
    head = installation.log.head(customer.customer_id)
    with installation.views.at(customer.customer_id, needs=NEEDS, min_position=head) as view:
        return run(view, asked.id)


def _show(found: DriftRunDetail) -> None:
    console = Console()
    done = found.run
    click.echo(
        f"{done.product} until {done.until} as known at position {done.position}:"
        f" {done.cells} cells, {done.tests} tests, {len(found.findings)} findings"
    )
    table = Table("severity", "what", "where", "before", "now", "at risk", "confidence")
    for finding in found.findings:
        table.add_row(
            f"{finding.severity:.2f} {finding.severity_label}",
            finding.kind.replace("_", " "),
            " / ".join(filter(None, (finding.payer, finding.cpt_group, finding.denial_reason))),
            _plain(finding.kind, finding.baseline_value),
            _plain(finding.kind, finding.current_value),
            f"${finding.dollars_at_risk}",
            certainty(round(10_000 * finding.confidence)),
        )
    if found.findings:
        console.print(table)
        for finding in found.findings:
            click.echo(f"- {finding.explanation}")


def _plain(kind: str, value: Value) -> str:
    if isinstance(value, str):
        return f"${value}"
    return f"{value:.1%}" if kind.endswith("rate") else f"{value:.1f} days"
