"""What people do about an alert, and what the history keeps of it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from httpx import Response
from tests.api.at_work import OPERATOR, RIVERSIDE, Story, work

Document = dict[str, Any]

TODAY = datetime.now(UTC).date()


@pytest.fixture
def alert(story: Story) -> Document:
    """The worst alert, as the operator sees it now."""
    work(story.api)
    found: Document = story.get("alerts?limit=1")["items"][0]
    return found


def tell(
    story: Story, path: str, body: object = None, who: str = OPERATOR, **headers: str
) -> Response:
    return story.api.post(f"{RIVERSIDE}/alerts/{path}", body, who, **headers)


@pytest.mark.feature("AL-6", "API-1", "RD-6")
def test_a_command_is_seen_by_the_question_that_waits_for_it(story: Story, alert: Document) -> None:
    done = tell(story, f"{alert['id']}/acknowledge")
    work(story.api)
    seen = story.get(f"alerts/{alert['id']}?min_position={done.json()['position']}")

    assert done.status_code == 201
    assert done.json()["id"] == alert["id"]
    assert done.headers["etag"] == f'"v{done.json()["version"]}"'
    assert done.headers["upstream-position"] == str(done.json()["position"])
    assert seen["status"] == "acknowledged"
    assert seen["version"] == done.json()["version"]
    again = tell(story, f"{alert['id']}/acknowledge")
    assert again.json()["version"] == done.json()["version"]


@pytest.mark.feature("AL-6")
def test_an_alert_is_assigned_to_somebody_who_works_there(story: Story, alert: Document) -> None:
    analyst = story.api.get("/api/v1/me", "analyst@riverside.example").json()["id"]
    stranger = story.api.get("/api/v1/me", "analyst@lakeside.example").json()["id"]

    assert tell(story, f"{alert['id']}/assign", {"to": analyst}).status_code == 201
    for nobody in (stranger, str(uuid4())):
        refused = tell(story, f"{alert['id']}/assign", {"to": nobody})
        assert refused.status_code == 422
        assert refused.json()["code"] == "alert.assignee_unknown"
    work(story.api)
    assert story.get(f"alerts?assignee={analyst}")["items"][0]["id"] == alert["id"]


@pytest.mark.feature("AL-6")
def test_resolved_is_resolved_until_it_is_reopened(story: Story, alert: Document) -> None:
    assert tell(story, f"{alert['id']}/comment", {"comment": "Called them."}).status_code == 201
    assert tell(story, f"{alert['id']}/resolve", {"note": "They will fix it."}).status_code == 201
    late = tell(story, f"{alert['id']}/acknowledge")
    assert (late.status_code, late.json()["code"]) == (409, "alert.already_resolved")
    work(story.api)
    assert story.get("alerts?status=resolved")["items"][0]["id"] == alert["id"]

    assert tell(story, f"{alert['id']}/reopen").status_code == 201
    twice = tell(story, f"{alert['id']}/reopen", {"note": "Again."})
    assert (twice.status_code, twice.json()["code"]) == (409, "alert.not_resolved")
    work(story.api)
    document = story.get(f"alerts/{alert['id']}")
    assert document["status"] != "resolved"
    assert [comment["comment"] for comment in document["comments"]][:2] == [
        "Called them.",
        "They will fix it.",
    ]


@pytest.mark.feature("API-4")
def test_who_looked_at_an_older_version_does_not_overwrite(story: Story, alert: Document) -> None:
    seen = story.api.get(f"{RIVERSIDE}/alerts/{alert['id']}").headers["etag"]
    path, body = f"{alert['id']}/comment", {"comment": "Mine."}
    first = tell(story, path, body, If_Match=seen)
    second = tell(story, path, body, If_Match=seen)

    assert first.status_code == 201
    assert (second.status_code, second.json()["code"]) == (412, "log.conflict")
    assert tell(story, path, body, If_Match=first.headers["etag"]).status_code == 201
    assert tell(story, path, body, If_Match="*").status_code == 201
    assert tell(story, path, body, If_Match="v3").status_code == 400


@pytest.mark.feature("API-3")
def test_the_same_command_under_the_same_key_is_carried_out_once(
    story: Story, alert: Document
) -> None:
    path, key = f"{alert['id']}/comment", uuid4().hex
    first = tell(story, path, {"comment": "Once."}, Idempotency_Key=key)
    again = tell(story, path, {"comment": "Once."}, Idempotency_Key=key)
    other = tell(story, path, {"comment": "Twice."}, Idempotency_Key=key)
    mine = tell(story, path, {"comment": "Once."}, "owner@riverside.example", Idempotency_Key=key)

    assert first.status_code == again.status_code == mine.status_code == 201
    assert again.json() == first.json()
    assert again.headers["idempotent-replayed"] == "true"
    assert "idempotent-replayed" not in first.headers
    assert (other.status_code, other.json()["code"]) == (422, "request.idempotency_key_reused")
    assert mine.json()["version"] == first.json()["version"] + 1
    unreadable = tell(story, path, {"comment": "x"}, Idempotency_Key="k" * 201)
    assert unreadable.status_code == 400


@pytest.mark.feature("AL-7", "AL-8")
def test_a_judgment_remembers_what_was_seen_and_may_be_revised(
    story: Story, alert: Document
) -> None:
    judgments = f"{alert['id']}/judgments"
    seen = story.get(f"alerts/{alert['id']}")["position"]
    body = {"verdict": "needs_follow_up", "note": "Asked the payer.", "position_seen": seen}
    first = tell(story, judgments, body)
    revised = tell(
        story,
        judgments,
        {"verdict": "real", "recovered": "1234.5", "recovered_on": str(TODAY - timedelta(days=1))},
    )
    assert (first.status_code, revised.status_code) == (201, 201)
    assert revised.json()["id"] == first.json()["id"]
    assert revised.json()["version"] == 2
    work(story.api)

    (judgment,) = story.get(f"alerts/{alert['id']}")["judgments"]
    assert judgment["verdict"] == "real"
    assert judgment["recovered"] == "1234.50"
    then = story.get(f"alerts/{alert['id']}?as_of=position:{first.json()['position']}")
    assert then["judgments"][0]["verdict"] == "needs_follow_up"
    assert then["judgments"][0]["position_seen"] == seen
    totals = story.get("recoveries")
    assert totals["all_time"] == {"count": 1, "amount": "1234.50"}
    whole = story.get(f"audit/entities/judgment/{first.json()['id']}?compare_to=version:1")
    assert any(change["field"].endswith("verdict") for change in whole["difference"])


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"verdict": "maybe"}, "request.invalid"),
        (
            {"verdict": "real", "recovered": "-1.00", "recovered_on": "2026-01-01"},
            "request.invalid",
        ),
        ({"verdict": "real", "recovered": 12.5}, "request.invalid"),
        ({"verdict": "real", "recovered": "1.001"}, "request.invalid"),
        ({"verdict": "real", "recovered": "5.00"}, "judgment.recovered_without_date"),
        (
            {"verdict": "noise", "recovered": "5.00", "recovered_on": "2026-01-01"},
            "judgment.recovered_from_noise",
        ),
        (
            {"verdict": "real", "recovered": "5.00", "recovered_on": "2999-01-01"},
            "judgment.recovered_in_the_future",
        ),
        ({"verdict": "real", "position_seen": 10**9}, "judgment.position_not_reached"),
        ({"verdict": "real", "position_seen": 1}, "judgment.alert_not_yet_raised"),
    ],
)
def test_a_judgment_that_cannot_be_is_refused(
    story: Story, alert: Document, body: dict[str, object], code: str
) -> None:
    answer = tell(story, f"{alert['id']}/judgments", body)
    assert answer.status_code in {400, 422}
    assert answer.json()["code"] == code


@pytest.mark.parametrize(
    "path", ["acknowledge", "assign", "comment", "resolve", "reopen", "judgments"]
)
def test_an_alert_of_another_customer_is_not_there(
    story: Story, alert: Document, path: str
) -> None:
    body = {
        "assign": {"to": story.api.get("/api/v1/me", "owner@lakeside.example").json()["id"]},
        "comment": {"comment": "x"},
        "judgments": {"verdict": "real"},
    }.get(path)
    answer = story.api.post(
        f"/api/v1/customers/lakeside/alerts/{alert['id']}/{path}", body, "owner@lakeside.example"
    )
    assert (answer.status_code, answer.json()["code"]) == (404, "alert.not_found")
