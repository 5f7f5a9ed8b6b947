"""A file goes in by HTTP in one stream, once, and the answer says where to look."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from httpx import Response
from tests.api.conftest import Api, Population

from upstream.domain.uploads.events import UploadCancelled, UploadReceived
from upstream.infrastructure.file_store import FileStore

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


@pytest.mark.feature("IN-1", "API-1")
def test_a_file_is_taken_in(api: Api, population: Population) -> None:
    answer = upload(
        api, fields={"mapping": '{"payer": "payer"}', "options": '{"date_order": "mdy"}'}
    )

    assert answer.status_code == 202
    document = answer.json()
    assert document["status_url"] == answer.headers["location"] == f"{UPLOADS}/{document['id']}"
    assert document["version"] == 1
    assert str(document["position"]) == answer.headers["upstream-position"]
    (received,) = api.parts.log.read(population.riverside.customer_id, document["id"])
    assert isinstance(received.event, UploadReceived)
    assert received.event.file_name == "claims.csv"
    assert received.event.size_bytes == len(CSV)
    assert {c.name: c.value for c in received.event.mapping} == {
        "payer": "payer",
        "date_order": "mdy",
    }
    with api.parts.files.open(population.riverside.customer_id, received.event.sha256) as file:
        assert file.read() == CSV


@pytest.mark.feature("IN-7")
def test_the_same_file_twice_points_to_the_first(api: Api, population: Population) -> None:
    first = upload(api).json()
    answer = upload(api)

    assert answer.status_code == 409
    assert answer.json()["code"] == "upload.duplicate_file"
    assert answer.json()["upload_id"] == first["id"]
    elsewhere = api.client.post(
        UPLOADS.replace("riverside", "lakeside"),
        files={"file": ("claims.csv", CSV)},
        headers=api.headers("analyst@lakeside.example"),
    )
    assert elsewhere.status_code == 202


@pytest.mark.feature("IN-1", "API-3")
def test_an_upload_may_be_sent_again_under_its_key(api: Api, population: Population) -> None:
    first = upload(api, Idempotency_Key="night-run-1")
    again = upload(api, Idempotency_Key="night-run-1")
    other = upload(api, CSV + b"\n", Idempotency_Key="night-run-1")

    assert again.status_code == first.status_code == 202
    assert again.json() == first.json()
    assert other.status_code == 422
    assert other.json()["code"] == "request.idempotency_key_reused"


@pytest.mark.feature("IN-5")
def test_an_upload_can_be_cancelled_once(api: Api, population: Population) -> None:
    upload_id = upload(api).json()["id"]
    first = api.post(f"{UPLOADS}/{upload_id}/cancel", who=ANALYST)
    again = api.post(f"{UPLOADS}/{upload_id}/cancel", who=ANALYST)

    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    history = api.parts.log.read(population.riverside.customer_id, upload_id)
    assert isinstance(history[-1].event, UploadCancelled)
    assert api.post(f"{UPLOADS}/{population.riverside.customer_id}/cancel").status_code == 404


@pytest.mark.feature("IN-4")
def test_beyond_the_limit_a_file_is_too_large_and_nothing_is_kept(
    api: Api, population: Population
) -> None:
    small = FileStore(api.parts.settings.files, "k" * 32, bytes_max=3_000_000)
    object.__setattr__(api.parts, "files", small)
    answer = upload(api, b"x" * 3_000_001)

    assert answer.status_code == 413
    assert answer.json()["code"] == "upload.too_large"
    assert answer.json()["bytes_max"] == 3_000_000
    assert kept_files(api) == []
    assert upload(api, b"x" * 3_000_000).status_code == 202


def test_a_body_announced_too_large_is_refused_before_it_is_read(
    api: Api, population: Population
) -> None:
    headers = api.headers(ANALYST, Content_Type=FORM, Content_Length=str(2**40))
    answer = api.client.post(UPLOADS, content=b"", headers=headers)
    assert answer.status_code == 413
    assert answer.json()["code"] == "upload.too_large"


def test_any_bytes_come_through_however_they_are_cut(api: Api, population: Population) -> None:
    content = b"\r\n--cu" * 300_000 + b"\r\n--cut"[:-1] + bytes(range(256)) * 4_000
    body = (
        b'--cut\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\n'
        + content
        + b"\r\n--cut--\r\n"
    )

    def pieces() -> Iterator[bytes]:
        for begin in range(0, len(body), 65_521):
            yield body[begin : begin + 65_521]

    headers = api.headers(ANALYST, Content_Type="multipart/form-data; boundary=cut")
    answer = api.client.post(UPLOADS, content=pieces(), headers=headers)
    assert answer.status_code == 202
    (received,) = api.parts.log.read(population.riverside.customer_id, answer.json()["id"])
    assert isinstance(received.event, UploadReceived)
    assert received.event.sha256 == sha256(content).hexdigest()
