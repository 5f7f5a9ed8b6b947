"""The pages that compare payers: what they say is what the documents say, and it leads on."""

from html import unescape

import pytest
from tests.api.at_work import OPERATOR, Story
from tests.api.pages.browsing import Console

from upstream.api.charts.wording import count, percent

HOME = "/customers/riverside"


@pytest.fixture(scope="module")
def console(story: Story) -> Console:
    signed_in = Console(story.api)
    signed_in.be(OPERATOR)
    return signed_in


def hrefs(console: Console, path: str) -> list[str]:
    links = console.page(path).all_of("a")
    return [unescape(link.attributes.get("href", "")) for link in links]


@pytest.mark.feature("RD-5")
def test_the_scorecard_says_what_the_document_says(console: Console, story: Story) -> None:
    said = console.page(f"{HOME}/payers").text
    for row in story.get("payers/scorecard")["items"]:
        assert f"{row['payer']} {row['explanation']}" in said
        assert percent(row["initial_denial_rate"]) in said
        assert count(row["claims"]) in said


@pytest.mark.feature("RD-11")
def test_a_rate_leads_to_as_many_claims_as_it_counts(console: Console, story: Story) -> None:
    row = story.get("payers/scorecard?sort=claims&limit=1")["items"][0]
    payer = row["payer"].replace(" ", "+")
    (lead,) = {
        href
        for href in hrefs(console, f"{HOME}/payers")
        if f"payer={payer}" in href and "first_outcome=DENIED&first_decided_from" in href
    }
    query, claims = lead.partition("?")[2], 0
    page = story.get(f"claims?{query}&limit=200")
    claims += len(page["items"])
    while page["next"]:
        page = story.get(f"claims?{query}&limit=200&cursor={page['next']}")
        claims += len(page["items"])

    assert claims == round(row["initial_denial_rate"] * row["first_decisions"])


@pytest.mark.feature("RD-5", "RD-2")
def test_the_moment_and_the_days_stay_when_a_column_sorts(console: Console, story: Story) -> None:
    days = "from=2020-01-01&to=2100-01-01"
    found = hrefs(console, f"{HOME}/payers?as_of=position:{story.asked_at}&{days}")
    (sorting,) = {href for href in found if "sort=claims" in href}

    assert f"as_of=position:{story.asked_at}" in sorting
    assert days in sorting
    assert "order=descending" in sorting
    assert 'aria-sort="descending"' in console.get(sorting).text


@pytest.mark.feature("RD-5")
def test_figures_stand_beside_their_definitions(console: Console, story: Story) -> None:
    document = story.get("figures")
    said = console.page(f"{HOME}/figures").text
    for definition, figure in zip(document["definitions"], document["whole"], strict=True):
        assert definition["name"] in said
        assert definition["denominator"] in said
        if figure["value"] is None:
            assert f"Not known: {figure['unknown']}." in said


@pytest.mark.feature("RD-5")
@pytest.mark.parametrize("page", ["payers", "figures"])
@pytest.mark.parametrize("days", ["from=2026-02-30", "from=2026-02-01&to=2026-01-01"])
def test_days_that_are_none_are_refused_in_words(console: Console, page: str, days: str) -> None:
    answer = console.get(f"{HOME}/{page}?{days}")

    assert answer.status_code == 400
    assert "Traceback" not in answer.text


@pytest.mark.feature("DR-11")
def test_a_short_history_gets_reasons_instead_of_rates(console: Console, story: Story) -> None:
    document = story.get("forecasts")
    page = console.page(f"{HOME}/payers/forecast")

    assert document["shown"] == 0
    assert {cell["denial_rate"] for cell in document["items"]} <= {None}
    assert "No cell passes that test yet." in page.text
    assert "months to test it on" in page.text


@pytest.mark.feature("ID-2")
@pytest.mark.parametrize("page", ["payers", "payers/forecast", "figures"])
def test_another_customers_pages_are_not_there(console: Console, page: str) -> None:
    assert console.get(f"/customers/lakeside/{page}").status_code == 404
