"""The pages of detection: which runs there were, asking for one, what one found."""

from datetime import timedelta

import pytest
from tests.api.at_work import ANALYST, UNTIL, Story, work
from tests.api.pages.browsing import Console
from tests.api.pages.reading import Page
from tests.api.town import projected

from upstream.api.pages.drift.run import REPEATS_AT_ONCE

PATH = "/customers/riverside/drift-runs"
BACKFILLS = "/customers/riverside/drift-backfills"
VIEWER = "viewer@riverside.example"


@pytest.fixture
def analyst(console: Console, story: Story) -> Console:
    console.be(ANALYST)
    return console


@pytest.mark.feature("DR-8", "DR-9")
def test_the_list_says_of_each_run_what_the_api_says(analyst: Console, story: Story) -> None:
    (run,) = [one for one in story.get("drift-runs")["items"] if one["id"] == story.run_id]
    page = analyst.page(PATH)

    assert page.all_of("a", href=f"{PATH}/{story.run_id}")
    for said in (
        "DriftWatch",
        "Completed",
        "Current",
        run["code_version"],
        f"position {run['position']:,}",
        "Analyst",
        "The next weekly run comes on",
    ):
        assert said in page.text, said
    assert page.all_of("a", href="/customers/riverside/drift-runs", **{"aria-current": "page"})


@pytest.mark.feature("DR-8", "DR-10")
def test_a_run_shows_what_it_found_and_its_proof(analyst: Console, story: Story) -> None:
    told = story.get(f"drift-runs/{story.run_id}")
    alert = story.get("alerts")["items"][0]
    page = analyst.page(f"{PATH}/{story.run_id}")

    assert told["findings_count"] == len(told["findings"]) > 0
    for finding in told["findings"]:
        assert finding["explanation"] in page.text
    assert page.words_in("findings-sha256") == told["findings_sha256"]
    assert f"upstream drift verify --customer riverside {story.run_id}" in page.text
    assert page.all_of("a", href=f"/customers/riverside/alerts/{alert['id']}")
    assert "Open, seen once" in page.text
    known = f"/customers/riverside/dashboard?as_of=position:{told['position']}"
    assert page.all_of("a", href=known)


@pytest.mark.feature("DR-8")
def test_repeating_a_run_proves_it_and_records_nothing(analyst: Console, story: Story) -> None:
    before = story.get("drift-runs")["position"]
    answer = analyst.post(f"{PATH}/{story.run_id}/repeat")

    assert answer.status_code == 200
    assert "Repeated just now: the same findings, byte for byte." in Page(answer.text).text
    assert story.get("drift-runs")["position"] == before


@pytest.mark.feature("DR-8")
def test_only_so_many_runs_are_repeated_at_once(analyst: Console, story: Story) -> None:
    """Each is a whole run inside a request: one more is asked to come again, not kept waiting."""
    repeat = f"{PATH}/{story.run_id}/repeat"
    turns = analyst.client.app.state.repeat_turns
    for _ in range(REPEATS_AT_ONCE):
        assert turns.acquire(blocking=False)
    try:
        refused = analyst.post(repeat)
    finally:
        for _ in range(REPEATS_AT_ONCE):
            turns.release()

    assert (refused.status_code, refused.headers["retry-after"]) == (503, "30")
    assert "other runs are being repeated right now" in Page(refused.text).text
    for _ in range(REPEATS_AT_ONCE + 1):
        assert analyst.post(repeat).status_code == 200, "a turn that ended is free again"


@pytest.mark.feature("RD-2", "DR-9")
def test_before_a_run_was_asked_for_nobody_knew_of_it(analyst: Console, story: Story) -> None:
    then = f"?as_of=position:{story.asked_at - 1}"

    assert "No run is like that at this moment." in analyst.page(PATH + then).text
    page = analyst.page(f"{PATH}/{story.run_id}{then}")
    assert "This run was not asked for yet at this moment." in page.text
    assert analyst.get(f"{PATH}/00000000-0000-5000-8000-000000000000").status_code == 404


