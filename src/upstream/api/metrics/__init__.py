"""Figures about the running installation, for Prometheus: no customer's name, nobody's data."""

from upstream.api.metrics.requests import count_request
from upstream.api.metrics.route import metrics

__all__ = ["count_request", "metrics"]
