"""The OpenAPI document: what Litestar derives, with our problems and our way of signing in."""

from typing import Final

from litestar import Litestar, Router
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import (
    Components,
    License,
    OpenAPIMediaType,
    OpenAPIResponse,
    Operation,
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
                _document(operation, public=bool(handler.opt.get("public")))


def _document(operation: Operation, *, public: bool) -> None:
    assert operation.responses is not None
    operation.responses.pop("400", None)
    operation.responses["4XX"] = _PROBLEM_RESPONSE
    operation.responses["5XX"] = _PROBLEM_RESPONSE
    if public:
        operation.security = []
