"""`/metrics`: for whoever brings the token, or, where none is set, for this machine alone."""

import hmac
from ipaddress import ip_address
from typing import Final

from litestar import Response, get
from litestar.exceptions import NotAuthorizedException
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from upstream.api.access import PUBLIC
from upstream.api.dependencies import AnyRequest, PartsGiven
from upstream.api.metrics.collector import InstallationCollector
from upstream.api.metrics.requests import REGISTRY

_PASSED_ON: Final = ("forwarded", "x-forwarded-for", "x-real-ip", "via")
"""What a proxy adds: then the address we see is its own, and says nothing."""


@get(
    "/metrics",
    operation_id="metrics",
    opt=PUBLIC,
    media_type="text/plain",
    sync_to_thread=True,
    include_in_schema=False,
)
def metrics(request: AnyRequest, parts: PartsGiven) -> Response[bytes]:
    """Figures about the installation in Prometheus' text format; of no customer by name."""
    _refuse_strangers(request, parts.settings.metrics_token)
    registry = CollectorRegistry(auto_describe=False)
    registry.register(InstallationCollector(parts.database))
    content = generate_latest(REGISTRY) + generate_latest(registry)
    return Response(content, headers={"Content-Type": CONTENT_TYPE_PLAIN_0_0_4})


def _refuse_strangers(request: AnyRequest, token: str | None) -> None:
    if token is not None:
        given = request.headers.get("authorization", "")
        known = hmac.compare_digest(given.encode(), f"Bearer {token}".encode())
    else:
        known = _is_here(request)
    if not known:
        raise NotAuthorizedException(
            "Figures are for who may have them.", headers={"WWW-Authenticate": "Bearer"}
        )


def _is_here(request: AnyRequest) -> bool:
    if request.client is None or any(name in request.headers for name in _PASSED_ON):
        return False
    try:
        return ip_address(request.client.host).is_loopback
    except ValueError:
        return False
