"""A file through the form: what becomes of its rows, what it cannot say, twice the same."""

from collections.abc import Iterator

import pytest
from httpx import Response
from tests.api.at_work import work
from tests.api.pages.browsing import Console
from tests.api.pages.reading import Page
from tests.api.town import Api, projected

PATH = "/customers/riverside/uploads"
HEADER = "claim_id,payer,cpt,submitted_date,decided_date,outcome,billed_amount"
GOOD = "P1,Aetna,99213,2025-01-02,2025-01-20,PAID,150.00"
BAD = "P2,Aetna,99213,2025-01-02,2024-01-20,PAID,150.00"
UNDATED = "claim_id,payer,cpt,submitted_date,outcome\nU1,Aetna,99213,2025-01-02,PAID\n"


@pytest.fixture
def analyst(town: Api) -> Iterator[Console]:
    console = Console(town)
    console.be("analyst@riverside.example")
    yield console
    console.client.cookies.clear()


def send(console: Console, *lines: str, name: str = "claims.csv") -> Response:
    content = "\n".join(lines)
    form = {"file": (name, content.encode())}
    return console.client.post(PATH, files=form, follow_redirects=False)


def counts(page: Page) -> dict[str, str]:
    """Every kind of row with its number, as the page writes them."""
    words = page.words_in("upload").split()
    kinds = ("Read", "New", "Changed", "Repeated", "Rejected", "Skipped")
    return {kind: words[words.index(kind) + 1] for kind in kinds if kind in words}


@pytest.mark.feature("IN-1", "IN-6", "IN-14")
def test_an_upload_is_followed_to_its_end(analyst: Console) -> None:
    answer = send(analyst, HEADER, GOOD, BAD, "")
    assert answer.status_code == 303
    path = answer.headers["location"].split("?")[0]
    work(analyst.api)
    page = analyst.page(path)
    assert counts(page) == {
        "Read": "2",
        "New": "1",
        "Changed": "0",
        "Repeated": "0",
        "Rejected": "1",
        "Skipped": "0",
    }
    assert "Completed" in page.words_in("upload")
    assert "hx-get" not in str(page.nodes)
    rejected = analyst.get(f"{path}/rejected-rows.csv")
    assert rejected.headers["content-type"].startswith("text/csv")
    assert rejected.text.splitlines()[0] == "line,column,code,reason"
    assert rejected.text.splitlines()[1].startswith("3,")
    assert path in {node.attributes.get("href") for node in analyst.page(PATH).all_of("a")}


@pytest.mark.feature("IN-6")
def test_a_busy_upload_asks_again_by_itself(analyst: Console) -> None:
    path = send(analyst, HEADER, GOOD.replace("P1", "P9")).headers["location"].split("?")[0]
    projected(analyst.api)  # no worker has come yet
    page = analyst.page(path)
    (progress,) = page.all_of("div", id="upload")
    assert progress.attributes["hx-get"] == path
    assert progress.attributes["hx-trigger"] == "every 1s"
    part = analyst.get(path, HX_Request="true")
    assert Page(part.text).all_of("html") == []
    assert "Waiting" in part.text
    analyst.post(f"{path}/cancel")
    work(analyst.api)
    assert "Cancelled" in analyst.page(path).words_in("upload")


@pytest.mark.feature("IN-7")
def test_the_same_file_twice_is_refused_with_a_pointer_to_the_first(analyst: Console) -> None:
    once = send(analyst, HEADER, GOOD.replace("P1", "T1")).headers["location"].split("?")[0]
    work(analyst.api)
    twice = send(analyst, HEADER, GOOD.replace("P1", "T1"))
    assert twice.status_code == 409
    page = Page(twice.text)
    assert page.all_of("div", role="alert")
    assert once in {node.attributes.get("href") for node in page.all_of("a")}
    assert page.all_of("input", type="file")


@pytest.mark.feature("IN-1")
def test_a_file_without_decision_dates_is_asked_about_and_answered(analyst: Console) -> None:
    path = send(analyst, UNDATED).headers["location"].split("?")[0]
    work(analyst.api)
    page = analyst.page(path)
    assert "No decision date was found" in page.words_in("question")
    (answer,) = page.all_of("input", name="decided_date")
    assert answer.attributes["value"] == "none"
    assert "Has a question" in analyst.page(PATH).text
    again = analyst.post(f"{path}/mapping", decided_date="none")
    assert again.status_code == 303
    work(analyst.api)
    done = analyst.page(again.headers["location"].split("?")[0])
    assert counts(done)["New"] == "1"
    assert "The same file was uploaded again." in analyst.page(path).text


def test_a_form_without_a_file_is_refused(analyst: Console) -> None:
    answer = analyst.client.post(PATH, files={"other": ("a.csv", b"x")}, follow_redirects=False)
    assert answer.status_code == 400
    assert Page(answer.text).all_of("div", role="alert")


@pytest.mark.feature("ID-8")
def test_who_may_not_upload_has_no_form(console: Console) -> None:
    console.be("viewer@riverside.example")
    assert console.page(PATH).all_of("input", type="file") == []
    assert send(console, HEADER, GOOD).status_code == 403
