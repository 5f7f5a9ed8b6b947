"""Backfills on the page of detection: started, watched, opened to their runs, cancelled."""

from datetime import timedelta

import pytest
from tests.api.at_work import ANALYST, UNTIL, Story, work
from tests.api.pages.browsing import Console
from tests.api.pages.reading import Page
from tests.api.town import projected

PATH = "/customers/riverside/drift-runs"
BACKFILLS = "/customers/riverside/drift-backfills"
VIEWER = "viewer@riverside.example"


@pytest.fixture
def analyst(console: Console, story: Story) -> Console:
    console.be(ANALYST)
    return console


@pytest.mark.feature("DR-9")
def test_a_backfill_is_started_watched_and_opened_to_its_runs(
    analyst: Console, story: Story
) -> None:
    first, last = UNTIL - timedelta(days=34), UNTIL - timedelta(days=7)
    answer = analyst.post(
        BACKFILLS, product="driftwatch", first=str(first), last=str(last), as_known_then="true"
    )
    assert answer.status_code == 303
    projected(story.api)
    page = analyst.page(answer.headers["location"])
    (progress,) = page.all_of("progress")
    assert (progress.attributes["value"], progress.attributes["max"]) == ("0", "4")
    assert "The backfill begins with its earliest week." in page.text
    work(story.api)
    page = analyst.page(PATH)
    told = story.get("drift-backfills")["items"][0]
    assert told["state"] == "completed"
    assert told["runs_total"] == 4
    assert "4 skipped" in page.text, "nothing was known then"
    assert page.all_of("a", href=f"{PATH}?backfill={told['id']}")


@pytest.mark.feature("DR-9")
def test_a_backfill_by_what_is_known_now_leads_to_its_runs(analyst: Console, story: Story) -> None:
    first, last = UNTIL - timedelta(days=13), UNTIL - timedelta(days=7)
    analyst.post(BACKFILLS, product="driftwatch", first=str(first), last=str(last))
    work(story.api)
    told = story.get("drift-backfills")["items"][0]
    page = analyst.page(f"{PATH}?backfill={told['id']}")
    rows = [a for a in page.all_of("a") if a.attributes.get("href", "").startswith(f"{PATH}/")]

    assert len(rows) == told["runs_done"] == told["runs_total"] == 1
    assert len(story.get(f"drift-runs?backfill_id={told['id']}")["items"]) == len(rows)
    (progress,) = page.all_of("progress")[:1]
    assert progress.attributes["value"] == progress.attributes["max"]


@pytest.mark.feature("DR-9")
def test_a_backfill_is_cancelled_where_it_shows(analyst: Console, story: Story) -> None:
    first, last = UNTIL - timedelta(days=60), UNTIL - timedelta(days=7)
    analyst.post(BACKFILLS, product="", first=str(first), last=str(last))
    projected(story.api)
    told = story.get("drift-backfills")["items"][0]
    cancel = f"{BACKFILLS}/{told['id']}/cancel"
    assert cancel in analyst.page(PATH).posts
    answer = analyst.post(cancel)
    projected(story.api)
    page = analyst.page(answer.headers["location"])

    assert "Cancelled" in page.text
    assert cancel not in page.posts
    work(story.api)
    assert story.get(f"drift-backfills/{told['id']}")["runs_done"] == 0


@pytest.mark.feature("DR-9")
@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("", "2026-01-01", "A backfill has a first and a last day."),
        ("2026-01-08", "2026-01-01", "No week ends in that stretch."),
        ("1990-01-01", "2026-01-01", "weeks"),
        ("2026-01-01", "2999-01-01", "A backfill ends today, not after."),
    ],
)
def test_a_backfill_that_cannot_be_is_refused_and_stays_typed(
    analyst: Console, first: str, last: str, said: str
) -> None:
    answer = analyst.post(BACKFILLS, product="", first=first, last=last)
    page = Page(answer.text)
    assert answer.status_code in {422, 429}
    assert said in page.text
    assert page.all_of("input", id="last", value=last)
