"""Requests this process answered: by route template, never by path."""

from typing import Final

from prometheus_client import CollectorRegistry, Counter

REGISTRY: Final = CollectorRegistry(auto_describe=True)
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_LABELS: Final = ("method", "route", "status")

_REQUESTS: Final = Counter(
    "upstream_http_requests", "Requests answered by this process.", _LABELS, registry=REGISTRY
)
_SECONDS: Final = Counter(
    "upstream_http_request_seconds",
    "Time this process took to answer them, in seconds.",
    _LABELS,
    registry=REGISTRY,
)


def count_request(method: str, route: str, status: int, seconds: float) -> None:
    """`route` is empty where none was found; a made-up method is `other`, so labels stay few."""
    labels = (method if method in _METHODS else "other", route, str(status))
    _REQUESTS.labels(*labels).inc()
    _SECONDS.labels(*labels).inc(seconds)
