"""How fast do a million claims come in, and how near is that to what PostgreSQL can take?"""

import rich_click as click

from upstream.cli.bench.recording import CaughtUp, Ingested, catch_up, ingest, yardstick
from upstream.cli.bench.telling import Figure, in_mebibytes, measured, tell, this_machine
from upstream.cli.bench.yardstick import BareCopy
from upstream.cli.trial import SERVICES, Trial


@click.command("ingest")
@click.option("--claims", default=1_000_000, show_default=True, type=click.IntRange(min=1))
@click.option("--json", "as_json", is_flag=True, help="One JSON document and nothing else.")
def command(*, claims: int, as_json: bool) -> None:
    """Upload CLAIMS generated claims over HTTP, with projectors paused and with all running.

    The yardstick is a bare binary COPY of the same events, by a superuser, into clones of the
    log's tables with their indexes.
    """
    machine = this_machine()
    with Trial() as trial:
        trial.start("api", "worker", "scheduler")
        paused = ingest(trial, claims)
        copied = yardstick(trial, paused)
        behind = catch_up(trial)
    with Trial() as trial:
        trial.start(*SERVICES)
        running = ingest(trial, claims)
    figures = [
        _figure("ingest, projectors paused", paused, copied),
        _figure("ingest, everything running", running, copied),
        catch_up_figure(behind, copied),
    ]
    found = measured("ingest", claims, machine, figures)
    found.checks.update(checks(paused, claims) | checks(running, claims))
    peaks = (paused.peaks, behind.peaks, running.peaks)
    found.peak_memory_mib.update(
        in_mebibytes({name: max(peak.get(name, 0) for peak in peaks) for name in SERVICES})
    )
    tell(found, as_json=as_json)


def catch_up_figure(behind: CaughtUp, copied: BareCopy) -> Figure:
    rate = behind.events / behind.seconds
    return Figure(
        name="projections catching up, all of them",
        value=round(rate),
        unit="events/s",
        yardstick="bare COPY, events/s",
        yardstick_value=round(copied.events_per_second),
        ratio=round(rate / copied.events_per_second, 3),
    )


def checks(ingested: Ingested, claims: int) -> dict[str, bool]:
    counts = ingested.totals
    return {"every row accounted for": counts.rows_read == counts.rows_new == claims}


def _figure(name: str, ingested: Ingested, copied: BareCopy) -> Figure:
    rate = ingested.totals.rows_read / ingested.seconds
    return Figure(
        name=name,
        value=round(rate),
        unit="claims/s",
        yardstick="bare COPY, events/s",
        yardstick_value=round(copied.events_per_second),
        ratio=round(rate / copied.events_per_second, 3),
    )
