"""What every answer carries: the request's id, security headers, no body for HEAD."""

from uuid import uuid4

import pytest
from tests.api.conftest import Api, projected
from tests.support.claim_log import record_claims

from upstream.api.envelope import CONTENT_SECURITY_POLICY
from upstream.application.customers import find_customer

CLAIMS = "/api/v1/customers/riverside/claims"
DASHBOARD = "/api/v1/customers/riverside/dashboard"


@pytest.fixture(scope="module")
def claims(town: Api) -> Api:
    customer_id = find_customer(town.parts.database, "riverside").customer_id
    record_claims(town.parts.log, customer_id, *(f"A-{n}" for n in range(7)))
    projected(town)
    return town


@pytest.mark.feature("API-7")
def test_a_request_keeps_the_id_it_came_with(claims: Api) -> None:
    assert claims.get(CLAIMS, X_Request_Id="my-id.1").headers["x-request-id"] == "my-id.1"
    for strange in ("a b", "x" * 65, "a\tb", ""):
        given = claims.get(CLAIMS, X_Request_Id=strange).headers["x-request-id"]
        assert given != strange
        assert len(given) == 32
    assert claims.client.get("/nowhere").headers["x-request-id"]


@pytest.mark.feature("API-7", "AU-1")
def test_a_request_can_be_found_in_the_history(claims: Api) -> None:
    trace = uuid4()
    upload = claims.client.post(
        "/api/v1/customers/riverside/uploads",
        files={"file": ("claims.csv", uuid4().bytes)},
        headers=claims.headers(
            "analyst@riverside.example",
            X_Request_Id="found-again",
            traceparent=f"00-{trace.hex}-00f067aa0ba902b7-01",
            User_Agent="night-run/2",
        ),
    ).json()
    projected(claims)
    history = claims.get("/api/v1/customers/riverside/audit?request_id=found-again").json()

    (entry,) = history["items"]
    assert entry["entity_id"] == upload["id"]
    assert entry["action"] == "uploads.received.v1"
    assert entry["correlation_id"] == str(trace)
    assert entry["client"] == "night-run/2"
    assert entry["command"] == "uploads.receive"


@pytest.mark.feature("API-8")
@pytest.mark.parametrize("path", ["/api/v1/me", "/nowhere", DASHBOARD, "/api/docs", "/health/live"])
def test_every_answer_carries_the_same_security_headers(claims: Api, path: str) -> None:
    for who in (None, "owner@riverside.example"):
        headers = claims.get(path, who).headers
        assert headers["content-security-policy"] == CONTENT_SECURITY_POLICY
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["cross-origin-opener-policy"] == "same-origin"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert headers["cache-control"] == "no-store"
        assert "server" not in headers
        assert "strict-transport-security" not in headers


@pytest.mark.feature("API-8")
def test_over_tls_the_browser_is_told_to_stay_there(claims: Api) -> None:
    answer = claims.client.get("https://testserver.local/health/live")
    assert answer.headers["strict-transport-security"].startswith("max-age=")


@pytest.mark.feature("API-8")
def test_long_answers_are_compressed_and_short_ones_not(claims: Api) -> None:
    long = claims.get(CLAIMS, Accept_Encoding="gzip")
    short = claims.get("/api/v1/me", Accept_Encoding="gzip")

    assert long.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in short.headers
    assert "content-encoding" not in claims.get(CLAIMS, Accept_Encoding="identity").headers


def test_head_answers_like_get_without_the_body(claims: Api) -> None:
    headers = claims.headers("owner@riverside.example", Accept_Encoding="identity")
    whole = claims.client.get("/api/v1/me", headers=headers)
    only_head = claims.client.head("/api/v1/me", headers=headers)

    assert only_head.status_code == 200
    assert only_head.content == b""
    assert only_head.headers["content-length"] == whole.headers["content-length"]
