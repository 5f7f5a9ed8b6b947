"""The dashboard page: its figures agree with the document, at any moment, and between two."""

import pytest
from tests.api.pages.conftest import Console
from tests.api.pages.reading import Page

from upstream.infrastructure.log import Appended

PATH = "/customers/riverside/dashboard"


def position(commit: Appended) -> str:
    return f"position:{commit.last}"


@pytest.mark.feature("RD-1")
def test_the_tiles_say_what_the_document_says(console: Console, january: list[Appended]) -> None:
    assert january
    page = console.page(PATH)
    assert page.words_in("tile-claims").startswith("Claims Every claim known")
    assert page.words_in("tile-claims").endswith("3")
    assert page.words_in("tile-denial_rate").endswith("33.3%")
    assert page.words_in("tile-days").endswith("20 days")
    assert "$651" in page.words_in("tile-billed")
    assert page.words_in("tile-denied").endswith("$217 1 claim")


@pytest.mark.feature("RD-2")
def test_an_earlier_moment_shows_what_was_known_then(
    console: Console, january: list[Appended]
) -> None:
    page = console.page(f"{PATH}?as_of={position(january[2])}")
    assert page.words_in("tile-claims").endswith("3 1 undecided")
    assert page.words_in("tile-denial_rate").endswith("50.0%")
    assert page.words_in("moment-past").startswith("You are looking at the past")


@pytest.mark.feature("RD-2")
def test_now_has_no_banner(console: Console, january: list[Appended]) -> None:
    page = console.page(PATH)
    assert page.words_in("moment-past") == ""
    assert f"As known at position {january[-1].last}" in page.words_in("moment-said")


@pytest.mark.feature("RD-2")
def test_the_slider_answers_with_the_figures_and_the_address_to_keep(
    console: Console, january: list[Appended]
) -> None:
    """What htmx asks for: part of a page, and the address of the whole."""
    (slider,) = console.page(PATH).all_of("input", id="moment")
    last = int(slider.attributes["max"])
    head = january[-1].last
    answer = console.get(f"{PATH}?stop={last - 1}&upto={head}", HX_Request="true")
    assert answer.headers["HX-Replace-Url"] == f"{PATH}?as_of={position(january[2])}"
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
def test_without_javascript_the_slider_leads_to_a_link(
    console: Console, january: list[Appended]
) -> None:
    (slider,) = console.page(PATH).all_of("input", id="moment")
    last, head = int(slider.attributes["max"]), january[-1].last
    back = console.get(f"{PATH}?stop={last - 1}&upto={head}&compare_to=")
    assert (back.status_code, back.headers["location"]) == (
        303,
        f"{PATH}?as_of={position(january[2])}",
    )
    now = console.get(f"{PATH}?stop={last}&upto={head}&compare_to=")
    assert now.headers["location"] == PATH


@pytest.mark.feature("RD-2")
def test_a_place_of_the_slider_means_the_same_after_news_arrived(
    console: Console, january: list[Appended]
) -> None:
    """Signing in again grows the log; the page in the other tab still counts its old stops."""
    (slider,) = console.page(PATH).all_of("input", id="moment")
    place, head = int(slider.attributes["max"]) - 1, january[-1].last
    console.sign_in()
    back = console.get(f"{PATH}?stop={place}&upto={head}")
    assert back.headers["location"] == f"{PATH}?as_of={position(january[2])}"


@pytest.mark.feature("RD-2")
def test_comparing_shows_both_figures_and_the_commits_between(
    console: Console, january: list[Appended]
) -> None:
    moments = f"as_of={position(january[4])}&compare_to={position(january[2])}"
    page = console.page(f"{PATH}?{moments}")
    assert "2 commits between" in page.text
    assert "50.0% 33.3%" in page.text
    assert "16.7 pts (better)" in page.text


@pytest.mark.feature("RD-2")
@pytest.mark.parametrize("moment", ["yesterday", "position:99999", "2999-01-01T00:00:00Z"])
def test_a_moment_that_makes_no_sense_is_said_on_a_page(
    console: Console, january: list[Appended], moment: str
) -> None:
    assert january
    answer = console.get(f"{PATH}?as_of={moment}")
    assert answer.status_code == 400
    assert Page(answer.text).all_of("p", role="alert")
    assert answer.headers["content-type"].startswith("text/html")


def test_a_customer_without_claims_has_a_dashboard_that_says_so(console: Console) -> None:
    page = console.page(PATH)
    assert "No claim is known at this moment." in page.text
    assert page.words_in("tile-denial_rate").endswith("\N{EN DASH}")


def test_links_to_other_pages_keep_the_moment(console: Console, january: list[Appended]) -> None:
    page = console.page(f"{PATH}?as_of={position(january[2])}")
    links = {node.attributes.get("href") for node in page.all_of("a")}
    assert f"/customers/riverside/claims?as_of={position(january[2])}" in links
    assert "/customers/riverside/audit" in links
