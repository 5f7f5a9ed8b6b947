"""What does the past cost, and is it what a log that ends there would have said?"""

from urllib.parse import quote

import rich_click as click

from upstream.cli.bench.answering import Latency, latencies
from upstream.cli.bench.cut_replay import dashboard_of_a_cut_replay
from upstream.cli.bench.telling import Figure, measured, tell, this_machine
from upstream.cli.bench.two_years import half_way, record_two_years
from upstream.cli.trial import Trial


@click.command("timetravel")
@click.option("--claims", default=1_000_000, show_default=True, type=click.IntRange(min=50))
@click.option("--uploads", default=50, show_default=True, type=click.IntRange(min=2))
@click.option("--requests", default=300, show_default=True, type=click.IntRange(min=20))
@click.option("--json", "as_json", is_flag=True, help="One JSON document and nothing else.")
def command(*, claims: int, uploads: int, requests: int, as_json: bool) -> None:
    """The dashboard half-way through two years of recorded time, beside the present's.

    The check replays the log cut at that position and compares the documents byte by byte.
    """
    machine = this_machine()
    with Trial() as trial:
        client = record_two_years(trial, claims, uploads)
        instant, position = half_way(trial, client)
        moments = [quote(instant.isoformat()), f"position:{position}"]
        paths = ["dashboard", *(f"dashboard?as_of={moment}" for moment in moments)]
        present, at_instant, inside_a_commit = latencies(client, paths, requests)
        as_of = client.get(paths[-1])
        replayed = dashboard_of_a_cut_replay(trial, client, position)
    figures = [
        _figure("as of half-way, at the end of a commit, p95", at_instant, present),
        _figure("as of half-way, inside a commit, p95", inside_a_commit, present),
    ]
    found = measured("timetravel", claims, machine, figures)
    found.checks["identical to a replay cut there"] = as_of == replayed
    tell(found, as_json=as_json)


def _figure(name: str, past: Latency, present: Latency) -> Figure:
    return Figure(
        name=name,
        value=past.p95,
        unit="ms",
        yardstick="the present, p95, ms",
        yardstick_value=present.p95,
        ratio=round(past.p95 / present.p95, 3),
    )
