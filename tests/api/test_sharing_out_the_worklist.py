"""The worklist taken elsewhere as a file, and shared out among people."""

import csv
import io
from typing import Any

import pytest
from tests.api.at_work import OPERATOR, RIVERSIDE, Story, work

Document = dict[str, Any]


@pytest.fixture
def rows(story: Story) -> list[Document]:
    """The whole list, as the operator sees it now."""
    work(story.api)
    found: list[Document] = story.get("worklist?limit=200", OPERATOR)["items"]
    return found


def test_the_file_says_what_the_list_says(story: Story, rows: list[Document]) -> None:
    answer = story.api.get(f"{RIVERSIDE}/worklist/file", OPERATOR)
    table = list(csv.DictReader(io.StringIO(answer.text)))

    assert answer.headers["content-type"].startswith("text/csv")
    assert [one["alert_id"] for one in table] == [row["alert_id"] for row in rows]
    assert [one["expected_recovery"] for one in table] == [r["expected_recovery"] for r in rows]


@pytest.mark.feature("AL-6")
def test_many_are_assigned_at_once(story: Story, rows: list[Document]) -> None:
    operator = story.api.get("/api/v1/me", OPERATOR).json()["id"]
    stranger = story.api.get("/api/v1/me", "analyst@lakeside.example").json()["id"]
    ids = [row["alert_id"] for row in rows[:2]]

    refused = story.api.post(f"{RIVERSIDE}/alerts/assign", {"alert_ids": ids, "to": stranger})
    assert (refused.status_code, refused.json()["code"]) == (422, "alert.assignee_unknown")
    done = story.api.post(
        f"{RIVERSIDE}/alerts/assign", {"alert_ids": ids, "to": operator}, OPERATOR
    )
    assert done.status_code == 200, done.text
    assert (done.json()["assigned"], done.json()["resolved"]) == (ids, [])
    work(story.api)
    mine = story.get(f"worklist?assignee={operator}")["items"]
    assert {row["alert_id"] for row in mine} >= set(ids)
