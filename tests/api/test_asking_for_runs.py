"""A run is asked for once per key, and only what can be asked is asked."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from tests.api.at_work import RIVERSIDE
from tests.api.conftest import Api, projected

LAST_MONTH = datetime.now(UTC).date() - timedelta(days=30)


@pytest.mark.feature("API-3", "DR-9")
def test_the_same_request_under_the_same_key_is_one_run(town: Api) -> None:
    asked, key = {"until": str(LAST_MONTH)}, uuid4().hex
    first, again = (
        town.post(f"{RIVERSIDE}/drift-runs", asked, Idempotency_Key=key) for _ in range(2)
    )

    assert [first.status_code, again.status_code] == [202, 202]
    assert first.json() == again.json()
    assert first.headers["location"] == again.headers["location"] == first.json()["status_url"]
    assert town.post(f"{RIVERSIDE}/drift-runs", asked).json()["id"] != first.json()["id"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"product": "crystalball"}, "drift.product_unknown"),
        ({"until": "2999-01-01"}, "drift.until_in_the_future"),
        ({"as_of": "position:999999999"}, "request.position_in_the_future"),
        ({"as_of": "soon"}, "request.moment_unreadable"),
        ({"until": "01/02/2026"}, "request.invalid"),
    ],
)
def test_a_run_that_cannot_be_is_refused(town: Api, body: dict[str, str], code: str) -> None:
    answer = town.post(f"{RIVERSIDE}/drift-runs", body)
    assert answer.status_code in {400, 422}
    assert answer.json()["code"] == code


@pytest.mark.feature("DR-9")
def test_a_backfill_is_accepted_watched_and_cancelled(town: Api) -> None:
    since, until = LAST_MONTH - timedelta(days=30), LAST_MONTH
    asked = {"from": str(since), "to": str(until), "products": ["driftwatch", "delayguard"]}
    accepted = town.post(f"{RIVERSIDE}/drift-backfills", asked)
    projected(town)
    shown = town.get(accepted.json()["status_url"])
    listed = town.get(f"{RIVERSIDE}/drift-backfills").json()

    assert accepted.status_code == 202
    assert shown.json()["state"] == "requested"
    assert shown.json()["products"] == ["driftwatch", "delayguard"]
    assert shown.json()["runs_total"] == 2 * shown.json()["weeks"] > 0
    assert shown.json()["runs_done"] == 0
    assert listed["items"][0]["id"] == accepted.json()["id"]
    cancelled = town.post(f"{RIVERSIDE}/drift-backfills/{accepted.json()['id']}/cancel", {})
    projected(town)
    assert cancelled.status_code == 201
    assert town.get(accepted.json()["status_url"]).json()["state"] == "cancelled"


@pytest.mark.feature("DR-9")
@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"from": "2026-01-01"}, "request.invalid"),
        ({"from": "2026-01-01", "to": "2999-01-01"}, "drift.until_in_the_future"),
        ({"from": "2026-01-08", "to": "2026-01-01"}, "drift_backfill.invalid"),
        ({"from": "1990-01-01", "to": "2026-01-01"}, "quota.exceeded"),
        ({"from": "2026-01-01", "to": "2026-02-01", "products": ["x"]}, "drift.product_unknown"),
    ],
)
def test_a_backfill_that_cannot_be_is_refused(town: Api, body: dict[str, str], code: str) -> None:
    answer = town.post(f"{RIVERSIDE}/drift-backfills", body)
    assert answer.status_code in {400, 422, 429}
    assert answer.json()["code"] == code


@pytest.mark.feature("DR-9")
def test_anybody_who_may_look_sees_when_the_next_run_is(town: Api) -> None:
    projected(town)
    shown = town.get(f"{RIVERSIDE}/drift-schedule", "viewer@riverside.example").json()

    assert shown["schedule"] == {"on": True, "weekday": 0, "hour": 2}
    assert datetime.fromisoformat(shown["next_run_at"]) > datetime.now(UTC)
    assert datetime.fromisoformat(shown["next_until"]).weekday() == 0
