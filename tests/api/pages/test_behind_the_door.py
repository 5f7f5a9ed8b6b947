"""What an open door serves: pages to look at in the console's own session, and nothing else."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

import psycopg
import pytest
from tests.api.pages.browsing import Console
from tests.api.pages.reading import Page
from tests.api.town import Api, Population
from tests.conftest import TestDatabase

ADMIN = "admin@upstream.example"
HOME = "/customers/riverside"
API = f"/api/v1{HOME}"
WHY = "Ticket 4711: the dashboard is empty"
pytestmark = [pytest.mark.feature("ID-3"), pytest.mark.usefixtures("population")]


@pytest.fixture
def inside(api: Api) -> Iterator[Console]:
    """An administrator at the console, who went in at Riverside."""
    console = Console(api)
    console.be(ADMIN)
    assert console.post("/customers/enter", customer="riverside", reason=WHY).status_code == 303
    yield console
    console.client.cookies.clear()


def test_a_command_wants_a_reason_of_its_own(inside: Console) -> None:
    bare = inside.client.put(f"{API}/tier", json={"tier": "trial"})
    said = {"X-Access-Reason": "Contract of November"}
    told = inside.client.put(f"{API}/tier", json={"tier": "trial"}, headers=said)

    assert (bare.status_code, bare.json()["code"]) == (403, "access.reason_missing")
    assert told.status_code == 201
    assert inside.get(f"{API}/claims").status_code == 200, "to look the door is enough"
    assert inside.client.head(f"{API}/claims").status_code == 200


@pytest.mark.feature("ID-2")
def test_a_bearer_of_the_same_session_finds_the_door_shut(
    inside: Console, population: Population
) -> None:
    parts = inside.api.parts
    with parts.database.control() as connection:
        (session_id,) = connection.exec_driver_sql(
            "SELECT session_id FROM console_entries"
        ).scalars()
    assert isinstance(session_id, UUID)
    now = datetime.now(UTC)
    token = parts.doors.tokens.issue(population.people[ADMIN], session_id, now)
    answer = inside.get(f"{API}/claims", Authorization=f"Bearer {token}")

    assert (answer.status_code, answer.json()["code"]) == (403, "access.reason_missing")
    assert inside.get(f"{API}/claims").status_code == 200, "open all the while for the cookie"


@pytest.mark.feature("ID-2")
def test_a_bearer_opens_no_door_for_the_requests_to_come(api: Api) -> None:
    form = {"customer": "riverside", "reason": WHY}
    headers = api.headers(ADMIN)
    api.client.post("/customers/enter", data=form, headers=headers, follow_redirects=False)

    answer = api.get(f"{API}/claims", ADMIN)
    assert (answer.status_code, answer.json()["code"]) == (403, "access.reason_missing")


def test_a_page_that_is_refused_inside_still_says_so_and_lets_one_out(inside: Console) -> None:
    refused = inside.get(f"{HOME}/settings")
    page = Page(refused.text)

    assert refused.status_code == 403
    assert f"You are inside Riverside as platform administrator: {WHY}" in page.text
    assert "/customers/leave" in page.posts


@pytest.mark.feature("ID-2")
def test_a_page_that_is_refused_outside_names_nobody(api: Api) -> None:
    console = Console(api)
    console.be(ADMIN)
    refused = console.get(f"{HOME}/settings")

    assert refused.status_code == 403
    assert "You are inside" not in refused.text
    assert "Riverside" not in Page(refused.text).text


@pytest.mark.feature("AL-9")
def test_live_updates_end_with_the_door(inside: Console, test_database: TestDatabase) -> None:
    inside.client.app.state.feeds.lasts_seconds = 50.0
    with psycopg.connect(test_database.admin_url) as connection:
        connection.execute("UPDATE console_entries SET ends_at = now() + interval '2 seconds'")
    began = time.monotonic()
    answer = inside.get(f"{API}/stream")

    assert answer.status_code == 200
    assert time.monotonic() - began < 20
    assert inside.get(f"{API}/stream").status_code == 403
