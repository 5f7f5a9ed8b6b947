"""How long does a document take over HTTP, one request after the other on one connection?"""

import time
from collections.abc import Sequence
from statistics import quantiles
from typing import Final, NamedTuple

from upstream.cli.trial.client import Client

_WARM_UP: Final = 30


class Latency(NamedTuple):
    """In milliseconds."""

    p50: float
    p95: float


def latencies(client: Client, paths: Sequence[str], requests: int) -> list[Latency]:
    """Each path's, asked for in turn, so that whatever disturbs disturbs them all."""
    for _ in range(_WARM_UP):
        for path in paths:
            client.get(path)
    taken: list[list[float]] = [[] for _ in paths]
    for _ in range(requests):
        for times, path in zip(taken, paths, strict=True):
            began = time.perf_counter()
            client.get(path)
            times.append((time.perf_counter() - began) * 1_000)
    return [latency(times) for times in taken]


def latency(times: list[float]) -> Latency:
    """Of requests that took so many milliseconds each; at least two."""
    cuts = quantiles(times, n=20)
    return Latency(round(cuts[9], 2), round(cuts[18], 2))
