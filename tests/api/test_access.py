"""Every route by method, role and customer: nobody gets in who may not, or learns why."""

from collections.abc import Iterator
from typing import NamedTuple
from uuid import uuid4

import pytest
from httpx import Response
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute
from tests.api.conftest import Api, projected

from upstream.api.access import PERMISSIONS, ROLES
from upstream.domain.identity.roles import ROLES as MEMBERS
from upstream.domain.identity.roles import Role

ADMIN = "admin@upstream.example"
CUSTOMER = "/api/v1/customers/{customer}"


class Call(NamedTuple):
    """One method of one route, with `{customer}` still to be filled in."""

    method: str
    path: str
    handler: HTTPRouteHandler


def calls(api: Api) -> Iterator[Call]:
    """Of the API; the pages have tests of their own."""
    for route in api.client.app.routes:
        if not isinstance(route, HTTPRoute) or not route.path.startswith("/api/"):
            continue
        for method, (handler, _) in route.route_handler_map.items():
            path = route.path_format
            for parameter in route.path_parameters:
                if parameter != "customer":
                    path = path.replace(f"{{{parameter}}}", str(uuid4()))
            yield Call(method, path, handler)


def declared(api: Api) -> list[Call]:
    return [call for call in calls(api) if call.method != "OPTIONS"]


def about_a_customer(api: Api) -> list[Call]:
    found = [call for call in declared(api) if call.path.startswith(CUSTOMER)]
    assert len(found) >= 9
    return found


def ask(api: Api, call: Call, customer: str, who: str | None, **headers: str) -> Response:
    path = call.path.replace("{customer}", customer)
    return api.client.request(
        call.method, path, headers=api.headers(who, **headers), follow_redirects=False
    )


@pytest.mark.feature("ID-8")
def test_every_route_says_who_may_call_it(town: Api) -> None:
    for call in declared(town):
        opt = call.handler.opt
        named = [key for key in ("public", "signed_in", "permission") if opt.get(key)]
        assert len(named) == 1, f"{call.method} {call.path}"
        if "permission" in opt:
            assert opt["permission"] in PERMISSIONS, call.path
            assert "{customer}" in call.path, call.path


@pytest.mark.feature("ID-8")
def test_every_permission_is_somebodys_and_the_owner_has_all_of_the_customers() -> None:
    assert set().union(*ROLES.values()) == PERMISSIONS
    assert ROLES["owner"] == PERMISSIONS - {"tier:write"}, "the platform's, not the customer's"
    assert ROLES["administrator"] - ROLES["owner"] == {"tier:write"}
    assert set(ROLES) == {*MEMBERS, "administrator"}


@pytest.mark.feature("ID-8")
def test_without_a_token_nothing_opens_by_any_method(town: Api) -> None:
    town.client.cookies.clear()
    closed = [call for call in calls(town) if not call.handler.opt.get("public")]
    closed += [
        call._replace(method="HEAD")
        for call in declared(town)
        if call.method == "GET" and not call.handler.opt.get("public")
    ]
    assert {call.method for call in closed} >= {"GET", "HEAD", "OPTIONS"}
    for call in closed:
        for headers in ({}, {"Authorization": "Bearer x.y.z"}, {"Authorization": "Basic YTpi"}):
            path = call.path.replace("{customer}", "riverside")
            answer = town.client.request(call.method, path, headers=headers)
            assert answer.status_code == 401, f"{call.method} {call.path}"
            assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.feature("ID-2", "ID-8")
@pytest.mark.parametrize("role", MEMBERS)
def test_a_customer_of_others_answers_like_one_that_does_not_exist(town: Api, role: Role) -> None:
    lakeside = town.get("/api/v1/me", who="owner@lakeside.example").json()["customers"][0]["id"]
    for call in about_a_customer(town):
        bodies = []
        for customer in ("lakeside", lakeside, "nowhere", str(uuid4()), "platform"):
            answer = ask(town, call, customer, f"{role}@riverside.example")
            assert answer.status_code == 404, f"{call.method} {call.path} {customer}"
            body = answer.json()
            assert body.pop("request_id") == answer.headers["x-request-id"]
            bodies.append(body)
            assert "upstream-position" not in answer.headers
        assert all(body == bodies[0] for body in bodies), f"{call.method} {call.path}"


@pytest.mark.feature("ID-8")
@pytest.mark.parametrize("role", MEMBERS)
def test_each_role_may_do_what_the_table_says_and_no_more(town: Api, role: Role) -> None:
    projected(town)
    for call in about_a_customer(town):
        answer = ask(town, call, "riverside", f"{role}@riverside.example")
        if call.handler.opt["permission"] in ROLES[role]:
            assert answer.status_code not in {401, 403, 500}, f"{call.method} {call.path}"
        else:
            assert answer.status_code == 403, f"{call.method} {call.path}"
            assert answer.json()["code"] == "access.not_allowed"


@pytest.mark.feature("ID-3")
def test_an_administrator_gives_a_reason_or_sees_nothing(town: Api) -> None:
    for call in about_a_customer(town):
        for customer in ("riverside", "nowhere"):
            for reason in ({}, {"X_Access_Reason": "  "}):
                answer = ask(town, call, customer, ADMIN, **reason)
                assert answer.status_code == 403, f"{call.method} {call.path}"
                assert answer.json()["code"] == "access.reason_missing"


@pytest.mark.feature("ID-3", "AU-1")
def test_an_administrators_access_stands_in_the_customers_own_history(town: Api) -> None:
    dashboard = CUSTOMER.format(customer="riverside") + "/dashboard"
    assert town.get(dashboard, ADMIN, X_Access_Reason="Ticket 4711").status_code == 200
    projected(town)
    history = town.get(
        "/api/v1/customers/riverside/audit?action=identity.administrator_entered"
    ).json()

    newest = history["items"][0]
    me = town.get("/api/v1/me", who=ADMIN).json()
    assert newest["actor"] == f"person:{me['id']}"
    assert newest["reason"] == "Ticket 4711"


@pytest.mark.feature("ID-3")
def test_an_administrator_may_look_and_give_a_tier_and_no_more(town: Api) -> None:
    projected(town)
    for call in about_a_customer(town):
        answer = ask(town, call, "riverside", ADMIN, X_Access_Reason="Ticket 4711")
        if call.handler.opt["permission"] in ROLES["administrator"]:
            assert answer.status_code not in {401, 403, 500}, f"{call.method} {call.path}"
        else:
            assert answer.status_code == 403, f"{call.method} {call.path}"
        assert ask(town, call, "nowhere", ADMIN, X_Access_Reason="x").status_code == 404


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 401),
        ({"Sec-Fetch-Site": "none"}, 401),
        ({"Origin": "http://testserver.local"}, 401),
        ({}, 401),
    ],
)
def test_another_site_cannot_make_a_browser_sign_in(
    town: Api, headers: dict[str, str], status: int
) -> None:
    answer = town.client.post(
        "/api/v1/auth/token", json={"email": "a@b.example", "password": "x"}, headers=headers
    )
    assert answer.status_code == status
    with town.parts.database.control() as connection:
        connection.exec_driver_sql("DELETE FROM sign_in_attempts")
