"""The worklist as a page: in order, filtered, worked on in bulk; clocks set from a form."""

from urllib.parse import quote

import pytest
from httpx import Response
from tests.api.at_work import ANALYST, OPERATOR, Story, work
from tests.api.pages.browsing import Console
from tests.api.pages.reading import Page

HOME = "/customers/riverside"
Form = dict[str, str | list[str]]


@pytest.fixture
def operator(console: Console, story: Story) -> Console:
    work(story.api)
    console.be(OPERATOR)
    return console


@pytest.fixture
def analyst(console: Console) -> Console:
    console.be(ANALYST)
    return console


def send(console: Console, path: str, form: Form) -> Response:
    return console.client.post(f"{HOME}/{path}", data=form, follow_redirects=False)


def ticked(page: Page) -> list[str]:
    return [box.attributes["value"] for box in page.all_of("input", name="alert_ids")]


def test_the_page_shows_the_list_in_its_order(operator: Console, story: Story) -> None:
    page = operator.page(f"{HOME}/worklist")
    listed = [row["alert_id"] for row in story.get("worklist?limit=50")["items"]]

    assert ticked(page) == listed
    assert "Expected recovery" in page.text


def test_chosen_alerts_are_acknowledged_and_assigned(operator: Console, story: Story) -> None:
    ids = ticked(operator.page(f"{HOME}/worklist"))[:2]
    answer = send(operator, "worklist/acknowledge", {"alert_ids": ids})
    assert answer.status_code == 303, answer.text
    me = story.api.get("/api/v1/me", "operator@riverside.example").json()["id"]
    answer = send(operator, "worklist/assign", {"alert_ids": ids[:1], "to": me})
    assert answer.status_code == 303
    work(story.api)

    rows = {row["alert_id"]: row for row in story.get("worklist?limit=200")["items"]}
    assert {rows[one]["status"] for one in ids} == {"acknowledged"}
    assert rows[ids[0]]["assignee"] == me
    assert ticked(operator.page(f"{HOME}/worklist?assignee={me}")) == ids[:1]
    mine = ticked(operator.page(f"{HOME}/worklist?status=acknowledged"))
    assert set(mine) == set(ids)


def test_without_a_choice_the_page_says_so(operator: Console) -> None:
    for do in ("acknowledge", "assign"):
        answer = send(operator, f"worklist/{do}", {})
        assert answer.status_code == 422
        assert "Tick the alerts" in answer.text


def test_an_alert_leads_to_its_claims(operator: Console, story: Story) -> None:
    row = next(one for one in story.get("worklist")["items"] if one["claims"])
    page = operator.page(f"{HOME}/worklist/{row['alert_id']}")
    claims = story.get(f"worklist/{row['alert_id']}/claims?limit=5")["items"]

    for claim in claims:
        assert claim["claim_ref"] in page.text


def test_filters_of_the_page_leave_what_they_say(operator: Console, story: Story) -> None:
    payer = story.get("worklist")["items"][0]["payer"]
    page = operator.page(f"{HOME}/worklist?payer={quote(payer)}&sort=due")
    listed = story.get(f"worklist?payer={quote(payer)}&sort=due&limit=50")["items"]

    assert ticked(page) == [row["alert_id"] for row in listed]


def test_in_the_past_there_is_nothing_to_tick(operator: Console, story: Story) -> None:
    position = story.get("worklist")["position"]
    page = operator.page(f"{HOME}/worklist?as_of=position:{position - 1}")

    assert ticked(page) == []


def clock(payer: str, appeal: str, **more: str) -> Form:
    row: dict[str, str] = {
        "appeal_0": appeal,
        "appealunit_0": "days",
        "filing_0": "6",
        "filingunit_0": "months",
    }
    return {"payer": payer, "version": "0", **row, "from_0": "2026-01-01", **more}


def test_a_clock_is_set_from_the_form_and_shown(analyst: Console, story: Story) -> None:
    saved = send(analyst, "payer-clocks", clock("Tidewater", "45"))
    assert saved.status_code == 303, saved.text
    work(story.api)

    page = analyst.page(f"{HOME}/payer-clocks")
    assert "45 days to appeal, 6 months to file, from" in page.text
    (known,) = [one for one in story.get("payer-clocks")["items"] if one["payer"] == "Tidewater"]
    form = analyst.page(f"{HOME}/payer-clocks?clock={known['id']}")
    assert form.all_of("input", name="appeal_0")[0].attributes["value"] == "45"
    again = send(analyst, "payer-clocks", clock("Tidewater", "46", version="1"))
    assert again.status_code == 303
    late = send(analyst, "payer-clocks", clock("Tidewater", "47", version="1"))
    assert late.status_code == 409
    assert "meanwhile" in late.text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (clock("Tidewater", "soon"), "how long there is"),
        (clock("Tidewater", "99999"), "A limit is 1 to 3650 days"),
        (clock("Tidewater", "30", to_0="2025-01-01"), "A period ends after"),
    ],
)
def test_what_was_typed_stays_where_it_is_refused(analyst: Console, typed: Form, said: str) -> None:
    answer = send(analyst, "payer-clocks", typed)

    assert answer.status_code == 422
    assert said in answer.text
    assert f'value="{typed["appeal_0"]}"' in answer.text


def test_who_may_not_set_clocks_sees_no_form(operator: Console) -> None:
    page = operator.page(f"{HOME}/payer-clocks")

    assert page.all_of("input", name="appeal_0") == []
    assert "42 CFR" in page.text
