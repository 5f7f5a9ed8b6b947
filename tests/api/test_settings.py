"""Settings over HTTP: read with an ETag, changed against it, seen in the audit before and after."""

from datetime import UTC, datetime

import pytest
from tests.api.at_work import RIVERSIDE
from tests.api.conftest import OWNER, Api, projected

COMPLIANCE, VIEWER = "compliance@riverside.example", "viewer@riverside.example"
WANTED = {"personal_data": "refuse", "sensitive_words": ["Project Bluebird", "Zeta"]}
pytestmark = pytest.mark.usefixtures("population")


def put(api: Api, body: object, who: str = OWNER, **headers: str) -> tuple[int, dict[str, object]]:
    answer = api.client.put(f"{RIVERSIDE}/settings", json=body, headers=api.headers(who, **headers))
    projected(api)
    return answer.status_code, answer.json()


@pytest.mark.feature("ID-10", "DQ-4")
def test_settings_start_with_defaults_and_change_against_their_etag(api: Api) -> None:
    projected(api)
    before = api.get(f"{RIVERSIDE}/settings")
    first = put(api, WANTED, If_Match=before.headers["etag"])
    late = put(api, {"personal_data": "mask"}, If_Match=before.headers["etag"])
    after = api.get(f"{RIVERSIDE}/settings", COMPLIANCE)

    assert (before.json()["personal_data"], before.json()["version"]) == ("mask", 0)
    assert (first[0], late[0], late[1]["code"]) == (201, 412, "log.conflict")
    assert after.json()["sensitive_words"] == ["Project Bluebird", "Zeta"]
    assert after.headers["etag"] == '"v1"'
    assert api.get(f"{RIVERSIDE}/settings", VIEWER).status_code == 403
    assert api.get("/api/v1/customers/lakeside/settings").status_code == 404


@pytest.mark.feature("ID-10")
def test_the_audit_shows_before_and_after_but_never_the_words(api: Api) -> None:
    _, done = put(api, WANTED)
    put(api, {**WANTED, "personal_data": "mask", "sensitive_words": ["Zeta"]})
    history = api.get(f"{RIVERSIDE}/audit/entities/settings/{done['id']}", COMPLIANCE)
    changes = {one["field"]: one for one in history.json()["steps"][-1]["changes"]}

    assert changes["personal_data"]["before"] == "refuse"
    assert changes["personal_data"]["after"] == "mask"
    assert any(field.startswith("sensitive_words") for field in changes)
    assert "Zeta" not in history.text
    assert "luebird" not in history.text


@pytest.mark.feature("ID-10")
@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"personal_data": "forget"}, "request.invalid"),
        ({"personal_data": "mask", "sensitive_words": ["ab"]}, "settings.sensitive_word_invalid"),
        ({"personal_data": "mask", "window": 3}, "request.invalid"),
        ({"products": {"crystalball": True}}, "request.invalid"),
        ({"detection": {"report_from_confidence": 0.1}}, "settings.invalid"),
        ({"detection": {"scan_weeks": [0]}}, "settings.invalid"),
        ({"detection": {"severity_bands": {"high": 0.95}}}, "settings.invalid"),
        ({"schedule": {"hour": 24}}, "settings.invalid"),
        ({"contacts": ["nobody"]}, "identity.email_invalid"),
    ],
)
def test_nonsense_is_refused_and_changes_nothing(
    api: Api, body: dict[str, object], code: str
) -> None:
    status, problem = put(api, body)

    assert status in {400, 422}
    assert problem["code"] == code
    assert api.get(f"{RIVERSIDE}/settings").json()["version"] == 0


@pytest.mark.feature("ID-9", "ID-10")
def test_a_section_that_is_left_out_stays_as_it_stands(api: Api) -> None:
    put(api, WANTED)
    detection = {
        "report_from_confidence": 0.9,
        "claims_min": 30,
        "scan_weeks": [4, 2],
        "half_severity_dollars": "5000",
        "severity_bands": {"critical": 0.95},
    }
    put(api, {"products": {"delayguard": False}, "detection": detection})
    put(api, {"schedule": {"weekday": 6, "hour": 3}, "contacts": ["Ops@Example.org"]})
    known = api.get(f"{RIVERSIDE}/settings").json()

    assert known["personal_data"] == "refuse"
    assert known["products"] == {
        "driftwatch": True,
        "denialscope": True,
        "delayguard": False,
        "contractiq": True,
        "authsignal": True,
    }
    assert known["detection"] == {
        "report_from_confidence": 0.9,
        "claims_min": 30,
        "baseline_weeks": None,
        "scan_weeks": [2, 4],
        "half_severity_dollars": "5000.00",
        "severity_bands": {"critical": 0.95, "high": 0.7, "medium": 0.4},
    }
    assert known["schedule"] == {"on": True, "weekday": 6, "hour": 3}
    assert known["contacts"] == ["ops@example.org"]
    assert datetime.fromisoformat(known["next_run_at"]) > datetime.now(UTC)
    put(api, {"detection": {}, "schedule": {"on": False}})
    reset = api.get(f"{RIVERSIDE}/settings").json()
    assert reset["detection"]["report_from_confidence"] is None
    assert reset["next_run_at"] is None
    assert reset["version"] == 4


@pytest.mark.feature("ID-9")
def test_a_product_that_is_off_answers_403_and_says_so(api: Api) -> None:
    _, done = put(api, {"products": {"delayguard": False}})
    refused = api.post(f"{RIVERSIDE}/drift-runs", {"product": "delayguard"})
    history = api.get(f"{RIVERSIDE}/audit/entities/settings/{done['id']}", COMPLIANCE)
    changes = {one["field"]: one for one in history.json()["steps"][-1]["changes"]}

    assert refused.status_code == 403
    assert refused.json()["code"] == "product.off"
    assert refused.json()["product"] == "delayguard"
    assert changes["products.delayguard"]["before"] is True
    assert changes["products.delayguard"]["after"] is False
    assert api.post(f"{RIVERSIDE}/drift-runs", {"product": "driftwatch"}).status_code == 202
    assert api.get(f"{RIVERSIDE}/findings?product=delayguard").status_code == 200
