"""Rules of a customer over HTTP: written, tried, switched, and what they say of a file."""

from uuid import UUID, uuid4

import pytest
from tests.api.conftest import Api, projected
from tests.support.claim_log import context_of
from tests.support.taking_in import csv_of

from upstream.application.customers import find_customer
from upstream.application.quality.assessing import assess_upload
from upstream.application.uploads import Intake, record
from upstream.domain.quality.built_in import BUILT_IN
from upstream.projections.quality.history import history_through

RIVERSIDE = "/api/v1/customers/riverside"
RULES = f"{RIVERSIDE}/validation-rules"
ANALYST = "analyst@riverside.example"
CHEAP = {
    "name": "Nothing above 100",
    "severity": "error",
    "test": {"kind": "range", "field": "billed_amount", "most": "100.00"},
}
ROWS = [
    "C1,Aetna,99213,2026-05-02,2026-05-20,PAID,150.00,92.10,",
    "C2,Aetna,99213,2026-05-02,2026-05-20,DENIED,90.00,0.00,",
]


def take_in(api: Api, *rows: str) -> str:
    """A file over HTTP, its job done here."""
    answer = api.client.post(
        f"{RIVERSIDE}/uploads",
        files={"file": ("claims.csv", csv_of(*rows))},
        headers=api.headers(ANALYST),
    )
    assert answer.status_code == 202, answer.text
    parts, upload_id = api.parts, UUID(answer.json()["id"])
    customer_id = find_customer(parts.database, "riverside").customer_id
    intake = Intake(parts.log, parts.files, parts.settings.secret_key)
    record(intake, context_of(customer_id), upload_id)
    projected(api)
    context = context_of(customer_id, command="quality.assess")
    assess_upload(parts.log, context, upload_id, history_through(parts.views))
    projected(api)
    return str(upload_id)


@pytest.mark.feature("DQ-1")
@pytest.mark.usefixtures("population")
def test_the_built_in_rules_are_there_from_the_start(api: Api) -> None:
    listed = api.get(RULES).json()["items"]

    assert [row["key"] for row in listed] == [rule.key for rule in BUILT_IN]
    assert all(row["is_on"] and row["version"] == 0 for row in listed)
    decided = next(row for row in listed if row["key"] == "DATE_DECIDED")
    assert decided["test"]["kind"] == "date_order"


@pytest.mark.feature("DQ-1", "DQ-5")
@pytest.mark.usefixtures("population")
def test_a_rule_is_drafted_tried_switched_on_and_holds(api: Api) -> None:
    before = take_in(api, *ROWS)
    drafted = api.post(RULES, CHEAP, ANALYST)
    assert drafted.status_code == 201
    rule = f"{RULES}/{drafted.json()['id']}"

    tried = api.post(f"{rule}/dry-run", who=ANALYST)
    assert tried.status_code == 200
    assert tried.json() == {
        "rows": 2,
        "broken": 1,
        "lines": [2],
        "would": "reject",
        "upload_id": before,
    }
    given = {"rows": [{"billed_amount": "100.00"}, {"billed_amount": "100.01"}, {}]}
    of_rows = api.post(f"{rule}/dry-run", given, ANALYST).json()
    assert (of_rows["rows"], of_rows["lines"]) == (3, [2])

    switched = api.post(f"{rule}/switch-on", who=ANALYST, If_Match=drafted.headers["etag"])
    assert switched.json()["version"] == 2
    after = take_in(api, *(row.replace("C", "N") for row in ROWS))
    report = api.get(f"{RIVERSIDE}/uploads/{after}/quality").json()
    own = next(one for one in report["rules"] if one["name"] == CHEAP["name"])
    assert (own["rows"], own["lines"], own["version"]) == (1, [2], 2)
    assert (report["rows_refused"], report["rows_flagged"]) == (1, 1)
    rejected = api.get(f"{RIVERSIDE}/uploads/{after}/rejected-rows").json()["items"]
    assert rejected[0]["code"] == "row.breaks_rule"
    assert rejected[0]["column"] == "billed_amount"
    assert "Nothing above 100" in rejected[0]["reason"]


