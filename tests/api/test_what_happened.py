"""The history over HTTP: who did it, any record at any version, the log as CloudEvents."""

import pytest
from tests.api.at_work import ANALYST, RIVERSIDE, Story


@pytest.mark.feature("AU-1", "AU-2")
def test_the_history_tells_who_did_it(story: Story) -> None:
    analyst = story.api.get("/api/v1/me", ANALYST).json()["id"]
    asked = story.get(f"audit?entity={story.run_id}")["items"][-1]

    assert asked["actor"] == f"person:{analyst}"
    assert asked["entity_id"] == story.run_id
    by_analyst = story.get(f"audit?actor=person:{analyst}&limit=200")["items"]
    assert {"uploads.receive", "drift.request_run"} <= {entry["command"] for entry in by_analyst}
    whole = story.get(f"audit/entities/upload/{story.upload_id}")
    assert [step["version"] for step in whole["steps"]] == list(range(1, whole["version"] + 1))
    assert whole["steps"][0]["action"] == "uploads.received.v1"
    early = story.get(f"audit/entities/upload/{story.upload_id}?at=version:1")
    assert early["version"] == 1
    assert early["steps"] == whole["steps"][:1]
    then = whole["steps"][1]["position"]
    assert story.get(f"audit/entities/upload/{story.upload_id}?at=position:{then}")["version"] == 2
    differing = story.get(f"audit/entities/upload/{story.upload_id}?compare_to=version:1")
    assert any(change["field"] == "state" for change in differing["difference"])
    for path in (
        f"audit/entities/alert/{story.upload_id}",
        f"audit/entities/upload/{story.upload_id}?at=version:99",
    ):
        assert story.api.get(f"{RIVERSIDE}/{path}").status_code == 404


@pytest.mark.feature("AU-1")
def test_the_log_can_be_followed_as_cloud_events(story: Story) -> None:
    first = story.get("events?limit=3")
    assert [event["position"] for event in first["items"]] == [1, 2, 3]
    assert first["next"] == "3"
    event = story.get("events?cursor=3&limit=1")["items"][0]
    assert event["position"] == 4
    assert event["specversion"] == "1.0"
    assert event["type"].startswith("identity.")
    head = story.get("dashboard")["position"]
    end = story.get(f"events?cursor={head}")
    assert end["items"] == []
    assert end["next"] is None
