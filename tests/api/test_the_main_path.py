"""From a file over HTTP to a judged alert, and every step of it can be asked for afterwards."""

from collections import Counter
from decimal import Decimal

import pytest
from tests.api.at_work import ANALYST, RIVERSIDE, UNTIL, Story


def dollars(rows: list[dict[str, str]], column: str) -> Decimal:
    return sum((Decimal(row[column]) for row in rows if row[column]), Decimal(0))


@pytest.mark.feature("IN-5", "IN-6", "IN-14")
def test_an_upload_tells_what_became_of_every_row(story: Story) -> None:
    found = story.get(f"uploads/{story.upload_id}", ANALYST)

    assert found["status"] == "completed"
    assert found["rows_read"] == found["rows_new"] == len(story.rows)
    assert found["rows_rejected"] == found["rows_skipped"] == found["rows_changed"] == 0
    listed = story.get("uploads?status=completed")
    assert [item["id"] for item in listed["items"]] == [story.upload_id]
    assert story.get("uploads?search=nowhere")["items"] == []
    assert story.get("uploads/stats")["rows_new"] == len(story.rows)
    assert story.get(f"uploads/{story.upload_id}/rejected-rows")["items"] == []


@pytest.mark.feature("RD-1")
def test_the_dashboard_agrees_with_a_plain_count_of_the_file(story: Story) -> None:
    document = story.get("dashboard")
    outcomes = Counter(row["outcome"] for row in story.rows)
    denied = [row for row in story.rows if row["outcome"] == "DENIED"]

    assert document["claims_total"] == len(story.rows)
    assert document["claims_by_outcome"]["denied"] == outcomes["DENIED"]
    assert document["claims_by_outcome"]["paid"] == outcomes["PAID"]
    assert Decimal(document["billed_total"]) == dollars(story.rows, "billed_amount")
    assert Decimal(document["allowed_total"]) == dollars(story.rows, "allowed_amount")
    assert Decimal(document["denied_total"]) == dollars(denied, "billed_amount")
    assert document["denial_rate"] == pytest.approx(
        outcomes["DENIED"] / (outcomes["DENIED"] + outcomes["PAID"]), abs=1e-4
    )
    assert sum(document["alerts_active"].values()) == len(story.get("alerts")["items"])
    assert Decimal(document["dollars_at_risk"]) > 0
    assert document["uploads_total"] == 1
    assert document["last_run_at"]
    assert sum(payer["claims"] for payer in document["payers"]) == len(story.rows)
    assert sum(month["claims"] for month in document["trend"]) == len(story.rows)


@pytest.mark.feature("RD-2")
def test_the_dashboard_of_the_past_knows_no_findings(story: Story) -> None:
    before = story.get(f"dashboard?as_of=position:{story.asked_at}")
    empty = story.get("dashboard?as_of=position:0")

    assert before["claims_total"] == len(story.rows)
    assert before["dollars_at_risk"] == "0.00"
    assert sum(before["alerts_active"].values()) == 0
    assert before["last_run_at"] is None
    assert empty["claims_total"] == empty["uploads_total"] == 0
    assert empty["denial_rate"] is None


@pytest.mark.feature("RD-2")
def test_two_moments_are_compared_with_what_lies_between(story: Story) -> None:
    document = story.get("dashboard?compare_to=position:0")["comparison"]
    changes = {change["figure"]: change for change in document["changes"]}

    assert changes["claims_total"] == {
        "figure": "claims_total",
        "before": 0,
        "after": len(story.rows),
    }
    assert document["before"]["position"] == 0
    assert any(commit["command"] == "uploads.receive" for commit in document["commits"])


@pytest.mark.feature("RD-5")
def test_claims_are_found_by_what_is_known_of_them(story: Story) -> None:
    row = next(row for row in story.rows if row["outcome"] == "DENIED")
    (found,) = story.get(f"claims?search={row['claim_id']}")["items"]

    assert found["claim_ref"] == row["claim_id"]
    assert found["payer"] == row["payer"]
    assert found["outcome"] == "DENIED"
    assert Decimal(found["billed"]) == Decimal(row["billed_amount"])
    assert found["upload_id"] == story.upload_id
    (first,) = story.get(f"claims/{found['id']}/history")["steps"]
    assert first["action"] == "claims.recorded.v1"
    assert first["event"]["facts"]["claim_ref"] == row["claim_id"]
    denied = story.get(f"claims?outcome=DENIED&payer={row['payer']}&limit=200")["items"]
    assert {item["payer"] for item in denied} == {row["payer"]}


