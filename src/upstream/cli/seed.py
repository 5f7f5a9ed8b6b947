"""`upstream seed`: reproducible demo claims with known drifts, and the answer sheet to them."""

import sys
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import chain
from pathlib import Path

import msgspec
import rich_click as click

from upstream.application.seed import CLAIMS_DEFAULT, claim_lines, plan
from upstream.application.seed.labelled import claims_file, simulated_claims, world
from upstream.application.seed.labelled.market import DAYS
from upstream.application.seed.labelled.requirements import (
    RequirementsSheet,
    rates_file,
    required_claims,
    required_file,
    required_world,
)
from upstream.application.seed.places import PLACES
from upstream.application.seed.writing import HEADER

YEAR = "year"
REQUIREMENTS = "requirements"


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
    type=click.Choice([*sorted(PLACES), YEAR, REQUIREMENTS]),
    help=f"Whose payers and procedures; {YEAR}: the labelled year that detection is measured with,"
    " 12 payers and 60 cells, with decoys (--claims says nothing then);"
    f" {REQUIREMENTS}: one of authorizations asked for and contracts not kept, the fee schedules in"
    " a folder beside --out.",
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
    answers: bytes
    lines: Iterable[str]
    if customer == REQUIREMENTS:
        year = required_world(seed, drifts_too=not is_null, begins_on=_monday(_day(until)))
        answers = msgspec.json.encode(year.sheet)
        lines = required_file(year.sheet, required_claims(year))
        if out is not None:
            _write_rates(out.with_name(f"{out.stem}-rates"), year.sheet)
    elif customer == YEAR:
        made = world(seed, drifts=not is_null, begins_on=_monday(_day(until)))
        answers = msgspec.json.encode(made.sheet)
        lines = claims_file(made.sheet, simulated_claims(made))
    else:
        planned = plan(customer, claims=claims, seed=seed, until=_day(until), drifts=not is_null)
        answers = msgspec.json.encode(planned.labels)
        lines = chain([HEADER], claim_lines(planned))
    if out is not None:
        with out.open("w", encoding="utf-8", newline="") as file:
            file.writelines(lines)
    elif not labels:
        sys.stdout.writelines(lines)
    if labels:
        click.echo(answers)


def _write_rates(folder: Path, sheet: RequirementsSheet) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for schedule in sheet.schedules:
        file = folder / f"{schedule.payer} from {schedule.from_on.isoformat()}.csv"
        file.write_text("".join(rates_file(schedule)), encoding="utf-8")


def _monday(until: date) -> date:
    """The Monday on which a year begins that ends at `until` or in the days before."""
    begins_on = until - timedelta(days=DAYS)
    return begins_on - timedelta(days=begins_on.weekday())


def _day(text: str | None) -> date:
    try:
        return date.fromisoformat(text) if text else datetime.now(UTC).date()
    except ValueError as nonsense:
        raise click.BadParameter("a day is YYYY-MM-DD", param_hint="--until") from nonsense
