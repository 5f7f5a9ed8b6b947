"""What is no form with one file in it is refused, and nothing of it is kept."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from httpx import Response
from tests.api.conftest import Api, Population

Message = dict[str, Any]

UPLOADS = "/api/v1/customers/riverside/uploads"
ANALYST = "analyst@riverside.example"
CSV = (
    b"claim_id,payer,cpt,submitted_date,decided_date,outcome,billed_amount\n"
    b"A-1,Northwind Health,99213,2026-01-05,2026-02-01,PAID,217.00\n"
    b"A-2,Northwind Health,99213,2026-01-06,2026-02-02,DENIED,217.00\n"
)


FORM = "multipart/form-data; boundary=x"


def part(name: str) -> bytes:
    return b'--x\r\nContent-Disposition: form-data; name="' + name.encode() + b'"\r\n\r\nab'


def upload(
    api: Api, content: bytes = CSV, fields: dict[str, str] | None = None, **headers: str
) -> Response:
    return api.client.post(
        UPLOADS,
        files={"file": ("C:\\exports\\claims.csv", content, "text/csv")},
        data=fields,
        headers=api.headers(ANALYST, **headers),
    )


def kept_files(api: Api) -> list[Path]:
    return [path for path in api.parts.settings.files.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"{}", "application/json"),
        (b"", FORM),
        (b"--x--\r\n", FORM),
        (b"no boundary here", FORM),
        (part("file"), FORM),
        (part("other") + b"\r\n--x--\r\n", FORM),
        (CSV, "multipart/form-data"),
        (CSV, "text/csv"),
    ],
)
def test_what_is_no_form_with_a_file_is_refused(
    api: Api, population: Population, body: bytes, content_type: str
) -> None:
    answer = api.client.post(
        UPLOADS, content=body, headers=api.headers(ANALYST, Content_Type=content_type)
    )
    assert answer.status_code == 400
    assert answer.json()["code"] == "request.form_unreadable"
    assert kept_files(api) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"mapping": "payer"},
        {"mapping": '["payer"]'},
        {"options": '{"date_order": 1}'},
        {"patient": "x"},
        {"mapping": json.dumps({"payer": "x" * 70_000})},
    ],
)
def test_a_field_that_does_not_fit_is_refused(
    api: Api, population: Population, fields: dict[str, str]
) -> None:
    answer = upload(api, fields=fields)
    assert answer.status_code == 400
    assert answer.json()["code"] == "request.form_unreadable"


def test_a_mapping_of_columns_we_do_not_know_is_refused(api: Api, population: Population) -> None:
    answer = upload(api, fields={"mapping": '{"colour": "red"}'})
    assert answer.status_code == 422
    assert answer.json()["code"] == "upload.mapping_invalid"


def test_two_files_in_one_form_are_refused(api: Api, population: Population) -> None:
    answer = api.client.post(
        UPLOADS, files=[("file", ("a", CSV)), ("file", ("b", CSV))], headers=api.headers(ANALYST)
    )
    assert answer.status_code == 400
    assert kept_files(api) == []


def test_of_a_client_that_goes_away_nothing_is_kept(api: Api, population: Population) -> None:
    messages: Iterator[Message] = iter(
        [
            {"type": "http.request", "body": part("file") + b"x" * 3_000_000, "more_body": True},
            {"type": "http.disconnect"},
        ]
    )
    answered: list[Message] = []

    async def receive() -> Message:
        return next(messages)

    async def send(message: Message) -> None:
        answered.append(message)

    headers = api.headers(ANALYST, Content_Type=FORM)
    scope = {
        "type": "http",
        "method": "POST",
        "path": UPLOADS,
        "query_string": b"",
        "scheme": "http",
        "http_version": "1.1",
        "client": ("192.0.2.1", 1),
        "server": ("testserver.local", 80),
        "headers": [(k.lower().encode(), v.encode()) for k, v in headers.items()],
    }
    api.client.blocking_portal.call(api.client.app, scope, receive, send)

    assert answered[0]["status"] == 400
    assert kept_files(api) == []
