"""How long there is to appeal and to file: set as a whole, seen as it was, audited."""

from typing import Any

import pytest
from tests.api.at_work import ANALYST, RIVERSIDE, work
from tests.api.conftest import Api

pytestmark = pytest.mark.usefixtures("population")

NINETY = {"count": 90, "unit": "days"}
YEAR = {"count": 12, "unit": "months"}
PLAIN = {"appeal": NINETY, "filing": YEAR}


def put(api: Api, body: object, who: str = ANALYST, **headers: str) -> Any:  # noqa: ANN401
    return api.client.put(
        f"{RIVERSIDE}/payer-clocks", json=body, headers=api.headers(who, **headers)
    )


def listed(api: Api, **asked: str) -> Any:  # noqa: ANN401  a document
    work(api)
    answer = api.client.get(
        f"{RIVERSIDE}/payer-clocks", params=asked, headers=api.headers("viewer@riverside.example")
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_clock_is_set_changed_and_seen_as_it_was(api: Api) -> None:
    first = put(api, {"payer": "Acme Health", "periods": [PLAIN]})
    assert first.status_code == 201, first.text
    split = [{**PLAIN, "to_on": "2026-01-01"}, {**PLAIN, "from_on": "2026-01-01", "filing": NINETY}]
    second = put(api, {"payer": "acme health", "periods": split}, if_match='"v1"')
    assert second.status_code == 201, second.text
    assert second.json()["id"] == first.json()["id"]

    (now,) = listed(api)["items"]
    assert (now["payer"], now["version"], len(now["periods"])) == ("acme health", 2, 2)
    (then,) = listed(api, as_of=f"position:{first.json()['position']}")["items"]
    assert then["periods"] == [PLAIN]
    one = api.get(f"{RIVERSIDE}/payer-clocks/{now['id']}", ANALYST)
    assert one.headers["etag"] == '"v2"'
    assert one.json()["periods"] == now["periods"]


def test_who_read_an_older_version_is_refused(api: Api) -> None:
    put(api, {"payer": None, "periods": [PLAIN]})
    put(api, {"payer": None, "periods": []})

    late = put(api, {"payer": None, "periods": [PLAIN]}, if_match='"v1"')

    assert (late.status_code, late.json()["code"]) == (412, "log.conflict")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"payer": "Acme", "periods": [PLAIN, PLAIN]}, 422, "payer_clock.invalid"),
        ({"payer": "Acme", "periods": [{"appeal": NINETY}]}, 400, "request.invalid"),
        ({"payer": "Acme", "periods": [{**PLAIN, "from_on": "soon"}]}, 400, "request.invalid"),
        ({"payer": "", "periods": []}, 400, "request.invalid"),
        ({"periods": []}, 400, "request.invalid"),
    ],
)
def test_what_makes_no_sense_is_refused(api: Api, body: object, status: int, code: str) -> None:
    answer = put(api, body)

    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_who_works_on_alerts_may_look_and_not_change(api: Api) -> None:
    refused = put(api, {"payer": None, "periods": []}, who="operator@riverside.example")

    assert refused.status_code == 403


def test_the_audit_shows_what_was_before(api: Api) -> None:
    put(api, {"payer": None, "periods": [PLAIN]})
    told = put(api, {"payer": None, "periods": []}).json()
    work(api)

    path = f"{RIVERSIDE}/audit/entities/payer-clock/{told['id']}"
    history = api.get(path, "compliance@riverside.example").json()

    latest = history["steps"][-1]
    assert latest["command"] == "worklist.set_payer_clock"
    assert latest["changes"] == [{"field": "periods", "before": [PLAIN], "after": []}]


def test_the_defaults_say_where_they_come_from(api: Api) -> None:
    told = api.get(f"{RIVERSIDE}/payer-clocks/presets", ANALYST).json()

    assert told["default"]["key"] == "typical_commercial"
    medicare = next(one for one in told["presets"] if one["key"] == "medicare")
    assert medicare["period"]["appeal"] == {"count": 120, "unit": "days"}
    assert medicare["period"]["filing"] == {"count": 12, "unit": "months"}
    assert "42 CFR" in medicare["source"]


def test_an_unknown_clock_is_no_clock(api: Api) -> None:
    missing = api.get(f"{RIVERSIDE}/payer-clocks/00000000-0000-0000-0000-000000000001", ANALYST)

    assert (missing.status_code, missing.json()["code"]) == (404, "payer_clock.not_found")
