"""How long does each page and document over claims take, now and as of half-way?"""

import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

import rich_click as click

from upstream.cli.bench.answering import Latency, latency
from upstream.cli.bench.pages.customer import record_customer
from upstream.cli.bench.pages.routes import Route, routes_at
from upstream.cli.bench.telling import Figure, measured, tell, this_machine
from upstream.cli.bench.two_years import YEARS
from upstream.cli.trial import Trial
from upstream.cli.trial.client import Client

LEAST: Final = Route("a list of one claim", "claims?limit=1", is_page=False)
_WARM_UP: Final = 2


@click.command("pages")
@click.option("--claims", default=1_000_000, show_default=True, type=click.IntRange(min=400))
@click.option("--uploads", default=48, show_default=True, type=click.IntRange(min=4))
@click.option("--requests", default=20, show_default=True, type=click.IntRange(min=2))
@click.option("--json", "as_json", is_flag=True, help="One JSON document and nothing else.")
def command(*, claims: int, uploads: int, requests: int, as_json: bool) -> None:
    """CLAIMS claims over two years in UPLOADS uploads, with appeals, runs of detection and alerts;
    then every page and document that claims are counted for, REQUESTS times each, warm, one after
    the other.

    Half-way is a position inside a commit. The yardstick is a list of one claim over the same
    connection, asked in turn with everything else.
    """
    machine = this_machine()
    with Trial() as trial:
        found = record_customer(trial, claims, uploads)
        today = datetime.now(UTC).date()
        moments = {
            "now": routes_at(found.client, None, today),
            "half-way": routes_at(
                found.client, f"position:{found.half_way}", today - timedelta(days=YEARS.days // 2)
            ),
        }
        figures = [
            figure
            for moment, routes in moments.items()
            for figure in _measured(found.client, moment, routes, requests)
        ]
    result = measured("pages", claims, machine, figures)
    result.checks["there are alerts to look at"] = any(
        route.name.startswith("alert of") for route in moments["now"]
    )
    tell(result, as_json=as_json)


def _measured(client: Client, moment: str, routes: Sequence[Route], requests: int) -> list[Figure]:
    least, *others = _latencies(client, [LEAST, *routes], requests)
    return [
        Figure(
            name=f"{'page' if route.is_page else 'document'} {route.name}, {moment}, {part}",
            value=value,
            unit="ms",
            yardstick=f"{LEAST.name}, {part}, ms",
            yardstick_value=yardstick,
            ratio=round(value / yardstick, 3),
        )
        for route, took in zip(routes, others, strict=True)
        for part, value, yardstick in (
            ("p50", took.p50, least.p50),
            ("p95", took.p95, least.p95),
        )
    ]


def _latencies(client: Client, routes: Sequence[Route], requests: int) -> list[Latency]:
    """Each asked for in turn, so that whatever disturbs disturbs them all."""
    taken: list[list[float]] = [[] for _ in routes]
    for turn in range(_WARM_UP + requests):
        for times, route in zip(taken, routes, strict=True):
            began = time.perf_counter()
            (client.page if route.is_page else client.get)(route.path)
            if turn >= _WARM_UP:
                times.append((time.perf_counter() - began) * 1_000)
    return [latency(times) for times in taken]
