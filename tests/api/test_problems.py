"""What goes wrong is said as a problem document, with a stable code and nobody's data."""

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from httpx import Response
from litestar import Litestar, get
from litestar.params import FromQuery
from litestar.testing import TestClient
from sqlalchemy.exc import OperationalError
from tests.api.conftest import Api, Population

import upstream
from upstream.api.access import PUBLIC
from upstream.api.envelope import enveloped
from upstream.api.problems import EXCEPTION_HANDLERS
from upstream.api.statuses import STATUS
from upstream.domain.messages import Refusal

SECRET = "Mrs-Rosalind-Canary-1911"


def all_refusals() -> set[type[Refusal]]:
    for module in pkgutil.walk_packages(upstream.__path__, "upstream."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)

    def below(kind: type[Refusal]) -> Iterator[type[Refusal]]:
        for child in kind.__subclasses__():
            if child.__module__.startswith("upstream."):
                yield child
            yield from below(child)

    return set(below(Refusal))


@pytest.mark.feature("API-2")
def test_every_refusal_has_a_status_and_a_code_of_its_own() -> None:
    codes = [refusal.code for refusal in all_refusals() if hasattr(refusal, "code")]

    assert sorted(codes) == sorted(set(codes))
    assert set(codes) == STATUS.keys()
    assert all(400 <= status < 600 for status in STATUS.values())


class Body(msgspec.Struct, forbid_unknown_fields=True):
    colour: str


@get("/crash", opt=PUBLIC, sync_to_thread=False)
def crash() -> None:
    raise RuntimeError(SECRET)


@get("/down", opt=PUBLIC, sync_to_thread=False)
def down() -> None:
    raise OperationalError(SECRET, {}, RuntimeError(SECRET))


@get("/number", opt=PUBLIC, sync_to_thread=False)
def number(wanted: FromQuery[int]) -> int:
    return wanted


@pytest.fixture
def failing() -> Iterator[TestClient[Litestar]]:
    app = Litestar(
        [crash, down, number], exception_handlers=EXCEPTION_HANDLERS, logging_config=None
    )
    app.asgi_handler = enveloped(app.asgi_handler)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def assert_problem(answer: Response, status: int, code: str) -> dict[str, Any]:
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    document: dict[str, Any] = answer.json()
    assert document["type"] == f"urn:upstream:problem:{code}"
    assert document["code"] == code
    assert document["status"] == status
    assert document["title"]
    assert document["detail"]
    assert document["request_id"] == answer.headers["x-request-id"]
    return document


@pytest.mark.feature("API-2")
def test_an_unexpected_error_says_nothing_but_the_request_id(
    failing: TestClient[Litestar], capsys: pytest.CaptureFixture[str]
) -> None:
    answer = failing.get("/crash", headers={"X-Request-Id": "my-id-1"})

    assert_problem(answer, 500, "server.error")
    assert answer.headers["x-request-id"] == "my-id-1"
    assert SECRET not in answer.text
    logged = capsys.readouterr()
    assert "my-id-1" in logged.out + logged.err


@pytest.mark.feature("API-2")
def test_a_database_out_of_reach_is_worth_trying_again(failing: TestClient[Litestar]) -> None:
    answer = failing.get("/down")

    assert_problem(answer, 503, "server.unavailable")
    assert answer.headers["retry-after"] == "2"
    assert SECRET not in answer.text


@pytest.mark.feature("API-2")
def test_a_wrong_value_is_named_but_never_repeated(failing: TestClient[Litestar]) -> None:
    document = assert_problem(failing.get(f"/number?wanted={SECRET}"), 400, "request.invalid")
    assert document["errors"] == [
        {"field": "wanted", "source": "query", "message": "Expected `int`, got `str`"}
    ]
    assert SECRET not in failing.get(f"/number?wanted={SECRET}").text

    missing = assert_problem(failing.get(f"/number?other={SECRET}"), 400, "request.invalid")
    assert missing["errors"] == [{"field": "wanted", "source": "query", "message": "Required"}]
    assert SECRET not in failing.get(f"/number?other={SECRET}").text


@pytest.mark.feature("API-2")
@pytest.mark.parametrize(
    "body",
    [
        {"email": SECRET, "password": 1},
        {"email": [SECRET], "password": "x"},
        {"email": "a@b.example", "password": "x", SECRET: 1},
        {"email": "a@b.example"},
        [SECRET],
        SECRET,
        None,
    ],
)
def test_a_body_that_does_not_fit_is_not_repeated(api: Api, body: object) -> None:
    answer = api.client.post("/api/v1/auth/token", json=body)
    assert_problem(answer, 400, "request.invalid")
    assert SECRET not in answer.text


@pytest.mark.parametrize("content", [b"", b"{", b'{"email": "\xff"}', b"[" * 100_000])
def test_what_is_no_json_is_a_bad_request(api: Api, content: bytes) -> None:
    answer = api.client.post("/api/v1/auth/token", content=content)
    assert_problem(answer, 400, "request.invalid")


@pytest.mark.feature("API-2")
def test_routes_and_methods_that_do_not_exist_are_problems_too(api: Api) -> None:
    missing = api.client.get(f"/api/v1/{SECRET}?x={SECRET}")
    assert_problem(missing, 404, "resource.not_found")
    assert SECRET not in missing.text
    answer = api.client.delete("/api/v1/me")
    assert_problem(answer, 405, "request.method_not_allowed")
    assert answer.headers["allow"] == "GET, OPTIONS"


def test_a_command_of_a_megabyte_is_too_large(api: Api) -> None:
    body = {"email": "a@b.example", "password": "x" * 1_000_001}
    answer = api.client.post("/api/v1/auth/token", json=body)
    assert_problem(answer, 413, "request.too_large")


@pytest.mark.feature("API-5")
@pytest.mark.parametrize("path", ["/api/v1/me?x=1", "/api/v1/customers/riverside/claims?payr=x"])
def test_an_unknown_parameter_is_an_error(api: Api, population: Population, path: str) -> None:
    document = assert_problem(api.get(path), 400, "request.parameter_unknown")
    assert "payr" not in document["detail"]
    if "claims" in path:
        assert "payer" in document["known"]
