"""The command itself: three figures with their bounds, and the table behind them."""

import msgspec
import rich_click as click

from upstream.cli.bench.personal_data.measuring import SEEDS, Table, measure
from upstream.cli.bench.personal_data.speed import speeds
from upstream.cli.bench.telling import Figure, measured, tell, this_machine

RECALL_MIN = 0.95
FALSE_ALARMS_MAX = 0.02


@click.command("personal-data")
@click.option("--rows", default=200_000, show_default=True, type=click.IntRange(min=0))
@click.option("--seed", "seeds", multiple=True, type=int, help="Default: ten that stay the same.")
@click.option("--table", "as_table", is_flag=True, help="Recall by kind and prevalence, too.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document and nothing else.")
def command(*, rows: int, seeds: tuple[int, ...], as_table: bool, as_json: bool) -> None:
    """Find personal data in generated columns, and take in a file of ROWS rows with and without.

    The yardsticks are the bounds we promise: recall 0.95 by column, false alarms on at most 0.02
    of clean columns; for speed it is the same file without screening. ROWS 0 leaves speed out.
    """
    machine = this_machine()
    table = measure(seeds or SEEDS)
    figures = [
        _share("recall, by column", table.recall, RECALL_MIN),
        _share("false alarms, by clean column", table.alarm_rate, FALSE_ALARMS_MAX),
    ]
    if rows:
        figures.append(_speed(rows))
    found = measured("personal-data", rows, machine, figures)
    found.checks["recall holds"] = table.recall >= RECALL_MIN
    found.checks["false alarms hold"] = table.alarm_rate <= FALSE_ALARMS_MAX
    if as_table:
        tell_table(table, as_json=as_json)
    tell(found, as_json=as_json and not as_table)


def _share(name: str, value: float, bound: float) -> Figure:
    return Figure(
        name=name,
        value=round(value, 4),
        unit="of 1",
        yardstick="bound",
        yardstick_value=bound,
        ratio=round(value / bound, 3),
    )


def _speed(rows: int) -> Figure:
    screened, unscreened = speeds(rows)
    return Figure(
        name="intake with screening",
        value=round(screened),
        unit="rows/s",
        yardstick="without, rows/s",
        yardstick_value=round(unscreened),
        ratio=round(screened / unscreened, 3),
    )


def tell_table(table: Table, *, as_json: bool) -> None:
    if as_json:
        click.echo(msgspec.json.encode(table))
        return
    click.echo("| kind | % of rows | columns | found | named right | cells | masked |")
    click.echo("|---|--:|--:|--:|--:|--:|--:|")
    for one in table.recalls:
        shares = f"{one.found / one.columns:.3f} | {one.named_right / one.columns:.3f}"
        masked = f"{one.masked / one.cells:.3f}" if one.cells else ""
        click.echo(
            f"| {one.kind} | {one.percent} | {one.columns} | {shares} | {one.cells} | {masked} |"
        )
    for what, share in table.blind.items():
        click.echo(f"| not promised: {what} | 5 | | {share:.3f} | | | |")
    click.echo(f"false alarms: {table.alarms.false} of {table.alarms.columns} clean columns")
    for what, times in table.alarms.by_column.items():
        click.echo(f"  {what}: {times}")
