"""How much does a rule cost a row, one that applies and one that does not?"""

from statistics import median

import rich_click as click

from upstream.application.uploads.recording import CHECKS
from upstream.cli.bench.personal_data.speed import ROUNDS, seconds_of_upload
from upstream.cli.bench.recording import seed_file
from upstream.cli.bench.rules.holding import RULES, hold
from upstream.cli.bench.telling import Figure, measured, tell, this_machine
from upstream.cli.trial import Trial
from upstream.domain.quality.built_in import BUILT_IN
from upstream.infrastructure.database import Database


@click.command("rules")
@click.option("--claims", default=100_000, show_default=True, type=click.IntRange(min=1))
@click.option("--json", "as_json", is_flag=True, help="One JSON document and nothing else.")
def command(*, claims: int, as_json: bool) -> None:
    """Hold CLAIMS rows against 100 rules of which the 14 built-in ones apply.

    The yardstick is the same rows against the 14. Then the same file is taken in by one process
    with all checks (rules and personal data) and with none. Meant to hold: at most 2 times the
    cost a row, at least 0.6 of the speed.
    """
    machine = this_machine()
    held = hold(claims)
    checked, unchecked = _speeds(claims)
    figures = [
        Figure(
            name=f"{RULES} rules of which {len(BUILT_IN)} apply",
            value=round(held.many, 3),
            unit="µs/row",
            yardstick=f"the same {len(BUILT_IN)} rules alone, µs/row",
            yardstick_value=round(held.few, 3),
            ratio=round(held.many / held.few, 3),
        ),
        Figure(
            name="ingest with all checks",
            value=round(checked),
            unit="rows/s",
            yardstick="ingest without checks, rows/s",
            yardstick_value=round(unchecked),
            ratio=round(checked / unchecked, 3),
        ),
    ]
    found = measured("rules", claims, machine, figures)
    found.checks["both rule sets found the same"] = held.same
    tell(found, as_json=as_json)


def _speeds(rows: int) -> tuple[float, float]:
    """Rows a second with and without checks; in turn, so that whatever disturbs disturbs both."""
    with Trial() as trial:
        file = seed_file(trial.folder, rows)
        database = Database(trial.settings.database_url)
        seconds_of_upload(trial, database, file, "warm-up", ())
        taken: dict[bool, list[float]] = {True: [], False: []}
        for number in range(ROUNDS):
            for is_checked in (True, False):
                name = f"round-{number}-{'checked' if is_checked else 'plain'}"
                checks = CHECKS if is_checked else ()
                taken[is_checked].append(seconds_of_upload(trial, database, file, name, checks))
        database.close()
    return rows / median(taken[True]), rows / median(taken[False])