@pytest.mark.feature("DQ-5", "DQ-6")
@pytest.mark.usefixtures("population")
def test_reports_and_the_dashboard_can_be_seen_as_they_were(api: Api) -> None:
    first = take_in(api, *ROWS)
    then = api.get(f"{RIVERSIDE}/quality").json()
    take_in(api, *(row.replace("C", "N") for row in ROWS))

    now = api.get(f"{RIVERSIDE}/quality").json()
    assert (then["uploads"], now["uploads"]) == (1, 2)
    assert now["direction"] == "insufficient"
    past = api.get(f"{RIVERSIDE}/quality?as_of=position:{then['position']}").json()
    assert past == then
    report = api.get(f"{RIVERSIDE}/uploads/{first}/quality").json()
    assert report["figures"]["score"] == then["score"]
    assert report["figures"]["grade"] == then["grade"]
    assert api.get(f"{RIVERSIDE}/uploads/{uuid4()}/quality").status_code == 404


@pytest.mark.feature("DQ-1", "API-5")
@pytest.mark.usefixtures("population")
def test_a_change_names_the_version_it_saw(api: Api) -> None:
    drafted = api.post(RULES, CHEAP)
    rule = f"{RULES}/{drafted.json()['id']}"
    change = CHEAP | {"severity": "warning"}
    headers = api.headers(ANALYST, If_Match=drafted.headers["etag"])
    assert api.client.put(rule, json=change, headers=headers).status_code == 201

    late = api.client.put(rule, json=CHEAP, headers=headers)
    assert (late.status_code, late.json()["code"]) == (412, "log.conflict")
    projected(api)
    shown = api.get(rule)
    assert shown.headers["etag"] == '"v2"'
    assert shown.json()["severity"] == "warning"
    assert api.get(rule, If_None_Match='"v2"').status_code == 304


@pytest.mark.feature("DQ-1")
@pytest.mark.parametrize(
    ("test", "at"),
    [
        ({"kind": "expression", "text": "payer = 1"}, 9),
        ({"kind": "format", "field": "cpt", "pattern": "[A-"}, 4),
        ({"kind": "format", "field": "units", "pattern": "1"}, None),
        ({"kind": "range", "field": "units"}, None),
        ({"kind": "range", "field": "units", "least": "1.5"}, None),
        ({"kind": "reference_set", "field": "payer", "values": []}, None),
        ({"kind": "duplicate", "fields": []}, None),
    ],
)
def test_a_rule_that_cannot_be_checked_is_refused(
    town: Api, test: dict[str, object], at: int | None
) -> None:
    answer = town.post(RULES, CHEAP | {"test": test})

    assert (answer.status_code, answer.json()["code"]) == (422, "validation_rule.invalid")
    assert answer.json().get("at") == at


@pytest.mark.feature("DQ-1")
@pytest.mark.usefixtures("population")
def test_a_built_in_rule_is_switched_off_but_not_changed(api: Api) -> None:
    rule = f"{RULES}/{api.get(RULES).json()['items'][5]['id']}"
    refused = api.client.put(rule, json=CHEAP, headers=api.headers(ANALYST))
    assert (refused.status_code, refused.json()["code"]) == (409, "validation_rule.built_in")

    assert api.post(f"{rule}/switch-off").status_code == 201
    projected(api)
    assert api.get(rule).json()["is_on"] is False
    assert api.post(f"{rule}/switch-on").json()["version"] == 2
    assert api.post(f"{RULES}/{uuid4()}/switch-on").status_code == 404


@pytest.mark.feature("DQ-1", "ID-8")
def test_only_owners_and_analysts_write_rules(town: Api) -> None:
    for role in ("operator", "compliance", "viewer"):
        assert town.post(RULES, CHEAP, f"{role}@riverside.example").status_code == 403
        assert town.get(RULES, f"{role}@riverside.example").status_code == 200