@pytest.mark.feature("RD-5")
def test_payers_and_trends_show_the_range_asked_for(story: Story) -> None:
    everything = story.get("payers?from=2000-01-01")["items"]
    lately = story.get("payers")["items"]
    months = story.get("trends?from=2000-01-01&limit=2")

    assert sum(payer["claims"] for payer in everything) == len(story.rows)
    assert 0 < sum(payer["claims"] for payer in lately) < len(story.rows)
    assert len(months["items"]) == 2
    assert months["next"]
    bad = story.api.get(f"{RIVERSIDE}/trends?from=2026-02-30")
    assert bad.status_code == 400
    assert bad.json()["errors"][0]["field"] == "from"


@pytest.mark.feature("DR-1", "DR-8", "DR-9")
def test_a_run_says_what_it_knew_and_what_it_found(story: Story) -> None:
    found = story.get(f"drift-runs/{story.run_id}", ANALYST)

    assert found["state"] == "completed"
    assert found["until"] == str(UNTIL)
    assert found["position"] == story.asked_at
    assert found["settings"]
    assert found["findings_count"] == len(found["findings"]) > 0
    assert [run["id"] for run in story.get("drift-runs")["items"]] == [story.run_id]


@pytest.mark.feature("DR-1", "DR-7")
def test_a_finding_explains_itself_and_shows_its_claims(story: Story) -> None:
    findings = story.get("findings")["items"]
    severities = [finding["severity"] for finding in findings]
    assert severities == sorted(severities, reverse=True)
    denial = next(finding for finding in findings if finding["kind"] == "denial_rate")
    whole = story.get(f"findings/{denial['id']}")
    moved = whole.pop("moved")
    assert whole == denial
    for drill in moved["drills"]:
        parts = sum(part["own"] + part["mix"] for part in drill["parts"])
        assert round(parts - drill["change"], 9) == 0
    assert moved["root_causes"]
    assert denial["payer"] in denial["explanation"]
    assert denial["current"]["to"] == str(UNTIL)

    first = story.get(f"findings/{denial['id']}/evidence?limit=5")
    claims, cursor = first["items"], first["next"]
    while cursor:
        page = story.get(f"findings/{denial['id']}/evidence?limit=5&cursor={cursor}")
        claims, cursor = claims + page["items"], page["next"]
    assert len(claims) == len({claim["id"] for claim in claims}) == first["total"]
    assert {claim["outcome"] for claim in claims} == {"DENIED"}
    assert story.get(f"findings?payer={denial['payer']}&kind=denial_rate")["items"] == [denial]
    assert story.get("findings?status=resolved")["items"] == []


@pytest.mark.feature("ID-2")
def test_of_all_this_another_customer_sees_nothing(story: Story) -> None:
    lakeside, owner = "/api/v1/customers/lakeside", "owner@lakeside.example"
    for path in ("uploads", "claims", "payers", "drift-runs", "findings", "alerts"):
        assert story.api.get(f"{lakeside}/{path}", owner).json()["items"] == [], path
    assert story.api.get(f"{lakeside}/dashboard", owner).json()["claims_total"] == 0
    claim = story.get("claims?limit=1")["items"][0]["id"]
    finding = story.get("findings?limit=1")["items"][0]["id"]
    alert = story.get("alerts?limit=1")["items"][0]["id"]
    for path in (
        f"uploads/{story.upload_id}",
        f"uploads/{story.upload_id}/rejected-rows",
        f"claims/{claim}",
        f"claims/{claim}/history",
        f"drift-runs/{story.run_id}",
        f"findings/{finding}",
        f"findings/{finding}/evidence",
        f"alerts/{alert}",
        f"audit/entities/claim/{claim}",
    ):
        assert story.api.get(f"{lakeside}/{path}", owner).status_code == 404, path
