"""How long does the dashboard take with a million claims behind it?"""

from typing import Final

import rich_click as click

from upstream.cli.bench.answering import latencies
from upstream.cli.bench.telling import Figure, measured, tell, this_machine
from upstream.cli.bench.two_years import record_two_years
from upstream.cli.trial import Trial

_LEAST: Final = "claims?limit=1"


@click.command("dashboard")
@click.option("--claims", default=1_000_000, show_default=True, type=click.IntRange(min=50))
@click.option("--uploads", default=50, show_default=True, type=click.IntRange(min=2))
@click.option("--requests", default=300, show_default=True, type=click.IntRange(min=20))
@click.option("--json", "as_json", is_flag=True, help="One JSON document and nothing else.")
def command(*, claims: int, uploads: int, requests: int, as_json: bool) -> None:
    """CLAIMS claims in UPLOADS uploads over two years of recorded time; then the page's document.

    The yardstick is a list of one claim over the same connection: what any answer costs.
    """
    machine = this_machine()
    with Trial() as trial:
        client = record_two_years(trial, claims, uploads)
        document, least = latencies(client, ["dashboard", _LEAST], requests)
    figures = [
        Figure(
            name=f"dashboard over HTTP, {name}",
            value=value,
            unit="ms",
            yardstick="a list of one claim, ms",
            yardstick_value=yardstick,
            ratio=round(value / yardstick, 3),
        )
        for name, value, yardstick in (
            ("p50", document.p50, least.p50),
            ("p95", document.p95, least.p95),
        )
    ]
    tell(measured("dashboard", claims, machine, figures), as_json=as_json)
