"""How fast do the read models take in a log they have not seen, all of them together?"""

import rich_click as click

from upstream.cli.bench.ingest import catch_up_figures, checks
from upstream.cli.bench.recording import catch_up, ingest, yardstick
from upstream.cli.bench.telling import in_mebibytes, measured, tell, this_machine
from upstream.cli.trial import Trial


@click.command("projections")
@click.option("--claims", default=1_000_000, show_default=True, type=click.IntRange(min=1))
@click.option("--json", "as_json", is_flag=True, help="One JSON document and nothing else.")
def command(*, claims: int, as_json: bool) -> None:
    """Record CLAIMS claims first, then start one projector process and wait for it.

    The yardstick is a bare binary COPY of the same events, as for `upstream bench ingest`.
    """
    machine = this_machine()
    with Trial() as trial:
        trial.start("api", "worker", "scheduler")
        recorded = ingest(trial, claims)
        copied = yardstick(trial, recorded)
        behind = catch_up(trial)
    found = measured("projections", claims, machine, [*catch_up_figures(behind, copied)])
    found.checks.update(checks(recorded, claims))
    found.peak_memory_mib.update(in_mebibytes(behind.peaks))
    tell(found, as_json=as_json)
