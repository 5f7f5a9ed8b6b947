"""Refused rows go out in the file's own columns, are put right, and come in: once, and alone."""

import csv
import gzip
import io
from typing import Any

import pytest
from httpx import Response
from tests.api.at_work import ANALYST, RIVERSIDE, work
from tests.api.conftest import Api, Population

from upstream.api.access import ROLES

LINES = [
    "Claim #;Ins Carrier;CPT;Bill Date;Remit Date;Claim Status;Total Charges;Patient Name",
    "C1;Aetna;99213;2025-01-02;2025-01-20;PAID;150,00;Maria Gonzales",
    "C2;Aetna;99213;2025-02-30;2025-03-20;PAID;150,00;Maria Gonzales",
    '=C3;"Aetna; ""the"" Health";992;2025-01-02;2025-01-20;PAID;150,00;Maria Gonzales',
    "C4;Aetna;99213;2025-01-02",
    "C5;;99213;2025-01-02;2025-01-20;DENIED;1.150,00;Maria Gonzales",
    "C6;Aetna;99213;2025-01-02;2025-01-20;PAID;150,00;Maria Gonzales",
    "",
]
FILE = "\r\n".join(LINES).encode()
OURS = ["upstream_line", "upstream_reason", "upstream_upload"]


def send(api: Api, content: bytes) -> str:
    answer = api.client.post(
        f"{RIVERSIDE}/uploads",
        files={"file": ("claims.csv", content)},
        headers=api.headers(ANALYST),
    )
    assert answer.status_code == 202, answer.text
    work(api)
    return str(answer.json()["id"])


def document(api: Api, upload_id: str) -> Any:  # noqa: ANN401  any document
    return api.get(f"{RIVERSIDE}/uploads/{upload_id}").json()


def refused(api: Api, upload_id: str, who: str = ANALYST) -> Response:
    return api.get(f"{RIVERSIDE}/uploads/{upload_id}/refused-rows", who)


def rows_of(answer: Response) -> list[dict[str, str]]:
    text = answer.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def written(rows: list[dict[str, str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


@pytest.mark.feature("IN-14")
@pytest.mark.parametrize("packed", [False, True])
def test_only_what_was_refused_goes_out_and_what_was_put_right_comes_in(
    api: Api, population: Population, packed: bool
) -> None:
    first = send(api, gzip.compress(FILE, mtime=0) if packed else FILE)
    before = document(api, first)
    assert (before["rows_new"], before["rows_rejected"]) == (2, 4)

    rows = rows_of(refused(api, first))

    assert [row["upstream_line"] for row in rows] == ["3", "4", "5", "6"]
    assert list(rows[0])[-3:] == OURS
    assert {row["upstream_upload"] for row in rows} == {first}
    assert all(row["upstream_reason"] for row in rows)
    assert rows[1]["Claim #"] == "'=C3"
    assert rows[1]["Ins Carrier"] == 'Aetna; "the" Health'
    rows[0]["Bill Date"], rows[1]["CPT"] = "2025-02-28", "99213"
    rows[2] |= {"Remit Date": "2025-01-20", "Claim Status": "PAID", "Total Charges": "150,00"}
    second = send(api, written(rows))
    after = document(api, second)

    assert (after["rows_new"], after["rows_rejected"], after["rows_read"]) == (3, 1, 4)
    assert after["layout"]["corrects"] == first
    claims = api.get(f"{RIVERSIDE}/claims").json()["items"]
    assert {one["claim_ref"] for one in claims} == {"C1", "C2", "=C3", "C4", "C6"}
    again = rows_of(refused(api, second))
    assert [row["upstream_upload"] for row in again] == [second]


@pytest.mark.feature("IN-14", "DQ-4")
def test_columns_that_are_not_read_because_they_name_people_do_not_go_out(
    api: Api, population: Population
) -> None:
    answer = refused(api, send(api, FILE))

    assert "Patient Name" not in rows_of(answer)[0]
    assert "Gonzales" not in answer.text


@pytest.mark.feature("IN-14", "AU-1")
def test_each_time_is_in_the_audit_trail(api: Api, population: Population) -> None:
    upload_id = send(api, FILE)
    refused(api, upload_id)
    work(api)

    history = api.get(f"{RIVERSIDE}/audit?action=uploads.file_downloaded").json()["items"]
    assert [one["command"] for one in history] == ["uploads.fetch_refused_rows"]


def test_where_nothing_was_refused_there_is_no_file(api: Api, population: Population) -> None:
    upload_id = send(api, "\n".join(LINES[:2]).encode())

    answer = refused(api, upload_id)

    assert (answer.status_code, answer.json()["code"]) == (409, "upload.no_rows_to_correct")


def test_who_may_not_upload_may_not_have_them(api: Api, population: Population) -> None:
    upload_id = send(api, FILE)

    assert "uploads:write" not in ROLES["viewer"]
    assert refused(api, upload_id, "viewer@riverside.example").status_code == 403
