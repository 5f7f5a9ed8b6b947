"""A run is asked for once per key, and only what can be asked is asked."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from tests.api.at_work import RIVERSIDE
from tests.api.conftest import Api

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
