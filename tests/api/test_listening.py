"""Live updates: what happens is told to who listens, who was away goes on where they were."""

import json
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from tests.api.at_work import OPERATOR, RIVERSIDE, Story, work
from tests.api.town import Api

VIEWER = "viewer@riverside.example"


class Heard(NamedTuple):
    id: int
    event: str
    data: dict[str, object]


def listen(api: Api, who: str = VIEWER, **headers: str) -> list[Heard]:
    answer = api.get(f"{RIVERSIDE}/stream", who, **headers)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert "content-encoding" not in answer.headers
    return list(_events(answer.text))


def _events(text: str) -> Iterator[Heard]:
    for block in text.split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.splitlines() if ": " in line)
        if "event" in lines:
            yield Heard(int(lines["id"]), lines["event"], json.loads(lines["data"]))


@pytest.mark.feature("AL-9")
def test_who_comes_fresh_hears_where_the_log_is_and_then_news(story: Story) -> None:
    (ready,) = listen(story.api)
    assert ready.event == "ready"
    assert ready.id == story.get("alerts")["position"]


@pytest.mark.feature("AL-9")
def test_who_was_away_hears_what_was_missed_by_id(story: Story) -> None:
    work(story.api)
    heard = listen(story.api, Last_Event_ID=str(story.asked_at))
    topics = [each.event for each in heard]
    assert topics.count("alert.raised") >= 1
    assert "run.finished" in topics
    assert [each.id for each in heard] == sorted(each.id for each in heard)
    assert heard[-1].event == "ready"
    again = listen(story.api, Last_Event_ID=str(heard[-2].id))
    assert [each.event for each in again] == ["ready"]


@pytest.mark.feature("AL-9")
def test_an_acknowledged_alert_is_told_as_changed(story: Story) -> None:
    work(story.api)
    before = story.get("alerts")
    alert_id = before["items"][0]["id"]
    story.api.post(f"{RIVERSIDE}/alerts/{alert_id}/comment", {"comment": "x"}, OPERATOR)
    work(story.api)
    heard = listen(story.api, Last_Event_ID=str(before["position"]))
    assert (heard[0].event, heard[0].data["id"]) == ("alert.changed", alert_id)


@pytest.mark.feature("AL-9", "ID-2")
def test_nobody_hears_of_another_customer(story: Story) -> None:
    assert story.api.get(f"{RIVERSIDE}/stream", "owner@lakeside.example").status_code == 404
    answer = story.api.get(
        "/api/v1/customers/lakeside/stream", "owner@lakeside.example", Last_Event_ID="0"
    )
    assert [each.event for each in _events(answer.text)] == ["ready"]


@pytest.mark.parametrize("given", ["x", "-1", "1" * 20])
def test_a_last_event_that_is_none_of_ours_is_refused(story: Story, given: str) -> None:
    refused = story.api.get(f"{RIVERSIDE}/stream", VIEWER, Last_Event_ID=given)
    assert (refused.status_code, refused.json()["code"]) == (400, "stream.last_event_unreadable")


@pytest.mark.feature("AL-9", "ID-10")
def test_severity_is_named_by_the_customers_own_bands(story: Story) -> None:
    """As in the list of alerts, which the same page shows."""
    before = story.get("alerts")
    worst = before["items"][0]
    lower = worst["severity"] - 0.01
    bands = {"critical": lower, "high": lower / 2, "medium": lower / 4}
    wished = {"detection": {"severity_bands": bands}}
    path = f"{RIVERSIDE}/settings"
    headers = story.api.headers("owner@riverside.example")
    answer = story.api.client.put(path, json=wished, headers=headers)
    assert answer.status_code == 201, answer.text
    story.api.post(f"{RIVERSIDE}/alerts/{worst['id']}/comment", {"comment": "y"}, OPERATOR)
    work(story.api)
    heard = listen(story.api, Last_Event_ID=str(before["position"]))

    assert worst["severity_label"] != "critical"
    assert story.get(f"alerts/{worst['id']}")["severity_label"] == "critical"
    assert [each.data["severity_label"] for each in heard[:-1]] == ["critical"]
