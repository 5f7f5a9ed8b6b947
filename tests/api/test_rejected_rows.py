"""Rows that were not recorded: each with its line and the reason, by the page or as a file."""

import csv
import io

import pytest
from tests.api.at_work import RIVERSIDE, upload, work
from tests.api.conftest import Api

HEADER = b"claim_id,payer,cpt,submitted_date,decided_date,outcome,billed_amount\n"
GOOD = b"A-%d,Northwind Health,99213,2026-01-05,2026-02-01,PAID,217.00\n"
BAD = (
    b"B-1,Northwind Health,99213,2026-02-05,2026-02-01,PAID,217.00\n"
    b"B-2,Northwind Health,99213,2026-02-30,,PENDING,217.00\n"
    b"B-3,,99213,2026-01-05,2026-02-01,PAID,217.00\n"
)


@pytest.fixture(scope="module")
def upload_id(town: Api) -> str:
    content = HEADER + b"".join(GOOD % n for n in range(40)) + BAD + GOOD % 99
    received: str = upload(town, content).json()["id"]
    work(town)
    return received


@pytest.mark.feature("IN-14")
def test_each_rejected_row_has_its_line_and_a_reason(town: Api, upload_id: str) -> None:
    detail = town.get(f"{RIVERSIDE}/uploads/{upload_id}").json()
    page = town.get(f"{RIVERSIDE}/uploads/{upload_id}/rejected-rows").json()

    assert detail["rows_read"] == 44
    assert detail["rows_new"] == 41
    assert detail["rows_rejected"] == len(page["items"]) == 3
    assert [row["line"] for row in page["items"]] == [42, 43, 44]
    assert all(row["code"] and row["reason"] for row in page["items"])
    assert page["items"][2]["column"] == "payer"


@pytest.mark.feature("API-5")
def test_they_come_page_by_page(town: Api, upload_id: str) -> None:
    path = f"{RIVERSIDE}/uploads/{upload_id}/rejected-rows?limit=2"
    first = town.get(path).json()
    second = town.get(f"{path}&cursor={first['next']}").json()

    assert [row["line"] for row in first["items"] + second["items"]] == [42, 43, 44]
    assert second["next"] is None


@pytest.mark.feature("IN-14")
def test_they_come_as_one_file(town: Api, upload_id: str) -> None:
    path = f"{RIVERSIDE}/uploads/{upload_id}/rejected-rows"
    by_header = town.get(path, Accept="text/csv, */*;q=0.1")
    by_parameter = town.get(f"{path}?format=csv", Accept="*/*")

    assert by_header.headers["content-type"] == "text/csv; charset=utf-8"
    assert f"rejected-rows-{upload_id}.csv" in by_header.headers["content-disposition"]
    assert by_header.headers["upstream-position"]
    rows = list(csv.DictReader(io.StringIO(by_header.text)))
    assert [row["line"] for row in rows] == ["42", "43", "44"]
    assert by_parameter.text == by_header.text
    assert town.get(f"{path}?format=json", Accept="text/csv").json()["items"]


def test_of_an_upload_that_is_not_there_nothing_comes(town: Api, upload_id: str) -> None:
    for suffix in ("", "?format=csv"):
        path = f"/api/v1/customers/lakeside/uploads/{upload_id}/rejected-rows{suffix}"
        answer = town.get(path, "owner@lakeside.example")
        assert answer.status_code == 404
        assert answer.json()["code"] == "upload.not_found"
