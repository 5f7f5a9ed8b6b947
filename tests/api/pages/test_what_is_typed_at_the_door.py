"""Reasons, names and ways back as people and programs type them: none of it breaks a page."""

from collections.abc import Iterator

import pytest
from tests.api.pages.browsing import Console
from tests.api.pages.reading import Page
from tests.api.town import Api, Population, projected

ADMIN = "admin@upstream.example"
HOME = "/customers/riverside"
AUDIT = "/api/v1/customers/riverside/audit?action=identity.administrator_entered"
pytestmark = pytest.mark.usefixtures("population")


@pytest.fixture
def admin(api: Api) -> Iterator[Console]:
    console = Console(api)
    console.be(ADMIN)
    yield console
    console.client.cookies.clear()


def reasons(api: Api) -> set[object]:
    projected(api)
    return {one["reason"] for one in api.get(AUDIT).json()["items"]}


@pytest.mark.feature("ID-3", "AU-1")
def test_a_reason_is_kept_as_it_can_be_read(admin: Console) -> None:
    typed = ["Ticket\x00 1", " Ticket\r\n\t2\x07 ", "Łódź wrote\u202e", "x" * 600]
    for reason in typed:
        answer = admin.post("/customers/enter", customer="riverside", reason=reason)
        assert answer.status_code == 303, answer.text
    told = {"X-Access-Reason": "Ticket\t3\x07"}
    assert admin.client.get(f"/api/v1{HOME}/claims", headers=told).status_code == 200

    kept = {"Ticket 1", "Ticket 2", "Łódź wrote", "x" * 500, "Ticket 3"}
    assert reasons(admin.api) == kept


@pytest.mark.feature("ID-3")
@pytest.mark.parametrize(
    ("customer", "reason", "status"),
    [("river\x00side", "why not", 404), ("riverside", "\x00\u200b\x07", 403)],
)
def test_what_cannot_be_read_opens_nothing(
    admin: Console, customer: str, reason: str, status: int
) -> None:
    projected(admin.api)
    answer = admin.post("/customers/enter", customer=customer, reason=reason)

    assert answer.status_code == status
    assert "notice-bad" in answer.text


@pytest.mark.feature("ID-2")
@pytest.mark.parametrize("path", ["/customers/river%00side/claims", "/customers/%00/claims"])
def test_a_customer_of_no_possible_name_is_not_there(admin: Console, path: str) -> None:
    admin.be("owner@riverside.example")
    assert admin.get(path).status_code == 404
    assert admin.api.get(f"/api/v1{path}").status_code == 404


def test_a_way_back_no_header_can_carry_leads_home(nobody: Console) -> None:
    form = {"email": "owner@riverside.example", "password": "correct horse battery staple"}
    for back in (f"{HOME}/Ł", f"{HOME}/é", "/\x00"):
        signed_in = nobody.post("/sign-in", back=back, **form)
        themed = nobody.post("/theme", theme="dark", back=back)
        for answer in (signed_in, themed):
            assert (answer.status_code, answer.headers["location"]) == (303, "/"), back


@pytest.mark.feature("ID-3")
def test_the_door_leads_home_when_the_way_back_has_letters_of_its_own(admin: Console) -> None:
    typed = {"customer": "riverside", "reason": "Ticket 4711"}
    answer = admin.post("/customers/enter", back=f"{HOME}/Ł", **typed)

    assert (answer.status_code, answer.headers["location"]) == (303, f"{HOME}/dashboard")


@pytest.mark.feature("ID-3")
def test_the_door_leads_back_to_what_was_asked_query_and_all(
    admin: Console, population: Population
) -> None:
    for home in (HOME, f"/customers/{population.riverside.customer_id}"):
        asked = f"{home}/claims?payer=Aetna%20%26%20Co&as_of=position:1"
        door = Page(admin.get(asked).text)
        field, _ = door.all_of("input", name="back")
        (customer,) = door.all_of("input", name="customer")
        back, key = field.attributes["value"], customer.attributes["value"]
        assert (back, key) == (asked, home.rsplit("/", 1)[1])
        assert back is not None
        assert key is not None
        went = admin.post("/customers/enter", customer=key, reason="Ticket 4711", back=back)
        assert (went.status_code, went.headers["location"]) == (303, asked)
        admin.post("/customers/leave", customer="riverside")


def test_nobody_comes_back_to_an_address_with_letters_of_its_own(nobody: Console) -> None:
    asked = "/customers/%C5%81/claims?as_of=position:1"
    page = nobody.page(nobody.get(asked).headers["location"])
    back, _ = page.all_of("input", name="back")
    assert back.attributes["value"] == asked
