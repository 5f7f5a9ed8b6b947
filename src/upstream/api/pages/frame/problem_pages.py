"""Everything that goes wrong on a page, said on a page: the API's problems, laid out for people."""

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import quote, urlencode

import msgspec
from litestar import Response
from litestar.exceptions import HTTPException, NotAuthorizedException, ValidationException
from litestar.types import ExceptionHandlersMap
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolExhausted

from upstream.api import problems
from upstream.api.access import ReasonMissing
from upstream.api.callers import Caller, Connection
from upstream.api.pages.frame.layout import THEME_COOKIE, CustomerLink, Layout, navigation, theme_of
from upstream.api.pages.frame.showing import html, see_other
from upstream.api.pages.rendering import render
from upstream.domain.messages import Refusal
from upstream.infrastructure.entrance import Place

# Error types differ per handler; each handler gets the type it is registered for.
Handler = Callable[[Connection, Any], Response[object]]


def on_nobody(connection: Connection, _: NotAuthorizedException) -> Response[str]:
    """Sign in, then come back here; a part of a page sends the whole page there."""
    address = (
        f"/sign-in?{urlencode({'back': _asked(connection)})}"
        if connection.method == "GET"
        else "/sign-in"
    )
    if connection.headers.get("hx-request") == "true":
        return html("", headers={"HX-Redirect": "/sign-in"})
    return see_other(address)


def laid_out(handler: Handler) -> Callable[[Connection, Any], Response[str]]:
    def handle(connection: Connection, error: Any) -> Response[str]:  # noqa: ANN401  see Handler
        said = handler(connection, error)
        problem = said.content
        assert isinstance(problem, dict)
        layout = _layout(connection, problem["title"])
        headers = {name: value for name, value in said.headers.items() if value is not None}
        door = _door(connection) if isinstance(error, ReasonMissing) else None
        markup = render("problem.html", layout=layout, problem=problem, enter=door)
        return html(markup, status=said.status_code or 500, headers=headers)

    return handle


class Door(msgspec.Struct, frozen=True, kw_only=True):
    """Where a platform administrator wants to go in."""

    customer: str
    back: str


def _door(connection: Connection) -> Door:
    """The same whether there is such a customer or not."""
    here = _asked(connection) if connection.method == "GET" else ""
    return Door(customer=str(connection.path_params.get("customer", "")), back=here)


def _asked(connection: Connection) -> str:
    """The address as a browser writes it, to come back to."""
    path = quote(connection.scope["path"])
    query = connection.scope["query_string"].decode("latin-1")
    return f"{path}?{query}" if query else path


def _layout(connection: Connection, title: str) -> Layout:
    """Made without the database, which may be what went wrong."""
    place: Place | None = connection.scope["state"].get("place")
    caller: Caller | None = connection.scope["state"].get("caller")
    return Layout(
        title=title,
        here="/",
        theme=theme_of(connection.cookies.get(THEME_COOKIE)),
        customer=CustomerLink(slug=place.slug, name=place.name) if place else None,
        nav=navigation(place.slug, "") if place else (),
        inside_because=caller.reason if caller and place else None,
    )


PAGE_EXCEPTION_HANDLERS: Final[ExceptionHandlersMap] = {
    NotAuthorizedException: on_nobody,
    Refusal: laid_out(problems.on_refusal),
    ValidationException: laid_out(problems.on_invalid),
    HTTPException: laid_out(problems.on_http),
    OperationalError: laid_out(problems.on_unreachable),
    InterfaceError: laid_out(problems.on_unreachable),
    PoolExhausted: laid_out(problems.on_unreachable),
    Exception: laid_out(problems.on_error),
}
