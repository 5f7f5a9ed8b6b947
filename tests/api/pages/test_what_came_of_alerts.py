"""The page of recoveries: what was recorded, what claims say, who was right how often."""

import pytest
from tests.api.at_work import OPERATOR, RIVERSIDE, UNTIL, Story, work
from tests.api.pages.browsing import Console

HOME = "/customers/riverside"


@pytest.fixture
def judged(console: Console, story: Story) -> Console:
    """One alert is judged real, and brought something."""
    alert = story.get("alerts")["items"][0]["id"]
    word = {"verdict": "real", "recovered": "1234.50", "recovered_on": str(UNTIL)}
    answer = story.api.post(f"{RIVERSIDE}/alerts/{alert}/judgments", word, OPERATOR)
    assert answer.status_code == 201, answer.text
    work(story.api)
    return console


@pytest.mark.feature("AL-8")
def test_the_page_says_what_the_api_says(judged: Console, story: Story) -> None:
    told = story.get("recoveries")
    page = judged.page(f"{HOME}/recoveries")

    assert "$1,234.50" in page.text
    assert told["all_time"]["amount"] == "1234.50"
    assert told["from_claims"]["formula"] in page.text
    assert told["from_claims"]["all_time"]["amount"] == "0.00"
    (rule,) = told["rules_by_month"]
    assert rule["name"] in page.text
    (product,) = told["products_by_month"]
    assert (product["name"], product["months"][0]["precision"]) == (
        story.get("alerts")["items"][0]["product"],
        1.0,
    )
    assert "100%" in page.text
    assert len(told["latest"]) == 1


@pytest.mark.feature("AL-8", "RD-2")
def test_before_the_judgment_nothing_had_come_of_it(judged: Console, story: Story) -> None:
    page = judged.page(f"{HOME}/recoveries?as_of=position:{story.asked_at}")

    assert "Nobody has recorded an amount yet." in page.text
    assert story.get(f"recoveries?as_of=position:{story.asked_at}")["rules_by_month"] == []


@pytest.mark.feature("AL-7")
def test_what_the_operator_saw_is_one_click_away(judged: Console, story: Story) -> None:
    alert = story.get("alerts")["items"][0]["id"]
    word = story.get(f"alerts/{alert}")["judgments"][0]
    page = judged.page(f"{HOME}/alerts/{alert}")
    seen = f"{HOME}/alerts/{alert}?as_of=position%3A{word['position_seen']}"
    links = {node.attributes.get("href", "") for node in page.all_of("a")}

    assert {seen, seen.replace("%3A", ":")} & links
    then = judged.page(seen)
    assert "Now" not in then.words_in("moment-said").split()[:1]


def test_recoveries_are_reached_from_the_alerts(judged: Console) -> None:
    page = judged.page(f"{HOME}/alerts")

    assert f"{HOME}/recoveries" in {node.attributes.get("href") for node in page.all_of("a")}
