"""Payers side by side, on a demo file with known drifts."""

from datetime import timedelta
from typing import Any

import pytest
from tests.api.at_work import RIVERSIDE, UNTIL, Story

SCORECARD = "payers/scorecard"


def shown(story: Story, query: str = "") -> list[Any]:
    document = story.get(f"{SCORECARD}?limit=200{query}")
    assert document["next"] is None
    items: list[Any] = document["items"]
    return items


@pytest.mark.feature("RD-5")
def test_every_payer_has_its_row_with_measures_that_can_be_so(story: Story) -> None:
    document = story.get(SCORECARD)
    rows = document["items"]

    assert document["how_ranked"]
    assert {row["payer"] for row in rows} == {row["payer"] for row in story.rows}
    for row in rows:
        for rate in ("initial_denial_rate", "initial_denial_rate_shrunk", "final_denial_rate"):
            assert 0 <= row[rate] <= 1
        change = row["rate_change"]
        assert change["low"] <= change["delta"] <= change["high"]
        assert 0 <= row["days_median_low"] <= row["days_median"] <= row["days_median_high"]
        assert row["days_median"] <= row["days_p90"]
        assert 0.5 < row["allowed_index"] < 2


@pytest.mark.feature("RD-5")
def test_the_counts_are_those_of_the_file(story: Story) -> None:
    end, begin = UNTIL + timedelta(days=1), UNTIL - timedelta(days=29)
    rows = shown(story, f"&from={begin}&to={end}")

    for row in rows:
        mine = [one for one in story.rows if one["payer"] == row["payer"]]
        decided = [one for one in mine if one["decided_date"] and str(begin) <= one["decided_date"]]
        denied = sum(one["outcome"] == "DENIED" for one in decided)
        judged = sum(one["outcome"] in {"PAID", "DENIED"} for one in decided)
        assert row["claims"] == sum(str(begin) <= one["submitted_date"] for one in mine)
        assert (row["decided"], row["first_decisions"]) == (judged, judged)
        assert row["final_denial_rate"] == round(denied / judged, 4)
        assert row["overturn_rate"] is None
        assert row["open_claims"] == sum(one["outcome"] == "PENDING" for one in mine)


@pytest.mark.feature("RD-5")
def test_ranks_explain_themselves_and_equal_no_rank_skips(story: Story) -> None:
    rows = shown(story)
    ranks = [row["rank"] for row in rows if row["rank"] is not None]

    assert ranks == sorted(ranks)
    assert ranks[0] == 1
    for row in rows:
        assert row["ranked_of"] == len(ranks)
        begins = f"Of {len(ranks)} payers" if row["rank"] else "Too few claims"
        assert row["explanation"].startswith(begins)


@pytest.mark.feature("RD-5")
@pytest.mark.parametrize("by", ["payer", "claims", "final_denial_rate", "days_p90"])
def test_it_is_sorted_as_asked_and_comes_in_pages(story: Story, by: str) -> None:
    rows = shown(story, f"&sort={by}&order=descending")
    found = [row[by] for row in rows]
    first = story.get(f"{SCORECARD}?sort={by}&order=descending&limit=2")
    second = story.get(f"{SCORECARD}?sort={by}&order=descending&limit=2&cursor={first['next']}")

    assert found == sorted(found, reverse=True)
    assert [*first["items"], *second["items"]] == rows[:4]


@pytest.mark.feature("RD-2", "RD-5")
def test_what_was_known_before_the_file_came_was_nothing(story: Story) -> None:
    document = story.get(f"{SCORECARD}?compare_to=position:0")

    assert story.get(f"{SCORECARD}?as_of=position:1")["items"] == []
    assert document["compared_position"] == 0
    assert {row["then"] for row in document["items"]} == {None}
    same = story.get(f"{SCORECARD}?compare_to=position:{document['position']}")
    assert all(row["then"]["rank"] == row["rank"] for row in same["items"])


@pytest.mark.feature("ID-2")
def test_another_customer_ranks_its_own_payers(story: Story) -> None:
    lakeside = f"/api/v1/customers/lakeside/{SCORECARD}"

    assert story.api.get(lakeside, "owner@lakeside.example").json()["items"] == []
    assert story.api.get(lakeside).status_code == 404
    assert story.api.get(f"{RIVERSIDE}/{SCORECARD}?sort=shoe_size").status_code == 400
