"""`upstream drift backfill`: the weekly runs of a stretch of the past, with how far they are."""

from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
import rich_click as click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from upstream.application.customers import find_customer
from upstream.application.drift.backfilling import (
    Step,
    Stretch,
    Tell,
    perform_backfill,
    request_backfill,
)
from upstream.cli.asking import as_refused
from upstream.cli.drift.asking import context_of, day_of
from upstream.domain.streams import stream_of
from upstream.infrastructure.settings import read_settings
from upstream.projections.drift.backfill_versions import NEEDS, Backfill, backfill
from upstream.projections.drift.cells import counts_through
from upstream.workers.installation import Installation, opened


@click.command("backfill")
@click.option("--customer", "slug", required=True, help="Slug or id.")
@click.option("--product", "products", multiple=True, help="Default: all that are on.")
@click.option("--from", "begins", required=True, help="The first week ends then, YYYY-MM-DD.")
@click.option("--to", "ends", required=True, help="The last week ends by then, YYYY-MM-DD.")
@click.option("--as-known-then", is_flag=True, help="Each week by what was known then.")
@click.option("--again", is_flag=True, help="Not the backfill that was made, but a new one.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document and nothing else.")
@as_refused
def command(
    *,
    slug: str,
    products: tuple[str, ...],
    begins: str,
    ends: str,
    as_known_then: bool,
    again: bool,
    as_json: bool,
) -> None:
    """Make the weekly runs of the past in order; broken off, the same command goes on.

    Exit codes: 0 all runs were made; 1 refused, or cancelled meanwhile.
    """
    first, last = day_of(begins, "--from"), day_of(ends, "--to")
    assert first is not None
    assert last is not None
    stretch = Stretch(first, last, products, as_known_then)
    with opened(read_settings()) as installation:
        found = _fill(installation, slug, stretch, again=again, quiet=as_json)
    if as_json:
        click.echo(msgspec.json.encode(found))
    else:
        click.echo(
            f"{found.runs_done} of {found.runs_total} runs made, {found.skipped or 0} skipped,"
            f" {found.findings} findings; backfill {found.id} {found.state}"
        )
    if found.state != "completed":
        raise SystemExit(1)


def _fill(
    installation: Installation, slug: str, stretch: Stretch, *, again: bool, quiet: bool
) -> Backfill:
    log, customer = installation.log, find_customer(installation.database, slug)
    customer_id, zone = customer.customer_id, customer.time_zone
    named = msgspec.json.encode(stretch).decode()
    same = None if again else stream_of(customer_id, "drift-backfill", f"cli\x1f{named}")
    context = context_of(customer, "drift.request_backfill", correlation_id=same)
    asked = request_backfill(log, context, stretch, time_zone=zone, backfill_id=same)
    with installation.views.at(customer_id, needs=NEEDS, min_position=asked.position) as view:
        total = backfill(view, asked.id).runs_total
    with _progress(total, quiet=quiet) as tell:
        counts = counts_through(installation.views)
        perform_backfill(log, context, asked.id, counts, time_zone=zone, tell=tell)
    head = log.head(customer_id)
    with installation.views.at(customer_id, needs=NEEDS, min_position=head) as view:
        return backfill(view, asked.id)


@contextmanager
def _progress(total: int, *, quiet: bool) -> Iterator[Tell]:
    """How far it is, on standard error; nothing for a script."""
    if quiet:
        yield lambda _: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True)) as progress:
        task = progress.add_task("", total=total)

        def tell(step: Step) -> None:
            found = len(step.completed.findings) if step.completed else 0
            said = f"{step.until} {step.product}: {found} findings"
            progress.update(task, advance=1, description=said)

        yield tell
