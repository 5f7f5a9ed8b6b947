"""Around every request and answer: its id, HEAD, security headers, and one line in the log."""

import re
import time
from typing import Final
from uuid import UUID, uuid4

from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from upstream.api.metrics import count_request
from upstream.infrastructure.structured_logs import logger

CONTENT_SECURITY_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS: Final = {
    b"content-security-policy": CONTENT_SECURITY_POLICY.encode(),
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"same-origin",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
    b"permissions-policy": b"camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    # What is shown is somebody's business data, unless a route says otherwise.
    b"cache-control": b"no-store",
}
_HTTPS_ONLY: Final = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")

_REQUEST_ID: Final = re.compile(r"[A-Za-z0-9._~-]{1,64}")
_TRACE_PARENT: Final = re.compile(r"[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}")


def enveloped(app: ASGIApp) -> ASGIApp:
    """The outermost layer: it also sees what no route was found for."""

    async def envelope(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == ScopeType.HTTP:
            await _handle(app, scope, receive, send)
        else:
            await app(scope, receive, send)

    return envelope


async def _handle(app: ASGIApp, scope: HTTPScope, receive: Receive, send: Send) -> None:
    began, without_body, status = time.perf_counter(), scope["method"] == "HEAD", 0
    request_id = _name(scope)
    if without_body:
        scope["method"] = "GET"

    async def answer(message: Message) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = message["status"]
            message["headers"] = _with_ours(message["headers"], scope, request_id)
        elif without_body and message["type"] == "http.response.body":
            message["body"] = b""
        await send(message)

    try:
        await app(scope, receive, answer)
    finally:
        _note(scope, status, time.perf_counter() - began)


def _name(scope: HTTPScope) -> str:
    """The request's own id, and the trace it belongs to (W3C trace context)."""
    headers = dict(scope["headers"])
    given = headers.get(b"x-request-id", b"").decode("latin-1")
    trace = _TRACE_PARENT.fullmatch(headers.get(b"traceparent", b"").decode("latin-1"))
    request_id = given if _REQUEST_ID.fullmatch(given) else uuid4().hex
    scope["state"]["request_id"] = request_id
    scope["state"]["correlation_id"] = UUID(trace[1]) if trace else uuid4()
    return request_id


def _with_ours(
    headers: "list[tuple[bytes, bytes]] | object", scope: HTTPScope, request_id: str
) -> list[tuple[bytes, bytes]]:
    assert isinstance(headers, list)
    there = {name.lower() for name, _ in headers}
    ours = [(name, value) for name, value in _HEADERS.items() if name not in there]
    if scope["scheme"] == "https":
        ours.append(_HTTPS_ONLY)
    return [*headers, *ours, (b"x-request-id", request_id.encode())]


def _note(scope: HTTPScope, status: int, seconds: float) -> None:
    """The template of the path, never the path: ids and query strings stay out of the log."""
    count_request(scope["method"], scope.get("path_template", ""), status, seconds)
    logger().info(
        "request",
        method=scope["method"],
        route=scope.get("path_template", ""),
        status=status,
        milliseconds=round(seconds * 1000, 1),
        request_id=scope["state"]["request_id"],
        customer_id=scope["state"].get("customer_id"),
    )
