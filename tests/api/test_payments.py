"""X12 files go in over HTTP; claims, payments and take-backs come out, each accounted for."""

from typing import Any

import pytest
from httpx import Response
from tests.api.at_work import ANALYST, RIVERSIDE, work
from tests.api.conftest import Api
from tests.support.x12_writing import claim, interchange, remittance, transaction

pytestmark = pytest.mark.feature("IN-3")

PAID = claim("A-1", "100", "80", "SVC*HC:99213*100*80**1", "DTM*472*20250502", "CAS*CO*45*20")
DENIED = claim("A-2", "60", "0", "SVC*HC:71046*60*0**1", "DTM*472*20250502", "CAS*CO*197*60")
WITHOUT_PAYER = interchange(remittance([claim("A-9", "10", "10")], payer=""), control="000000009")
REMITTANCE = interchange(
    remittance([PAID, DENIED], paid="70", adjustments=["PLB*1234567893*20251231*WO:A-0*10"]),
    remittance([claim("A-3", "50", "50")], paid="50.25", payer="Cigna", trace="EFT2"),
)
SENT = interchange(
    transaction(
        "837",
        [
            "BHT*0019*00*REF1*20250503*0900*CH",
            "HL*1**20*1",
            "NM1*85*2*Riverside Clinic*****XX*1234567893",
            "HL*2*1*22*0",
            "SBR*P*18*******CI",
            "NM1*IL*1*CANARY*ANNIE****MI*MEMBER77",
            "NM1*PR*2*Aetna*****PI*60054",
            "CLM*A-1*100***11:B:1*Y",
            "LX*1",
            "SV1*HC:99213*100*UN*1***1",
            "DTP*472*D8*20250502",
        ],
    ),
    group="HC",
)


def upload(api: Api, content: bytes, **fields: str) -> Response:
    return api.client.post(
        f"{RIVERSIDE}/uploads",
        files={"file": ("whatever.csv", content)},
        data=fields,
        headers=api.headers(ANALYST),
    )


@pytest.fixture(scope="module")
def uploads(town: Api) -> list[Any]:
    """The claim as sent, then the remittance, then one that is refused row by row."""
    ids = []
    for content in (SENT, REMITTANCE, WITHOUT_PAYER):
        answer = upload(town, content)
        assert answer.status_code == 202
        ids.append(answer.json()["id"])
        work(town)
    return [town.get(f"{RIVERSIDE}/uploads/{one}").json() for one in ids]


def get(api: Api, path: str) -> Any:  # noqa: ANN401  some document
    answer = api.get(f"{RIVERSIDE}/{path}")
    assert answer.status_code == 200, answer.text
    assert str(answer.json()["position"]) == answer.headers["upstream-position"]
    return answer.json()


def test_every_claim_of_a_file_is_accounted_for(uploads: list[Any]) -> None:
    sent, paid, refused = uploads

    assert [one["status"] for one in uploads] == ["completed"] * 3
    assert (sent["rows_read"], sent["rows_new"]) == (1, 1)
    assert (paid["rows_read"], paid["rows_new"], paid["rows_changed"]) == (3, 2, 1)
    assert (refused["rows_read"], refused["rows_rejected"]) == (1, 1)
    assert paid["layout"]["kind"] == "x12"
    assert any("EFT" not in note and "$0.25 more" in note for note in paid["layout"]["notes"])


def test_a_refused_claim_names_its_segment(town: Api, uploads: list[Any]) -> None:
    (row,) = get(town, f"uploads/{uploads[2]['id']}/rejected-rows")["items"]

    assert row["line"] == 10
    assert "payer" in str(row)


def test_a_claim_as_sent_and_as_paid_is_one_claim(town: Api, uploads: list[Any]) -> None:
    assert uploads
    (found,) = get(town, "claims?search=A-1")["items"]

    assert (found["payer"], found["outcome"], found["billed"]) == ("Aetna", "PAID", "100.00")
    assert (found["submitted_on"], found["decided_on"]) == ("2025-05-03", "2025-06-02")
    steps = get(town, f"claims/{found['id']}/history")["steps"]
    assert [step["action"] for step in steps] == ["claims.recorded.v1", "claims.decided.v1"]


def test_payments_are_listed_with_their_take_backs(town: Api, uploads: list[Any]) -> None:
    items = get(town, "remittances")["items"]
    by_trace = {item["trace"]: item for item in items}

    assert set(by_trace) == {"EFT1", "EFT2"} or len(items) == 3
    first = by_trace["EFT1"]
    second = by_trace["EFT2"]
    assert (second["payer"], second["difference"]) == ("Cigna", "0.25")
    assert first["upload_id"] in {one["id"] for one in uploads}
    detail = get(town, f"remittances/{second['id']}")
    assert detail["provider_adjustments"] == []
    assert [one["trace"] for one in get(town, "remittances?unbalanced=true")["items"]] != []
    assert get(town, "remittances?payer=Nobody")["items"] == []


def test_take_backs_add_up_to_a_ledger(town: Api, uploads: list[Any]) -> None:
    assert uploads
    found = get(town, "provider-adjustments")
    (only,) = found["items"]

    assert (only["payer"], only["reason"], only["taken"], only["net"]) == (
        "Aetna",
        "WO",
        "10.00",
        "10.00",
    )
    assert found["net"] == "10.00"
    assert get(town, "provider-adjustments?as_of=position:0")["items"] == []


def test_a_payment_nobody_knows_is_not_found(town: Api, uploads: list[Any]) -> None:
    answer = town.get(f"{RIVERSIDE}/remittances/{uploads[0]['id']}")

    assert (answer.status_code, answer.json()["code"]) == (404, "remittance.not_found")


def test_another_customer_sees_none_of_it(town: Api, uploads: list[Any]) -> None:
    assert uploads
    answer = town.get("/api/v1/customers/lakeside/remittances", "owner@lakeside.example")

    assert answer.json()["items"] == []


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (interchange(remittance([PAID]), usage="T"), "upload.test_file"),
        (REMITTANCE[:900], "upload.truncated"),
        (interchange(transaction("999", ["AK1*HP*1"])), "upload.not_claims"),
    ],
)
def test_what_cannot_be_taken_says_why(town: Api, content: bytes, code: str) -> None:
    received = upload(town, content).json()
    work(town)
    found = get(town, f"uploads/{received['id']}")

    assert (found["status"], found["code"], found["rows_read"]) == ("rejected", code, 0)


def test_a_test_file_goes_in_where_that_is_wanted(town: Api) -> None:
    content = interchange(remittance([claim("T-1", "10", "10")], paid="10", trace="T"), usage="T")
    received = upload(town, content, options='{"test_files": "accept"}').json()
    work(town)

    assert get(town, f"uploads/{received['id']}")["status"] == "completed"
