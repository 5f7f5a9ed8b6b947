"""An unknown query parameter is an error: a filter with a typing mistake filters nothing."""

from litestar import Litestar
from litestar.routes import HTTPRoute

from upstream.api.callers import Connection
from upstream.domain.messages import Refusal


class ParameterUnknown(Refusal):
    """`known` names the parameters this route takes."""

    code = "request.parameter_unknown"


class ParameterRepeated(Refusal):
    """A parameter has one value; which of two was meant is nobody's guess."""

    code = "request.parameter_repeated"


def remember_parameters(app: Litestar) -> None:
    """Once, at start: which query parameters each handler and its dependencies declare.

    By the name in the code, which is not always the name in the address: `from` is a keyword.
    """
    app.state.parameters = {
        (route.path_format, method): {
            parameter.field_name: parameter.field_alias for parameter in model.expected_query_params
        }
        for route in app.routes
        if isinstance(route, HTTPRoute)
        for method, (_, model) in route.route_handler_map.items()
    }


def parameters_of(request: Connection) -> dict[str, str]:
    """Name in the code to name in the address; nothing where no route was found."""
    key = request.scope.get("path_template"), request.method
    known: dict[str, str] = request.app.state.get("parameters", {}).get(key, {})
    return known


def refuse_unknown_parameters(request: Connection) -> None:
    """Before the route's handler. The stranger's name is not repeated: it may be anything."""
    if not request.scope["query_string"]:
        return
    known = set(parameters_of(request).values())
    if not known.issuperset(request.query_params.keys()):
        named = ", ".join(sorted(known)) or "none"
        raise ParameterUnknown("This route does not take that parameter.", known=named)
    if len(list(request.query_params.multi_items())) > len(request.query_params.keys()):
        raise ParameterRepeated("Give each parameter once.")
