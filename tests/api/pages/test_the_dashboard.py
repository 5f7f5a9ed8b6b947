"""The dashboard page: its figures agree with the document, at any moment, and between two."""

from html import unescape

import pytest
from tests.api.pages.browsing import Console
from tests.api.pages.reading import Page
from tests.api.pages.riverside import January

HOME = "/customers/riverside"
PATH = f"{HOME}/dashboard"


def slider_of(page: Page) -> tuple[int, str]:
    """Its last place, and the position it ends at."""
    (slider,) = page.all_of("input", id="moment")
    (upto,) = page.all_of("input", name="upto")
    return int(slider.attributes["max"]), upto.attributes["value"]


@pytest.mark.feature("RD-1")
def test_the_tiles_say_what_the_document_says(console: Console, january: January) -> None:
    assert january
    page = console.page(PATH)
    assert page.words_in("tile-claims").startswith("Claims Every claim known")
    assert page.words_in("tile-claims").endswith("3")
    assert page.words_in("tile-denial_rate").endswith("33.3%")
    assert page.words_in("tile-days").endswith("20 days")
    assert "$651" in page.words_in("tile-billed")
    assert page.words_in("tile-denied").endswith("$217 1 claim")


@pytest.mark.feature("RD-2")
def test_an_earlier_moment_shows_what_was_known_then(console: Console, january: January) -> None:
    page = console.page(f"{PATH}?as_of={january.at(2)}")
    assert page.words_in("tile-claims").endswith("3 1 undecided")
    assert page.words_in("tile-denial_rate").endswith("50.0%")
    assert page.words_in("moment-past").startswith("You are looking at the past")


@pytest.mark.feature("RD-2")
def test_now_has_no_banner(console: Console, january: January) -> None:
    page = console.page(PATH)
    assert page.words_in("moment-past") == ""
    assert f"As known at position {january.head}" in page.words_in("moment-said")


@pytest.mark.feature("RD-2")
def test_the_slider_answers_with_the_figures_and_the_address_to_keep(
    console: Console, january: January
) -> None:
    """What htmx asks for: part of a page, and the address of the whole."""
    last, head = slider_of(console.page(PATH))
    answer = console.get(f"{PATH}?stop={last - 1}&upto={head}", HX_Request="true")
    assert answer.headers["HX-Replace-Url"] == f"{PATH}?as_of={january.at(2)}"
    part = Page(answer.text)
    assert part.all_of("div", id="figures")
    assert part.all_of("html") == []
    assert {node.attributes["id"] for node in part.nodes if "hx-swap-oob" in node.attributes} == {
        "moment-said",
        "moment-now",
        "moment-past",
        "step-earlier",
        "step-later",
        "navigation",
    }


@pytest.mark.feature("RD-2")
def test_without_javascript_the_slider_leads_to_a_link(console: Console, january: January) -> None:
    last, head = slider_of(console.page(PATH))
    back = console.get(f"{PATH}?stop={last - 1}&upto={head}&compare_to=")
    assert (back.status_code, back.headers["location"]) == (
        303,
        f"{PATH}?as_of={january.at(2)}",
    )
    now = console.get(f"{PATH}?stop={last}&upto={head}&compare_to=")
    assert now.headers["location"] == PATH


@pytest.mark.feature("RD-2")
def test_comparing_shows_both_figures_and_the_commits_between(
    console: Console, january: January
) -> None:
    moments = f"as_of={january.at(4)}&compare_to={january.at(2)}"
    page = console.page(f"{PATH}?{moments}")
    assert "2 commits between" in page.text
    assert "50.0% 33.3%" in page.text
    assert "16.7 pts (better)" in page.text


@pytest.mark.feature("RD-2")
@pytest.mark.parametrize("moment", ["yesterday", "position:99999", "2999-01-01T00:00:00Z"])
def test_a_moment_that_makes_no_sense_is_said_on_a_page(
    console: Console, january: January, moment: str
) -> None:
    assert january
    answer = console.get(f"{PATH}?as_of={moment}")
    assert answer.status_code == 400
    assert Page(answer.text).all_of("p", role="alert")
    assert answer.headers["content-type"].startswith("text/html")


def test_links_to_other_pages_keep_the_moment(console: Console, january: January) -> None:
    page = console.page(f"{PATH}?as_of={january.at(2)}")
    links = {node.attributes.get("href") for node in page.all_of("a")}
    assert f"/customers/riverside/claims?as_of={january.at(2)}" in links
    assert "/customers/riverside/audit" in links


def test_a_customer_without_claims_has_a_dashboard_that_says_so(console: Console) -> None:
    console.be("owner@lakeside.example")
    page = console.page("/customers/lakeside/dashboard")
    assert "No claim is known at this moment." in page.text
    assert page.words_in("tile-denial_rate").endswith("\N{EN DASH}")


@pytest.mark.feature("RD-2")
def test_a_place_of_the_slider_means_the_same_after_news_arrived(
    console: Console, january: January
) -> None:
    """Signing in again grows the log; the page in the other tab still counts its old stops."""
    last, head = slider_of(console.page(PATH))
    console.sign_in()
    back = console.get(f"{PATH}?stop={last - 1}&upto={head}")
    assert back.headers["location"] == f"{PATH}?as_of={january.at(2)}"


@pytest.mark.feature("RD-11")
@pytest.mark.parametrize(
    ("tile", "claims"), [("tile-claims", "A-1 A-2 A-3"), ("tile-denied", "A-3")]
)
def test_a_figure_leads_to_the_claims_behind_it(
    console: Console, january: January, tile: str, claims: str
) -> None:
    assert january
    (link,) = _links_in(console, tile)
    listed = console.page(link).text
    assert [ref for ref in ("A-1", "A-2", "A-3") if ref in listed] == claims.split()


def _links_in(console: Console, tile: str) -> list[str]:
    """Links from the tile's element to where the next tile begins."""
    found, inside = [], False
    for node in console.page(PATH).nodes:
        if node.attributes.get("id", "").startswith("tile-"):
            inside = node.attributes["id"] == tile
        if inside and node.tag == "a" and "/claims" in node.attributes.get("href", ""):
            found.append(node.attributes["href"])
    return found


@pytest.mark.feature("RD-11")
def test_every_month_and_every_span_of_days_leads_to_its_claims(
    console: Console, january: January
) -> None:
    """The same filters asked of the API: together they hold each claim once."""
    page = console.page(f"{PATH}?as_of={january.at(3)}")
    leads = [unescape(node.attributes.get("href", "")) for node in page.all_of("a")]

    def claims_behind(wanted: str, *, denied: bool = False) -> int:
        found = [lead for lead in leads if wanted in lead and ("outcome=DENIED" in lead) == denied]
        assert found
        assert all(f"as_of={january.at(3)}" in lead for lead in found)
        asked = [lead.partition("?")[2] for lead in found]
        lists = [console.api.get(f"/api/v1{HOME}/claims?{query}").json() for query in asked]
        return sum(len(one["items"]) for one in lists)

    assert claims_behind("dated_from=") == 3
    assert claims_behind("dated_from=", denied=True) == 2
    assert claims_behind("days_min=") == 3
