"""Every route of the console by role and customer: the same table as the API has, no way around."""

from collections.abc import Iterator
from typing import NamedTuple
from uuid import uuid4

import pytest
from httpx import Response
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute
from tests.api.pages.browsing import Console

from upstream.api.access import PERMISSIONS, ROLES
from upstream.domain.identity.roles import ROLES as MEMBERS

CUSTOMER = "/customers/{customer}"


class Call(NamedTuple):
    """One method of one page route, with `{customer}` still to be filled in."""

    method: str
    path: str
    handler: HTTPRouteHandler


def calls(console: Console) -> Iterator[Call]:
    for route in console.client.app.routes:
        if not isinstance(route, HTTPRoute) or route.path.startswith(("/api/", "/health")):
            continue
        for method, (handler, _) in route.route_handler_map.items():
            path = route.path_format
            for parameter in route.path_parameters:
                if parameter != "customer":
                    path = path.replace(f"{{{parameter}}}", str(uuid4()))
            if method != "OPTIONS":
                yield Call(method, path, handler)


def about_a_customer(console: Console) -> list[Call]:
    found = [call for call in calls(console) if call.path.startswith(CUSTOMER)]
    assert len(found) >= 18
    return found


def ask(console: Console, call: Call, customer: str, **headers: str) -> Response:
    path = call.path.replace("{customer}", customer)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return console.client.request(call.method, path, headers=named, follow_redirects=False)


@pytest.mark.feature("ID-8")
def test_every_page_says_who_may_see_it(console: Console) -> None:
    for call in calls(console):
        opt = call.handler.opt
        said = [name for name in ("public", "signed_in", "permission") if name in opt]
        assert len(said) == 1, call.path
        assert opt.get("permission", "dashboard:read") in PERMISSIONS


@pytest.mark.feature("ID-2")
def test_nobody_is_shown_the_way_in_by_every_page(console: Console) -> None:
    console.client.cookies.clear()
    for call in about_a_customer(console):
        answer = ask(console, call, "riverside")
        assert answer.status_code == 303, call.path
        assert answer.headers["location"].startswith("/sign-in"), call.path
        part = ask(console, call, "riverside", HX_Request="true")
        assert part.headers["hx-redirect"] == "/sign-in"


@pytest.mark.feature("ID-2", "ID-8")
@pytest.mark.parametrize("role", MEMBERS)
def test_another_customer_is_not_there_whatever_the_role(console: Console, role: str) -> None:
    console.be(f"{role}@riverside.example")
    for call in about_a_customer(console):
        foreign, missing = (ask(console, call, slug) for slug in ("lakeside", "nowhere"))
        assert foreign.status_code == missing.status_code == 404, call.path
        assert _without_ids(foreign.text) == _without_ids(missing.text), call.path


@pytest.mark.feature("ID-8")
@pytest.mark.parametrize("role", MEMBERS)
def test_a_role_comes_as_far_as_the_table_says(console: Console, role: str) -> None:
    console.be(f"{role}@riverside.example")
    table = {name: permissions for name, permissions in ROLES.items() if name == role}
    for call in about_a_customer(console):
        answer = ask(console, call, "riverside")
        inside = call.handler.opt["permission"] in table[role]  # type: ignore[index]
        assert (answer.status_code != 403) == inside, (call.method, call.path)
        assert answer.status_code < 500, (call.method, call.path)


@pytest.mark.feature("ID-3")
def test_an_administrator_needs_a_reason_here_too(console: Console) -> None:
    console.be("admin@upstream.example")
    for call in about_a_customer(console):
        assert ask(console, call, "riverside").status_code == 403


def _without_ids(page: str) -> str:
    """The request's own id is in every problem."""
    return page.split("Request <code>", maxsplit=1)[0]
