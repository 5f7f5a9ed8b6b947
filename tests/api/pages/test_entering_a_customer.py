"""A platform administrator at the console: the list, the way in with a reason, the way out."""

from collections.abc import Iterator
from datetime import timedelta

import psycopg
import pytest
from tests.api.pages.browsing import Console
from tests.api.pages.reading import Page
from tests.api.town import OWNER, Api, Population, projected
from tests.conftest import TestDatabase

HOME = "/customers/riverside"
WHY = "Ticket 4711: the dashboard is empty"
AUDIT = "/api/v1/customers/riverside/audit?action=identity."
pytestmark = [pytest.mark.feature("ID-3"), pytest.mark.usefixtures("population")]


@pytest.fixture
def admin(api: Api, population: Population) -> Iterator[Console]:
    console = Console(api)
    console.be("admin@upstream.example")
    yield console
    console.client.cookies.clear()


def enter(admin: Console, **more: str) -> str:
    answer = admin.post("/customers/enter", customer="riverside", reason=WHY, **more)
    assert answer.status_code == 303, answer.text
    projected(admin.api)
    return answer.headers["location"]


def told(api: Api, action: str) -> list[dict[str, object]]:
    projected(api)
    items: list[dict[str, object]] = api.get(AUDIT + action).json()["items"]
    return items


def test_who_runs_the_platform_comes_home_to_all_customers(admin: Console) -> None:
    projected(admin.api)
    page = admin.page("/")

    assert page.all_of("h1")
    for said in ("Riverside", "Lakeside", "Standard", "No upload yet"):
        assert said in page.text, said
    chosen = admin.page("/customers?customer=lakeside").all_of("option", selected="")
    assert [node.attributes["value"] for node in chosen] == ["lakeside"]


@pytest.mark.feature("AU-1")
def test_entering_with_a_reason_opens_every_page_and_each_is_in_the_audit(admin: Console) -> None:
    assert admin.get(f"{HOME}/dashboard").status_code == 403
    assert enter(admin) == f"{HOME}/dashboard"
    dashboard, claims = admin.page(f"{HOME}/dashboard"), admin.page(f"{HOME}/claims")

    for page in (dashboard, claims):
        assert f"You are inside Riverside as platform administrator: {WHY}" in page.text
        assert "/customers/leave" in page.posts
    entered = told(admin.api, "administrator_entered")
    assert {one["reason"] for one in entered} == {WHY}
    assert len(entered) == 3, "the door and two pages"
    assert "Inside until" in admin.page("/customers").text


def test_inside_one_may_look_and_no_more(admin: Console) -> None:
    enter(admin)
    page = admin.page(f"{HOME}/drift-runs")

    assert page.posts == {"/customers/leave"}
    assert admin.post(f"{HOME}/drift-runs", product="driftwatch").status_code == 403
    assert admin.get(f"{HOME}/settings").status_code == 403


@pytest.mark.feature("ID-2")
def test_the_door_is_one_customers_and_one_sessions(admin: Console) -> None:
    enter(admin)
    assert admin.get("/customers/lakeside/dashboard").status_code == 403
    other = Console(admin.api)
    other.be("admin@upstream.example")
    assert other.get(f"{HOME}/dashboard").status_code == 403


@pytest.mark.feature("AU-1")
def test_leaving_closes_the_door_and_is_told_once(admin: Console) -> None:
    enter(admin)
    first, again = (admin.post("/customers/leave", customer="riverside") for _ in range(2))

    assert (first.status_code, first.headers["location"]) == (303, "/customers")
    assert again.status_code == 303
    assert admin.get(f"{HOME}/dashboard").status_code == 403
    assert len(told(admin.api, "administrator_left")) == 1


def test_after_an_hour_the_door_falls_shut(admin: Console, test_database: TestDatabase) -> None:
    enter(admin)
    with psycopg.connect(test_database.admin_url) as connection:
        connection.execute(
            "UPDATE console_entries SET ends_at = ends_at - %s", [timedelta(hours=1)]
        )

    assert admin.get(f"{HOME}/dashboard").status_code == 403
    assert enter(admin) == f"{HOME}/dashboard"
    assert admin.get(f"{HOME}/dashboard").status_code == 200


def test_a_closed_page_offers_the_door_and_leads_back_to_itself(admin: Console) -> None:
    refused = admin.get(f"{HOME}/claims")
    page = Page(refused.text)

    assert refused.status_code == 403
    assert page.posts == {"/customers/enter"}
    assert page.all_of("input", name="back", value=f"{HOME}/claims")
    assert enter(admin, back=f"{HOME}/claims") == f"{HOME}/claims"
    assert enter(admin, back="https://evil.example/") == f"{HOME}/dashboard"
    assert enter(admin, back="/customers/lakeside/claims") == f"{HOME}/dashboard"


@pytest.mark.parametrize(
    ("customer", "reason", "status"),
    [("riverside", "  ", 403), ("nowhere", "why not", 404), ("platform", "why not", 404)],
)
def test_no_reason_or_no_customer_opens_nothing(
    admin: Console, customer: str, reason: str, status: int
) -> None:
    projected(admin.api)
    answer = admin.post("/customers/enter", customer=customer, reason=reason)

    assert answer.status_code == status
    assert "notice-bad" in answer.text
    assert told(admin.api, "administrator_entered") == []


@pytest.mark.feature("ID-8")
def test_nobody_else_sees_the_list_or_the_door(admin: Console) -> None:
    admin.be(OWNER)

    assert admin.get("/customers").status_code == 403
    for path in ("/customers/enter", "/customers/leave"):
        assert admin.post(path, customer="riverside", reason="x").status_code == 403
    assert "Inside as platform administrator" not in admin.get(f"{HOME}/dashboard").text
