"""How fast do a million claims come in, and how near is that to what PostgreSQL can take?"""

from typing import Final

import rich_click as click

from upstream.cli.bench.recording import CaughtUp, Ingested, catch_up, ingest, yardstick
from upstream.cli.bench.telling import Figure, in_mebibytes, measured, tell, this_machine
from upstream.cli.bench.yardstick import BareCopy
from upstream.cli.trial import SERVICES, Trial

_TICK: Final = 0.01
"""Seconds: the kernel counts no finer."""


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
        *catch_up_figures(behind, copied),
    ]
    found = measured("ingest", claims, machine, figures)
    found.checks.update(checks(paused, claims) | checks(running, claims))
    peaks = (paused.peaks, behind.peaks, running.peaks)
    found.peak_memory_mib.update(
        in_mebibytes({name: max(peak.get(name, 0) for peak in peaks) for name in SERVICES})
    )
    tell(found, as_json=as_json)


def catch_up_figures(behind: CaughtUp, copied: BareCopy) -> tuple[Figure, Figure]:
    """By the clock, and by processor time, which other work on the machine leaves nearly alone."""
    by_clock = behind.events / behind.seconds, copied.events_per_second
    by_processor = (
        behind.events / max(behind.processor_seconds, _TICK),
        copied.events / max(copied.processor_seconds, _TICK),
    )
    return (
        _beside("projections catching up, all of them", "events/s", *by_clock),
        _beside("the same by processor time", "events/processor-second", *by_processor),
    )


def _beside(name: str, unit: str, ours: float, bare: float) -> Figure:
    return Figure(
        name=name,
        value=round(ours),
        unit=unit,
        yardstick=f"bare COPY, {unit.replace('claims', 'events')}",
        yardstick_value=round(bare),
        ratio=round(ours / bare, 3),
    )


def checks(ingested: Ingested, claims: int) -> dict[str, bool]:
    counts = ingested.totals
    return {"every row accounted for": counts.rows_read == counts.rows_new == claims}


def _figure(name: str, ingested: Ingested, copied: BareCopy) -> Figure:
    rate = ingested.totals.rows_read / ingested.seconds
    return _beside(name, "claims/s", rate, copied.events_per_second)
