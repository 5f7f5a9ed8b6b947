"""The list of all customers: page by page, whole where one read model stands still, noted once."""

from collections.abc import Iterator

import psycopg
import pytest
from tests.api.pages.browsing import Console
from tests.api.pages.reading import Page
from tests.api.town import Api, Population, projected
from tests.conftest import TestDatabase
from tests.support.claim_log import context_of

from upstream.api.pages.identity.customers import ROWS
from upstream.application.customers import open_customer
from upstream.application.settings import give_tier
from upstream.domain.identity.events import CustomersListed
from upstream.domain.units import PLATFORM
from upstream.projections.reading import facts_between

pytestmark = pytest.mark.feature("ID-3")


@pytest.fixture
def admin(api: Api, population: Population) -> Iterator[Console]:
    console = Console(api)
    console.be("admin@upstream.example")
    projected(api)
    yield console
    console.client.cookies.clear()


def listed(api: Api) -> list[int]:
    """How many customers were shown, each time somebody looked."""
    tag = CustomersListed.__struct_config__.tag
    head = api.parts.log.head(PLATFORM)
    with api.parts.database.customer(PLATFORM) as connection:
        facts = facts_between(
            connection, PLATFORM, after=0, through=head, tags=frozenset({str(tag)})
        )
    events = [fact.event() for fact in facts]
    return [event.customers for event in events if isinstance(event, CustomersListed)]


@pytest.mark.feature("RD-7")
def test_one_parked_read_model_hides_no_other_customer(
    admin: Console, population: Population, test_database: TestDatabase
) -> None:
    lakeside = population.lakeside.customer_id
    answer = give_tier(admin.api.parts.log, context_of(lakeside), "enterprise")
    with psycopg.connect(test_database.admin_url) as connection:
        connection.execute(
            "UPDATE events SET state = %s WHERE customer_id = %s AND position = %s",
            [b'{"type":"settings.tier_given.v1","tier":17}', lakeside, answer.position],
        )
    projected(admin.api)
    page = admin.page("/customers")

    assert "Lakeside" in page.text
    assert page.text.count("A read model is parked: no figures") == 1
    assert "Standard" in page.text, "Riverside has its figures"


def test_the_list_comes_page_by_page(admin: Console) -> None:
    slugs = [f"made-{number:03}" for number in range(ROWS)]
    for slug in slugs:
        open_customer(admin.api.parts.database, slug=slug, name=slug)
    first = admin.page("/customers")
    (further,) = first.all_of("a", rel="next")
    second = admin.page(str(further.attributes["href"]))
    shown = [
        [str(node.attributes["href"]) for node in page.all_of("a")] for page in (first, second)
    ]
    rows = [[each for each in hrefs if each.endswith("#enter")] for hrefs in shown]

    assert [len(each) for each in rows] == [ROWS, 2]
    assert not set(rows[0]) & set(rows[1])
    assert not second.all_of("a", rel="next")
    assert len(first.all_of("option")) == ROWS + 3, "whoever is not on the page can be chosen"
    assert listed(admin.api) == [ROWS, 2]


def test_a_form_that_is_refused_shows_and_notes_no_list(admin: Console) -> None:
    answer = admin.post("/customers/enter", customer="riverside", reason=" ")

    assert answer.status_code == 403
    page = Page(answer.text)
    assert page.all_of("a", href="/customers")
    assert "Active alerts" not in page.text
    assert listed(admin.api) == []
