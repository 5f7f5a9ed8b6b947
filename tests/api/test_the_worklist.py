"""What is worth doing first: in the order of what it can bring in, claim by claim, as it was."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from tests.api.at_work import ANALYST, OPERATOR, RIVERSIDE, UNTIL, Story, work

from upstream.domain.worklist.rates import OVERTURNED_BPS

Document = dict[str, Any]
CENT = 0.01


@pytest.fixture
def rows(story: Story) -> list[Document]:
    """The whole list, as the operator sees it now."""
    work(story.api)
    found: list[Document] = story.get("worklist?limit=200", OPERATOR)["items"]
    assert len(found) >= 3
    return found


def claims_of(story: Story, row: Document, more: str = "") -> list[Document]:
    found: list[Document] = story.get(f"worklist/{row['alert_id']}/claims?limit=200{more}")["items"]
    return found


def money(rows: list[Document], name: str) -> list[float]:
    return [float(row[name]) for row in rows]


def test_the_list_is_in_the_order_of_what_can_be_won(story: Story, rows: list[Document]) -> None:
    expected = money(rows, "expected_recovery")

    assert expected == sorted(expected, reverse=True)
    assert expected[0] > 0
    active = {one["id"] for one in story.get("alerts?status=active&limit=200")["items"]}
    assert {row["alert_id"] for row in rows} == active


def test_a_row_is_the_sum_of_its_claims(story: Story, rows: list[Document]) -> None:
    row = next(row for row in rows if row["kind"] == "denial_rate" and row["claims"] < 200)
    claims = claims_of(story, row)
    open_claims = [one for one in claims if not one["time_is_up"]]

    assert len(open_claims) == row["claims"]
    assert sum(money(open_claims, "dollars")) == pytest.approx(float(row["dollars"]))
    total = sum(money(claims, "expected_recovery"))
    assert total <= float(row["expected_recovery"]) + CENT / 2 <= total + CENT * (len(claims) + 1)
    assert row["days_left"] == min(one["days_left"] for one in open_claims)
    assert row["due_on"] == min(one["due_on"] for one in open_claims)


def test_the_claims_are_the_denied_ones_of_the_file(story: Story, rows: list[Document]) -> None:
    row = next(row for row in rows if row["kind"] == "denial_rate" and row["claims"] < 200)
    finding_id = story.get(f"alerts/{row['alert_id']}")["finding_id"]
    window = story.get(f"findings/{finding_id}")["current"]
    denied = {
        one["claim_id"]
        for one in story.rows
        if one["outcome"].upper() == "DENIED"
        and one["payer"] == row["payer"]
        and window["from"] <= one["decided_date"] < window["to"]
    }
    listed = claims_of(story, row)

    assert listed
    assert {one["claim_ref"] for one in listed} <= denied
    if row["cpt_group"] is None:
        assert {one["claim_ref"] for one in listed} == denied


def test_the_clock_is_the_default_until_somebody_sets_one(
    story: Story, rows: list[Document]
) -> None:
    row = next(row for row in rows if row["kind"] == "denial_rate")
    claim = claims_of(story, row)[0]
    assert claim["clock_set_for"] == "default"
    before = story.get("worklist")["position"]
    short = {"count": 1, "unit": "days"}
    body = {"payer": row["payer"], "periods": [{"appeal": short, "filing": short}]}
    told = story.api.client.put(
        f"{RIVERSIDE}/payer-clocks", json=body, headers=story.api.headers(ANALYST)
    )
    assert told.status_code == 201
    work(story.api)

    late = next(
        one
        for one in story.get("worklist?limit=200")["items"]
        if one["alert_id"] == row["alert_id"]
    )
    assert late["clock_set_for"] == "payer"
    assert late["claims_too_late"] > 0
    gone = [one for one in claims_of(story, row) if one["time_is_up"]]
    assert {one["expected_recovery"] for one in gone} == {"0.00"}
    as_before = claims_of(story, row, f"&as_of=position:{before}")
    assert as_before[0]["clock_set_for"] == "default"
    forget = {"payer": row["payer"], "periods": []}
    headers = story.api.headers(ANALYST)
    story.api.client.put(f"{RIVERSIDE}/payer-clocks", json=forget, headers=headers)
    work(story.api)


def test_nothing_was_appealed_yet_so_the_rate_is_what_is_usual(rows: list[Document]) -> None:
    """The file never changes its mind, and a denial left alone says nothing of appeals."""
    for row in rows:
        if row["kind"] in {"denial_rate", "denial_reason", "allowed_amount"}:
            assert row["rate"] == OVERTURNED_BPS / 10_000
            assert (row["rate_claims"], row["rate_rests_on"]) == (0, "trade")


def test_waiting_claims_count_no_more_than_what_is_at_risk(
    story: Story, rows: list[Document]
) -> None:
    row = next(row for row in rows if row["clock"] == "filing")
    at_risk = float(story.get(f"alerts/{row['alert_id']}")["dollars_at_risk"])

    assert float(row["dollars"]) <= at_risk
    assert sum(money(claims_of(story, row), "dollars")) <= at_risk


@pytest.mark.parametrize(
    ("sort", "name", "falling"),
    [("dollars", "dollars", True), ("severity", "severity", True), ("due", "days_left", False)],
)
def test_the_list_is_sorted_as_asked(story: Story, sort: str, name: str, falling: bool) -> None:
    found = story.get(f"worklist?limit=200&sort={sort}")["items"]
    told = [float(row[name]) for row in found if row["due_on"] and not row["time_is_up"]]

    assert told == sorted(told, reverse=falling)


def test_filters_leave_what_they_say(story: Story, rows: list[Document]) -> None:
    payer = rows[0]["payer"]

    def ids(query: str) -> set[str]:
        return {row["alert_id"] for row in story.get(f"worklist?limit=200&{query}")["items"]}

    assert ids(f"payer={quote(payer)}") == {r["alert_id"] for r in rows if r["payer"] == payer}
    assert ids("product=driftwatch") == {
        r["alert_id"] for r in rows if r["product"] == "driftwatch"
    }
    assert ids("unassigned=true") == {r["alert_id"] for r in rows if r["assignee"] is None}
    week = {r["alert_id"] for r in rows if r["days_left"] is not None and 0 <= r["days_left"] <= 75}
    assert ids("due_within=75") == week
    assert ids("status=acknowledged") == {
        r["alert_id"] for r in rows if r["status"] == "acknowledged"
    }


def test_the_pages_of_the_list_are_the_whole_list(story: Story, rows: list[Document]) -> None:
    seen, path = [], "worklist?limit=2"
    while path:
        page = story.get(path)
        seen += page["items"]
        path = f"worklist?limit=2&cursor={page['next']}" if page["next"] else ""

    assert seen == rows


def test_as_it_was_before_the_run_there_was_nothing_to_do(story: Story) -> None:
    assert story.get(f"worklist?as_of=position:{story.asked_at}")["items"] == []


def test_days_are_counted_from_the_moment_that_is_looked_at(
    story: Story, rows: list[Document]
) -> None:
    now = next(row for row in rows if row["days_left"] is not None)
    then = story.get(f"worklist?limit=200&as_of=position:{story.get('worklist')['position']}")
    same = next(row for row in then["items"] if row["alert_id"] == now["alert_id"])

    assert same["days_left"] == now["days_left"]
    assert date.fromisoformat(now["due_on"]) >= UNTIL - timedelta(days=1)
