"""`upstream seed`: reproducible demo claims with known drifts, and the answer sheet to them."""

import sys
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import rich_click as click

from upstream.application.seed import CLAIMS_DEFAULT, plan, write_claims
from upstream.application.seed.places import PLACES


@click.command()
@click.option("--claims", default=CLAIMS_DEFAULT, show_default=True, type=click.IntRange(min=1))
@click.option("--seed", default=1, show_default=True, help="Another number, other claims.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="The CSV file; default standard output.",
)
@click.option("--labels", is_flag=True, help="Print the drifts that are in it, as JSON.")
@click.option(
    "--customer",
    default="riverside",
    show_default=True,
    type=click.Choice(sorted(PLACES)),
    help="Whose payers and procedures.",
)
@click.option("--until", help="First day of which the file knows nothing; default today (UTC).")
@click.option("--null", "is_null", is_flag=True, help="The same claims without any drift.")
def command(
    *,
    claims: int,
    seed: int,
    out: Path | None,
    labels: bool,
    customer: str,
    until: str | None,
    is_null: bool,
) -> None:
    """Write demo claims as CSV. The same options always give the same bytes.

    With --labels and without --out only the labels are printed.
    """
    planned = plan(customer, claims=claims, seed=seed, until=_day(until), drifts=not is_null)
    if out is not None:
        with out.open("w", encoding="utf-8", newline="") as file:
            write_claims(planned, file)
    elif not labels:
        write_claims(planned, sys.stdout)
    if labels:
        click.echo(msgspec.json.encode(planned.labels))


def _day(text: str | None) -> date:
    try:
        return date.fromisoformat(text) if text else datetime.now(UTC).date()
    except ValueError as nonsense:
        raise click.BadParameter("a day is YYYY-MM-DD", param_hint="--until") from nonsense
