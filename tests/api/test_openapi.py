"""The API describes itself, completely, and shows that description without any other host."""

import json
import re
from typing import Any

import pytest
from tests.api.conftest import Api
from tests.api.test_access import CUSTOMER, declared

from upstream.api.docs import pages

Document = dict[str, Any]


@pytest.fixture(scope="module")
def document(town: Api) -> Document:
    found: Document = town.client.get("/api/v1/schema").json()
    return found


def operations(document: Document) -> list[tuple[str, str, Document]]:
    return [
        (method, path, operation)
        for path, item in document["paths"].items()
        for method, operation in item.items()
    ]


@pytest.mark.feature("RP-4")
def test_every_route_of_the_api_is_described(town: Api, document: Document) -> None:
    assert document["openapi"].startswith("3.1")
    described = {(method.upper(), path) for method, path, _ in operations(document)}
    routes = {
        (method, route.path_format)
        for route in town.client.app.routes
        for method in route.methods - {"OPTIONS"}
        if route.path.startswith(("/api/v1/customers", "/api/v1/auth", "/api/v1/me", "/health"))
    }
    assert described == routes


@pytest.mark.feature("API-1")
def test_commands_and_queries_are_apart(document: Document) -> None:
    for method, path, operation in operations(document):
        if path.startswith(CUSTOMER):
            assert operation["tags"] == ["Queries" if method == "get" else "Commands"], path
        assert operation["description"], path


def test_every_operation_has_an_id_of_its_own(document: Document) -> None:
    ids = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(ids) == len(set(ids))


@pytest.mark.feature("API-2")
def test_every_operation_may_answer_with_a_problem(document: Document) -> None:
    for _, path, operation in operations(document):
        for status in ("4XX", "5XX"):
            content = operation["responses"][status]["content"]
            reference = {"$ref": "#/components/schemas/Problem"}
            assert content == {"application/problem+json": {"schema": reference}}, path
        assert "400" not in operation["responses"], path


def test_who_need_not_sign_in_is_told_so(document: Document) -> None:
    assert document["security"] == [{"bearer": []}]
    for _, path, operation in operations(document):
        public = path.startswith(("/health", "/api/v1/auth/")) and "logout" not in path
        assert (operation.get("security") == []) is public, path


def test_every_reference_leads_somewhere(document: Document) -> None:
    referred = set(re.findall(r'"\$ref": "#/components/schemas/([^"]+)"', json.dumps(document)))
    assert referred <= document["components"]["schemas"].keys()


def test_every_part_of_a_path_is_described(document: Document) -> None:
    for _, path, operation in operations(document):
        named = {p["name"] for p in operation.get("parameters", []) if p["in"] == "path"}
        assert named == set(re.findall(r"{(\w+)}", path)), path


@pytest.mark.feature("API-3", "API-4")
def test_the_headers_of_commands_and_queries_are_described(document: Document) -> None:
    def headers(method: str, path: str) -> set[str]:
        parameters = document["paths"][f"{CUSTOMER}/{path}"][method]["parameters"]
        return {p["name"] for p in parameters if p["in"] == "header"}

    resolve = headers("post", "alerts/{alert_id}/resolve")
    assert resolve == {"X-Access-Reason", "Idempotency-Key", "If-Match"}
    assert headers("post", "uploads") == {"X-Access-Reason", "Idempotency-Key"}
    assert headers("get", "claims/{claim_id}") == {"X-Access-Reason", "If-None-Match"}
    answer = document["paths"][f"{CUSTOMER}/dashboard"]["get"]["responses"]["200"]
    assert "Upstream-Position" in answer["headers"]


def test_the_form_of_an_upload_is_described(document: Document) -> None:
    upload = document["paths"][f"{CUSTOMER}/uploads"]["post"]["requestBody"]
    form = upload["content"]["multipart/form-data"]["schema"]
    assert form["required"] == ["file"]
    assert set(form["properties"]) == {"file", "mapping", "options"}


@pytest.mark.feature("RP-4")
def test_the_page_that_shows_it_needs_nobody_else(town: Api) -> None:
    page = town.client.get("/api/docs")
    assert page.headers["content-type"].startswith("text/html")
    assert "<style" not in page.text
    assert "style=" not in page.text
    assert not re.search(r"<script(?![^>]*\bsrc=)", page.text)
    for address in re.findall(r'(?:src|href|data-schema)="([^"]+)"', page.text):
        if address == "data:,":
            continue  # no icon, and no question for one
        assert address.startswith("/api/")
        answer = town.client.get(address)
        assert answer.status_code == 200, address
        assert int(answer.headers["content-length"]) > 50
    assert town.client.get("/api/docs/pages.py").status_code == 404


def test_without_swagger_ui_the_page_points_to_the_document(
    town: Api, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    nowhere = tmp_path_factory.mktemp("nothing") / "swagger-ui-bundle.js"
    monkeypatch.setitem(pages._FILES, "swagger-ui-bundle.js", (nowhere, "text/javascript"))
    assert 'href="/api/v1/schema"' in town.client.get("/api/docs").text
    assert town.client.get("/api/docs/swagger-ui-bundle.js").status_code == 404


def test_only_routes_that_ask_nobody_are_open(town: Api) -> None:
    open_to_all = {call.path for call in declared(town) if call.handler.opt.get("public")}
    assert {
        path for path in open_to_all if not path.startswith(("/api/docs", "/api/v1/schema"))
    } == {
        "/api/v1/auth/token",
        "/api/v1/auth/refresh",
        "/api/v1/auth/verify",
    }


@pytest.mark.feature("ID-11")
def test_no_identifier_in_a_path_can_be_counted_up(document: Document) -> None:
    """Every record is addressed by a UUID; a customer by its id or slug."""
    formats = {
        (parameter["name"], parameter["schema"].get("format"))
        for _, _, operation in operations(document)
        for parameter in operation.get("parameters", [])
        if parameter["in"] == "path"
    }
    assert {name for name, form in formats if form != "uuid"} <= {"customer", "kind"}