@pytest.mark.feature("DR-9")
def test_a_run_is_asked_for_as_of_a_past_moment_and_is_a_look_back(
    analyst: Console, story: Story
) -> None:
    """From the page at that moment: it carries the moment along."""
    page = analyst.page(f"{PATH}?as_of=position:{story.asked_at}")
    (moment,) = page.all_of("input", name="as_of", type="hidden")[-1:]
    assert moment.attributes["value"] == f"position:{story.asked_at}"
    assert BACKFILLS not in page.posts
    last_day = str(UNTIL - timedelta(days=1))
    answer = analyst.post(
        PATH, product="driftwatch", last_day=last_day, as_of=f"position:{story.asked_at}"
    )
    assert answer.status_code == 303
    projected(story.api)
    waiting = analyst.page(answer.headers["location"])
    assert "Waiting" in waiting.text
    assert "Asked for." in waiting.text
    work(story.api)
    latest = story.get("drift-runs")["items"][0]
    assert latest["standing"] == "look_back"
    assert (latest["until"], latest["as_of"]) == (str(UNTIL), story.asked_at)
    assert "Look back" in analyst.page(PATH).text
    shown = analyst.page(f"{PATH}/{latest['id']}")
    assert "it left the findings of its day alone" in shown.text
    first = story.get(f"drift-runs/{story.run_id}")
    assert shown.words_in("findings-sha256") == first["findings_sha256"]


@pytest.mark.feature("DR-9")
@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"product": "driftwatch", "last_day": "2999-01-01"}, "may end today, not after"),
        ({"product": "driftwatch", "last_day": "soon"}, "A date is written YYYY-MM-DD."),
        ({"product": "crystalball"}, "There is no such product."),
        ({"product": "", "as_of": "position:999999999"}, "position"),
    ],
)
def test_a_run_that_cannot_be_is_refused_beside_what_was_typed(
    analyst: Console, form: dict[str, str], said: str
) -> None:
    answer = analyst.post(PATH, **form)
    assert answer.status_code in {400, 422}
    assert said in Page(answer.text).text


@pytest.mark.feature("ID-8")
def test_who_only_looks_has_no_run_to_ask_for(analyst: Console, story: Story) -> None:
    analyst.be(VIEWER)
    assert analyst.page(PATH).posts == set()
    assert analyst.page(f"{PATH}/{story.run_id}").posts == set()
    assert analyst.post(PATH, product="").status_code == 403
    assert analyst.post(f"{PATH}/{story.run_id}/repeat").status_code == 403


def test_the_list_is_narrowed_and_a_changed_address_is_refused(
    analyst: Console, story: Story
) -> None:
    narrowed = analyst.page(f"{PATH}?product=driftwatch&status=completed")
    assert narrowed.all_of("a", href=f"{PATH}/{story.run_id}")
    assert "No run is like that" in analyst.page(f"{PATH}?status=failed").text
    assert analyst.get(f"{PATH}?after=yesterday~x").status_code == 400
    assert analyst.get(f"{PATH}?status=lost").status_code == 400


def test_a_failed_run_says_why(analyst: Console, story: Story) -> None:
    """Asked for while the product was on, begun when it was off."""
    api = story.api
    settings = "/api/v1/customers/riverside/settings"
    analyst.post(PATH, product="authsignal", last_day="", as_of="")
    switched = api.client.put(
        settings,
        json={"products": {"authsignal": False}},
        headers=api.headers("owner@riverside.example"),
    )
    assert switched.status_code == 201, switched.text
    work(api)
    page = analyst.page(f"{PATH}?status=failed")
    assert "The product was switched off meanwhile" in page.text
    choices = {one.attributes["value"] for one in page.all_of("option")}
    assert "denialscope" in choices


@pytest.mark.feature("DR-9")
def test_all_products_that_are_on_are_asked_at_once(analyst: Console, story: Story) -> None:
    before = {one["id"] for one in story.get("drift-runs")["items"]}
    answer = analyst.post(PATH, product="", last_day="", as_of="")
    assert answer.status_code == 303
    projected(story.api)
    added = [one for one in story.get("drift-runs")["items"] if one["id"] not in before]
    assert len({one["product"] for one in added}) == len(added) == 4, "one is off"
