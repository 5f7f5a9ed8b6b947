"""What an open door serves: pages to look at in the console's own session, and nothing else."""

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

import pytest
from tests.api.pages.browsing import Console
from tests.api.town import Api, Population

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
