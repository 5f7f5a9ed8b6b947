"""The alert pages: ranked, with evidence, judged, handled, and all of it in the audit."""

import pytest
from tests.api.at_work import OPERATOR, Story, work
from tests.api.pages.browsing import Console
from tests.api.pages.reading import Page
from tests.api.town import Api, projected

PATH = "/customers/riverside/alerts"


@pytest.fixture
def operator(console: Console) -> Console:
    console.be(OPERATOR)
    return console


def worst(story: Story) -> dict[str, str]:
    first: dict[str, str] = story.get("alerts")["items"][0]
    return first


@pytest.mark.feature("AL-6")
def test_the_worst_alert_comes_first(operator: Console, story: Story) -> None:
    page = operator.page(PATH)
    links = [node.attributes["href"] for node in page.all_of("a") if f"{PATH}/" in str(node)]
    assert links[0] == f"{PATH}/{worst(story)['id']}"
    assert len(links) == len(story.get("alerts")["items"])


@pytest.mark.feature("RD-2")
def test_before_the_run_there_was_no_alert(operator: Console, story: Story) -> None:
    page = operator.page(f"{PATH}?as_of=position:{story.asked_at}")
    assert "No alert matches at this moment." in page.text


def test_a_list_can_be_narrowed_and_goes_on_from_its_last(operator: Console, story: Story) -> None:
    assert "No alert matches" in operator.page(f"{PATH}?status=resolved&severity=any").text
    beyond = f"{PATH}?after=0.{worst(story)['id']}"
    assert "No alert matches" in operator.page(beyond).text
    assert operator.get(f"{PATH}?after=nonsense").status_code == 400


@pytest.mark.feature("DR-1", "DR-7")
def test_an_alert_shows_both_windows_and_the_claims_behind_it(
    operator: Console, story: Story
) -> None:
    alert = worst(story)
    page = operator.page(f"{PATH}/{alert['id']}")
    assert alert["explanation"] in page.text
    assert "Current" in page.text
    assert "Baseline" in page.text
    evidence = story.get(f"findings/{alert['finding_id']}/evidence")["items"]
    assert evidence[0]["claim_ref"] in page.text


@pytest.mark.feature("AL-7")
def test_a_judgment_records_what_the_operator_was_looking_at(
    operator: Console, story: Story, town: Api
) -> None:
    path = f"{PATH}/{worst(story)['id']}"
    page = operator.page(path)
    (seen,) = page.all_of("input", name="position_seen")
    form = {
        "verdict": "real",
        "position_seen": seen.attributes["value"],
        "note": "They ask for authorisation now.",
        "recovered_amount": "$1,234.50",
        "recovered_on": "2026-01-05",
    }
    answer = operator.post(f"{path}/judgments", **form)
    assert answer.status_code == 303
    work(town)
    judged = operator.page(answer.headers["location"])
    assert "Your judgment is recorded." in judged.text
    assert "They ask for authorisation now." in judged.text
    assert "Recovered $1,234.50 on 5 Jan 2026" in judged.text
    assert f"looking at position {int(seen.attributes['value']):,}" in judged.text
    revised = operator.post(f"{path}/judgments", **{**form, "verdict": "needs_follow_up"})
    work(town)
    assert "Needs follow-up" in operator.page(revised.headers["location"]).text
    console = Console(town)
    console.be("owner@riverside.example")
    audit = console.page("/customers/riverside/audit?action=judgments.")
    assert "Alert judged" in audit.text
    assert "Judgment revised" in audit.text


@pytest.mark.feature("AL-7")
@pytest.mark.parametrize(
    ("recovered", "why"),
    [
        ({"recovered_amount": "10"}, "come together"),
        ({"recovered_amount": "a lot", "recovered_on": "2026-01-05"}, "An amount is written"),
        ({"recovered_amount": "10", "recovered_on": "2999-01-01"}, "day that has come"),
    ],
)
def test_what_cannot_be_is_said_on_the_alerts_own_page(
    operator: Console, story: Story, recovered: dict[str, str], why: str
) -> None:
    path = f"{PATH}/{worst(story)['id']}"
    form = {"verdict": "real", "position_seen": str(story.get("alerts")["position"])}
    answer = operator.post(f"{path}/judgments", **form, **recovered)
    assert answer.status_code in {400, 422}
    page = Page(answer.text)
    assert page.all_of("form", id="judge")
    assert why in page.text
    (amount,) = page.all_of("input", name="recovered_amount")
    assert amount.attributes["value"] == recovered["recovered_amount"]


@pytest.mark.feature("AL-6")
def test_an_alert_is_acknowledged_resolved_and_reopened(
    operator: Console, story: Story, town: Api
) -> None:
    alert = story.get("alerts")["items"][-1]
    path = f"{PATH}/{alert['id']}"
    told: tuple[tuple[str, str, dict[str, str]], ...] = (
        ("acknowledge", "Acknowledged", {}),
        ("resolve", "Resolved", {"note": "Fixed by phone."}),
        ("reopen", "Open", {}),
    )
    for command, state, form in told:
        answer = operator.post(f"{path}/{command}", **form)
        assert answer.status_code == 303
        work(town)
        assert state in operator.page(answer.headers["location"]).text
    assert operator.post(f"{path}/reopen").status_code == 409


@pytest.mark.feature("ID-8")
def test_who_only_looks_has_nothing_to_press(operator: Console, story: Story) -> None:
    operator.be("viewer@riverside.example")
    page = operator.page(f"{PATH}/{worst(story)['id']}")
    posts = {
        form.attributes["action"]
        for form in page.all_of("form")
        if form.attributes.get("method") == "post"
    }
    assert posts == {"/sign-out", "/theme"}


@pytest.mark.feature("AL-8")
def test_what_was_recovered_stands_above_the_list(operator: Console, story: Story) -> None:
    known = story.get("recoveries")
    page = operator.page(PATH)
    said = page.words_in("tile-recovered-days")
    assert f"{known['last_30_days']['count']} judgment" in said
    assert page.words_in("tile-precision")


@pytest.mark.feature("DR-9")
def test_a_run_is_asked_for_on_the_dashboard(console: Console, town: Api, story: Story) -> None:
    before = story.get("dashboard")["last_run_at"]
    answer = console.post("/customers/riverside/drift-runs")
    assert answer.status_code == 303
    projected(town)
    busy = console.page(answer.headers["location"])
    assert "A run is under way" in busy.text
    (badge,) = [node for node in busy.nodes if node.attributes.get("hx-trigger") == "every 2s"]
    assert badge.attributes["hx-get"] == "/customers/riverside/dashboard"
    work(town)
    assert "Run DriftWatch now" in console.page("/customers/riverside/dashboard").text
    assert story.get("dashboard")["last_run_at"] > before
    console.be("viewer@riverside.example")
    assert console.post("/customers/riverside/drift-runs").status_code == 403
