"""Rules, maintenance windows and channels over HTTP: who may, what is refused, what is seen."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from httpx import Response
from tests.api.at_work import ANALYST, OPERATOR, RIVERSIDE, Story, work
from tests.api.town import OWNER

Document = dict[str, Any]
TERMS: Document = {"name": "Denials of Aetna", "kind": "denial_rate", "payers": ["Aetna", " aetna"]}
NOW = datetime.now(UTC)


def put(story: Story, path: str, body: Document, who: str = ANALYST, **headers: str) -> Response:
    return story.api.client.put(
        f"{RIVERSIDE}/{path}", json=body, headers=story.api.headers(who, **headers)
    )


def post(story: Story, path: str, body: object = None, who: str = ANALYST) -> Response:
    return story.api.post(f"{RIVERSIDE}/{path}", body, who)


@pytest.fixture
def rule(story: Story) -> str:
    made = post(story, "alert-rules", TERMS)
    assert made.status_code == 201, made.text
    work(story.api)
    return str(made.json()["id"])


@pytest.mark.feature("AL-1", "AU-1")
def test_a_rule_is_written_changed_and_switched_with_every_version_on_record(
    story: Story, rule: str
) -> None:
    etag = story.api.get(f"{RIVERSIDE}/alert-rules/{rule}").headers["etag"]
    changed = {**TERMS, "name": "Denials", "severity_min": 0.7, "dollars_at_risk_min": "1000.50"}
    assert put(story, f"alert-rules/{rule}", changed, If_Match=etag).status_code == 201
    stale = put(story, f"alert-rules/{rule}", TERMS, If_Match=etag)
    assert (stale.status_code, stale.json()["code"]) == (412, "log.conflict")
    assert post(story, f"alert-rules/{rule}/switch-off").status_code == 201
    work(story.api)
    now = story.get(f"alert-rules/{rule}")
    assert (now["name"], now["severity_min"], now["is_on"]) == ("Denials", 0.7, False)
    assert (now["dollars_at_risk_min"], now["payers"]) == ("1000.50", ["Aetna", "aetna"])
    history = story.get(f"audit/entities/alert-rule/{rule}?compare_to=version:1")
    assert any(change["field"].endswith("severity_min_bps") for change in history["difference"])


@pytest.mark.feature("AL-1")
@pytest.mark.parametrize(
    ("special", "field"),
    [
        ({"name": " "}, "name"),
        ({"escalate_after_minutes": 60}, "escalation_channels"),
        ({"quiet_hours": {"begin_minute": 60, "end_minute": 60}}, "quiet_hours"),
        ({"cooldown_minutes": 10**6}, "cooldown_minutes"),
    ],
)
def test_terms_that_make_no_sense_are_refused_by_field(
    story: Story, special: Document, field: str
) -> None:
    refused = post(story, "alert-rules", {**TERMS, **special})
    assert (refused.status_code, refused.json()["code"]) == (422, "alert_rule.invalid")
    assert refused.json()["field"] == field
    unknown = post(story, "alert-rules", {**TERMS, "channels": [str(uuid4())]})
    assert unknown.json()["code"] == "alert_rule.channel_unknown"


@pytest.mark.feature("AL-1")
def test_a_dry_run_tells_what_would_have_happened_and_changes_nothing(story: Story) -> None:
    work(story.api)
    before = story.get("alerts")["position"]
    answer = post(story, "alert-rules/dry-run", {"name": "All", "severity_min": 0}, OPERATOR)
    assert answer.status_code == 200
    found = answer.json()
    assert found["ended"]["raised"] >= len(story.get("alerts?status=active")["items"])
    assert sum(found["ended"].values()) == found["sightings"]
    assert story.get("alerts")["position"] == before


@pytest.mark.feature("AL-3", "AL-7")
def test_noise_is_learned_visibly_and_forgotten_on_demand(story: Story) -> None:
    work(story.api)
    alert = story.get("alerts")["items"][0]
    post(story, f"alerts/{alert['id']}/judgments", {"verdict": "noise"}, OPERATOR)
    post(story, f"alerts/{alert['id']}/judgments", {"verdict": "noise"}, OWNER)
    work(story.api)
    known = story.get(f"alert-rules/{alert['rule_id']}")
    (lesson,) = known["lessons"]
    assert (lesson["payer"], lesson["noise"], lesson["severity_raised_by"]) == (
        alert["payer"],
        1,
        0.0,
    )
    assert known["precision"]["precision"] == 0.0
    body = {"payer": alert["payer"], "kind": alert["kind"]}
    assert post(story, f"alert-rules/{alert['rule_id']}/forget", body).status_code == 201
    work(story.api)
    assert story.get(f"alert-rules/{alert['rule_id']}")["lessons"] == []
    post(story, f"alerts/{alert['id']}/judgments", {"verdict": "real"}, OPERATOR)
    post(story, f"alerts/{alert['id']}/judgments", {"verdict": "real"}, OWNER)


@pytest.mark.feature("AL-3")
def test_a_maintenance_window_is_planned_seen_and_cancelled(story: Story) -> None:
    body = {
        "begins_at": (NOW - timedelta(hours=1)).isoformat(),
        "ends_at": (NOW + timedelta(days=1)).isoformat(),
        "reason": "New portal",
        "payer": "Aetna",
    }
    planned = post(story, "maintenance-windows", body, OPERATOR)
    assert planned.status_code == 201, planned.text
    path = f"maintenance-windows/{planned.json()['id']}"
    work(story.api)
    assert story.get(path)["state"] == "running"
    assert put(story, path, {**body, "reason": "Late"}, OPERATOR).status_code == 201
    assert post(story, f"{path}/cancel", who=OPERATOR).status_code == 201
    work(story.api)
    assert (story.get(path)["state"], story.get(path)["reason"]) == ("cancelled", "Late")
    over = put(story, path, body, OPERATOR)
    assert (over.status_code, over.json()["code"]) == (409, "maintenance_window.over")


@pytest.mark.feature("AL-6")
def test_alerts_are_snoozed_woken_and_acknowledged_many_at_once(story: Story) -> None:
    work(story.api)
    ids = [each["id"] for each in story.get("alerts?status=active")["items"]][:2]
    until = (NOW + timedelta(days=2)).isoformat()
    assert post(story, f"alerts/{ids[0]}/snooze", {"until": until}, OPERATOR).status_code == 201
    late = post(story, f"alerts/{ids[0]}/snooze", {"until": NOW.isoformat()}, OPERATOR)
    assert late.json()["code"] == "alert.snooze_over"
    work(story.api)
    assert story.get(f"alerts/{ids[0]}")["snoozed_until"] is not None
    assert post(story, f"alerts/{ids[0]}/wake", who=OPERATOR).status_code == 201
    done = post(story, "alerts/acknowledge", {"alert_ids": ids}, OPERATOR)
    assert (done.status_code, done.json()["acknowledged"]) == (200, ids)
    work(story.api)
    assert {story.get(f"alerts/{each}")["status"] for each in ids} == {"acknowledged"}
    missing = post(story, "alerts/acknowledge", {"alert_ids": [str(uuid4())]}, OPERATOR)
    assert missing.status_code == 404


@pytest.mark.feature("AL-5")
def test_a_channels_secret_is_told_once_and_only_owners_open_channels(story: Story) -> None:
    asked = {"kind": "webhook", "name": "Queue", "address": "https://hooks.example/a"}
    assert post(story, "channels", asked).status_code == 403
    opened = post(story, "channels", asked, OWNER)
    assert opened.status_code == 201
    secret = opened.json()["secret"]
    assert secret.startswith("whsec_")
    work(story.api)
    path = f"channels/{opened.json()['id']}"
    assert secret not in story.api.get(f"{RIVERSIDE}/{path}").text
    assert secret not in story.api.get(f"{RIVERSIDE}/audit/entities/channel/{path[9:]}").text
    turned = post(story, f"{path}/turn-secret", who=OWNER).json()["secret"]
    assert turned not in {None, secret}
    wrong = post(
        story, "channels", {"kind": "email", "name": "x", "recipients": ["a\nb@c.d"]}, OWNER
    )
    assert (wrong.status_code, wrong.json()["code"]) == (422, "channel.invalid")


@pytest.mark.feature("AL-8", "RD-2")
def test_evidence_is_a_file_as_the_run_knew_it(story: Story) -> None:
    alert = story.get("alerts")["items"][0]
    path = f"{RIVERSIDE}/alerts/{alert['id']}/evidence"
    answer = story.api.get(path)
    assert answer.headers["content-type"].startswith("text/csv")
    total = story.get(f"findings/{alert['finding_id']}/evidence")
    assert len(answer.text.splitlines()) > 1
    assert answer.text.splitlines()[0].startswith("id,claim_ref")
    assert total["items"][0]["id"] == answer.text.splitlines()[1].split(",")[0]
