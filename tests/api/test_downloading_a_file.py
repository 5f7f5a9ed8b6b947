"""The received file comes out again as it went in, for few people, and never unnoticed."""

from uuid import uuid4

import pytest
from tests.api.conftest import Api, Population
from tests.api.test_uploading import CSV, UPLOADS, upload

from upstream.api.queries.upload_file import disposition
from upstream.domain.streams import stream_of
from upstream.domain.uploads.downloads import KIND, FileDownloaded

OWNER = "owner@riverside.example"
COMPLIANCE = "compliance@riverside.example"
ANALYST = "analyst@riverside.example"


def address(api: Api) -> str:
    return f"{UPLOADS}/{upload(api).json()['id']}/file"


@pytest.mark.feature("IN-13")
@pytest.mark.parametrize("who", [OWNER, COMPLIANCE])
def test_the_file_comes_out_as_it_went_in(api: Api, population: Population, who: str) -> None:
    answer = api.client.get(address(api), headers=api.headers(who))

    assert answer.status_code == 200
    assert answer.content == CSV
    assert answer.headers["content-length"] == str(len(CSV))
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith('attachment; filename="claims.csv"')
    assert "no-store" in answer.headers["cache-control"]


@pytest.mark.feature("IN-13", "AU-1")
def test_every_download_is_noted_with_who_it_was(api: Api, population: Population) -> None:
    path = address(api)
    for who in (OWNER, COMPLIANCE):
        api.client.get(path, headers=api.headers(who))
    customer_id = population.riverside.customer_id
    stream = stream_of(customer_id, KIND, path.split("/")[-2])
    noted = api.parts.log.read(customer_id, stream)

    assert [type(one.event) for one in noted] == [FileDownloaded, FileDownloaded]


@pytest.mark.feature("IN-13", "ID-8")
def test_others_are_refused_and_nothing_is_noted(api: Api, population: Population) -> None:
    path = address(api)
    before = api.parts.log.head(population.riverside.customer_id)

    assert api.client.get(path, headers=api.headers(ANALYST)).status_code == 403
    missing = api.client.get(f"{UPLOADS}/{uuid4()}/file", headers=api.headers(OWNER))
    assert (missing.status_code, missing.json()["code"]) == (404, "upload.not_found")
    assert api.parts.log.head(population.riverside.customer_id) == before


def test_a_file_that_was_taken_away_is_gone(api: Api, population: Population) -> None:
    path = address(api)
    for file in api.parts.settings.files.rglob("*"):
        if file.is_file():
            file.unlink()
    answer = api.client.get(path, headers=api.headers(OWNER))

    assert (answer.status_code, answer.json()["code"]) == (410, "upload.file_gone")


@pytest.mark.parametrize("name", ['a"b;c.csv', "naïve ☃.csv", "x\ty.csv"])
def test_a_name_never_leaves_its_header(name: str) -> None:
    said = disposition(name)

    assert said.isascii()
    assert said.isprintable()
    assert said.count('"') == 2
