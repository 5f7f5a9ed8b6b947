"""`upstream drift verify`: do the recorded runs say the same once more, byte for byte?"""

from collections.abc import Iterator
from uuid import UUID

import msgspec
import rich_click as click

from upstream.application.customers import Customer, find_customer
from upstream.application.drift.verifying import Verification, verify_run
from upstream.cli.asking import as_refused
from upstream.infrastructure.settings import read_settings
from upstream.projections.drift.cells import counts_through
from upstream.projections.drift.list_runs import NEEDS, list_runs
from upstream.workers.installation import Installation, opened


@click.command("verify")
@click.option("--customer", "slug", required=True, help="Slug or id.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document and nothing else.")
@click.argument("run", type=click.UUID, required=False)
@as_refused
def command(*, slug: str, as_json: bool, run: UUID | None) -> None:
    """Repeat RUN, or every completed run of the customer, at its position with its settings.

    Exit codes: 0 every run gave the same findings again; 1 one did not, or cannot be repeated.
    """
    with opened(read_settings()) as installation:
        customer = find_customer(installation.database, slug)
        found = list(_verified(installation, customer, run, quiet=as_json))
    if as_json:
        click.echo(msgspec.json.encode(found))
    else:
        same = sum(one.verdict == "same" for one in found)
        click.echo(f"{same} of {len(found)} runs give the same findings, byte for byte")
    if any(one.verdict != "same" for one in found):
        raise SystemExit(1)


def _verified(
    installation: Installation, customer: Customer, run: UUID | None, *, quiet: bool
) -> Iterator[Verification]:
    read_counts = counts_through(installation.views)
    for run_id in [run] if run else _completed(installation, customer):
        one = verify_run(installation.log, customer.customer_id, run_id, read_counts)
        if not quiet:
            click.echo(_said(one))
        yield one


def _completed(installation: Installation, customer: Customer) -> list[UUID]:
    """The earliest first."""
    found, after = list[UUID](), None
    head = installation.log.head(customer.customer_id)
    with installation.views.at(customer.customer_id, needs=NEEDS, min_position=head) as view:
        while True:
            page = list_runs(view, limit=200, after=after)
            found += [each.id for each in page.items if each.state == "completed"]
            after = page.next
            if after is None:
                return found[::-1]


def _said(one: Verification) -> str:
    if one.verdict == "not_completed":
        return f"{one.run_id} {one.product}: was not completed, so there is nothing to repeat"
    said = f"{one.run_id} {one.product} at position {one.position}: {one.findings} findings,"
    said = f"{said} {one.verdict} ({one.repeated_sha256})"
    if one.verdict == "different":
        said = f"{said}, recorded were {one.findings_sha256}"
    if one.code_changed:
        said = f"{said}; made by {one.code_version}, repeated by {one.code_version_now}"
    return said
