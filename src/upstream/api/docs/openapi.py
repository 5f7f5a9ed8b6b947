"""The OpenAPI document: what Litestar derives, with our problems and our way of signing in."""

from typing import Final

from litestar import Litestar, Router
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import (
    Components,
    License,
    OpenAPIHeader,
    OpenAPIMediaType,
    OpenAPIResponse,
    Operation,
    Parameter,
    Reference,
    Schema,
    SecurityScheme,
    Server,
    Tag,
)
from litestar.openapi.spec.enums import OpenAPIType
from litestar.routes import HTTPRoute

import upstream
from upstream.api.access import PUBLIC
from upstream.api.answers import POSITION
from upstream.api.problems import MEDIA_TYPE

_DESCRIPTION: Final = """\
Notices early when payers change how they treat a provider's claims.

Commands and queries are apart. Every answer about a customer says which position of the
customer's log it shows (`Upstream-Position`), and every question can be asked as of a moment.
"""
_TEXT: Final = Schema(type=OpenAPIType.STRING)
_PROBLEM: Final = Schema(
    title="Problem",
    description="RFC 9457. A refusal may add facts of its own, such as `position`.",
    type=OpenAPIType.OBJECT,
    required=["type", "title", "status", "detail", "code", "request_id"],
    properties={
        "type": _TEXT,
        "title": _TEXT,
        "status": Schema(type=OpenAPIType.INTEGER),
        "detail": _TEXT,
        "code": Schema(type=OpenAPIType.STRING, description="Stable; for programs."),
        "request_id": _TEXT,
        "errors": Schema(
            type=OpenAPIType.ARRAY,
            items=Schema(
                type=OpenAPIType.OBJECT,
                required=["field", "source", "message"],
                properties={"field": _TEXT, "source": _TEXT, "message": _TEXT},
            ),
        ),
    },
)
_PROBLEM_RESPONSE: Final = OpenAPIResponse(
    description="What is wrong, as a problem document.",
    content={MEDIA_TYPE: OpenAPIMediaType(schema=Reference("#/components/schemas/Problem"))},
)

_POSITION: Final = OpenAPIHeader(
    description="The position of the customer's log that this answer shows or reached.",
    schema=Schema(type=OpenAPIType.INTEGER),
)


def _header(name: str, description: str) -> Parameter:
    return Parameter(
        name=name, param_in="header", schema=_TEXT, required=False, description=description
    )


_REASON: Final = _header("X-Access-Reason", "Required of platform administrators: why.")
_KEY: Final = _header("Idempotency-Key", "The same command under the same key is done once.")
_IF_MATCH: Final = _header("If-Match", "The ETag that was looked at; 412 where it is outdated.")
_IF_NONE_MATCH: Final = _header("If-None-Match", "The ETag the client has; 304 where it stands.")

OPENAPI: Final = OpenAPIConfig(
    title="Upstream",
    version=upstream.__version__,
    description=_DESCRIPTION,
    license=License(name="Apache-2.0", identifier="Apache-2.0"),
    servers=[Server(url="/")],
    tags=[
        Tag(name="Commands", description="What changes something; answers id, version, position."),
        Tag(name="Queries", description="What shows something, now or as of any moment."),
        Tag(name="Signing in", description="Access and refresh tokens."),
        Tag(name="Health", description="Whether this installation lives and works."),
    ],
    components=Components(
        security_schemes={
            "bearer": SecurityScheme(type="http", scheme="bearer", bearer_format="JWT")
        }
    ),
    security=[{"bearer": []}],
    render_plugins=[JsonRenderPlugin(path="/")],
    openapi_router=Router("/api/v1/schema", route_handlers=[], opt=PUBLIC, include_in_schema=False),
    use_handler_docstrings=True,
)


def document_problems(app: Litestar) -> None:
    """Every operation may answer with a problem; the framework would document its own errors."""
    document = app.openapi_schema
    document.components.schemas["Problem"] = _PROBLEM
    documented = document.paths or {}
    for route in app.routes:
        if not isinstance(route, HTTPRoute) or route.path_format not in documented:
            continue
        for method, (handler, _) in route.route_handler_map.items():
            operation = getattr(documented[route.path_format], method.lower(), None)
            if isinstance(operation, Operation):
                _document(operation, handler)


def _document(operation: Operation, handler: HTTPRouteHandler) -> None:
    responses = operation.responses or {}
    responses.pop("400", None)
    responses["4XX"] = responses["5XX"] = _PROBLEM_RESPONSE
    if handler.opt.get("public"):
        operation.security = []
    if "permission" not in handler.opt:
        return
    operation.parameters = [*(operation.parameters or []), *_headers(handler)]
    for status, response in responses.items():
        if status.startswith("2") and isinstance(response, OpenAPIResponse):
            response.headers = {**(response.headers or {}), POSITION: _POSITION}


def _headers(handler: HTTPRouteHandler) -> list[Parameter]:
    asked = handler.parsed_fn_signature.parameters
    if "POST" in handler.http_methods:
        return [_REASON, _KEY, *([_IF_MATCH] if "version" in asked else [])]
    return [_REASON, *([_IF_NONE_MATCH] if "request" in asked else [])]
