"""Tokens: who has the password gets them, and they are refused everywhere once the session ends."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text
from tests.api.conftest import PASSWORD, Api, Population

OWNER = "owner@riverside.example"
DASHBOARD = "/api/v1/customers/riverside/dashboard"


def sign_in(api: Api, password: str = PASSWORD, email: str = OWNER) -> dict[str, str]:
    answer = api.client.post("/api/v1/auth/token", json={"email": email, "password": password})
    assert answer.status_code == 200
    document = answer.json()
    assert document["token_type"] == "Bearer"
    assert document["expires_in"] == 600
    return {name: document[name] for name in ("access_token", "refresh_token")}


def bearer(tokens: dict[str, str]) -> dict[str, str]:
    return {"Authorization": f"Bearer {tokens['access_token']}"}


@pytest.mark.feature("ID-4")
def test_the_password_is_exchanged_for_tokens(api: Api, population: Population) -> None:
    tokens = sign_in(api)

    assert api.client.get(DASHBOARD, headers=bearer(tokens)).status_code == 200


@pytest.mark.feature("ID-5")
def test_a_wrong_password_says_nothing_about_the_account(api: Api, population: Population) -> None:
    bodies = []
    for email in (OWNER, "nobody@riverside.example"):
        answer = api.client.post("/api/v1/auth/token", json={"email": email, "password": "wrong"})
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Bearer"
        bodies.append({k: v for k, v in answer.json().items() if k != "request_id"})

    assert bodies[0] == bodies[1]
    assert bodies[0]["code"] == "identity.wrong_credentials"


@pytest.mark.feature("ID-6")
def test_too_many_tries_have_to_wait(api: Api, population: Population) -> None:
    for _ in range(5):
        api.client.post("/api/v1/auth/token", json={"email": OWNER, "password": "wrong"})
    answer = api.client.post("/api/v1/auth/token", json={"email": OWNER, "password": PASSWORD})

    assert answer.status_code == 429
    assert answer.json()["code"] == "identity.too_many_attempts"
    assert 890 <= int(answer.headers["retry-after"]) <= 900


@pytest.mark.feature("ID-4")
def test_a_refresh_token_is_used_once(api: Api, population: Population) -> None:
    first = sign_in(api)
    answer = api.client.post("/api/v1/auth/refresh", json={"refresh_token": first["refresh_token"]})
    second = answer.json()
    assert second["refresh_token"] != first["refresh_token"]
    assert api.client.get(DASHBOARD, headers=bearer(second)).status_code == 200
    third = api.client.post(
        "/api/v1/auth/refresh", json={"refresh_token": second["refresh_token"]}
    ).json()

    reused = api.client.post("/api/v1/auth/refresh", json={"refresh_token": first["refresh_token"]})
    assert reused.status_code == 401
    for tokens in (first, second, third):
        assert api.client.get(DASHBOARD, headers=bearer(tokens)).status_code == 401


@pytest.mark.feature("ID-4")
def test_signing_out_refuses_the_token_everywhere_at_once(api: Api, population: Population) -> None:
    tokens, others = sign_in(api), sign_in(api)
    assert api.client.post("/api/v1/auth/logout", headers=bearer(tokens)).status_code == 204

    for path in (DASHBOARD, "/api/v1/me"):
        assert api.client.get(path, headers=bearer(tokens)).status_code == 401
        assert api.client.get(path, headers=bearer(others)).status_code == 200
    refused = {"refresh_token": tokens["refresh_token"]}
    assert api.client.post("/api/v1/auth/refresh", json=refused).status_code == 401
    verified = api.client.post("/api/v1/auth/verify", json={"token": tokens["access_token"]})
    assert verified.status_code == 401


@pytest.mark.feature("ID-4")
def test_a_token_can_be_verified(api: Api, population: Population) -> None:
    tokens = sign_in(api)
    answer = api.client.post("/api/v1/auth/verify", json={"token": tokens["access_token"]})

    assert answer.json()["active"] is True
    assert answer.json()["person_id"] == str(population.people[OWNER])
    bad = api.client.post("/api/v1/auth/verify", json={"token": tokens["refresh_token"]})
    assert bad.status_code == 401


def test_an_expired_token_is_refused(api: Api, population: Population) -> None:
    tokens = sign_in(api)
    session_id = api.parts.doors.tokens.verified(tokens["access_token"]).sid
    expired = api.parts.doors.tokens.issue(
        population.people[OWNER], session_id, datetime.now(UTC) - timedelta(minutes=11)
    )
    assert (
        api.client.get("/api/v1/me", headers=bearer({"access_token": expired})).status_code == 401
    )


def test_a_token_of_a_session_that_never_was_is_refused(api: Api, population: Population) -> None:
    made_up = api.parts.doors.tokens.issue(population.people[OWNER], uuid4(), datetime.now(UTC))
    assert (
        api.client.get("/api/v1/me", headers=bearer({"access_token": made_up})).status_code == 401
    )


@pytest.mark.feature("ID-1")
def test_me_says_who_i_am_and_where_i_may_go(api: Api, population: Population) -> None:
    me = api.get("/api/v1/me").json()

    assert me["email"] == OWNER
    assert me["administrator"] is False
    assert [(c["slug"], c["role"]) for c in me["customers"]] == [("riverside", "owner")]
    admin = api.get("/api/v1/me", who="admin@upstream.example").json()
    assert admin["administrator"] is True
    assert admin["customers"] == []


@pytest.mark.feature("ID-1")
def test_a_role_taken_away_bites_at_once(api: Api, population: Population) -> None:
    headers = bearer(sign_in(api))
    assert api.client.get(DASHBOARD, headers=headers).status_code == 200
    with api.parts.database.control() as connection:
        connection.execute(
            text("UPDATE memberships SET role = 'viewer' WHERE person_id = :person_id"),
            {"person_id": population.people[OWNER]},
        )
    answer = api.client.get("/api/v1/customers/riverside/audit", headers=headers)
    assert answer.status_code == 403
    assert answer.json()["code"] == "access.not_allowed"


def test_a_cookie_without_its_session_opens_nothing(api: Api, population: Population) -> None:
    for value in ("", "x", "x" * 5_000):
        api.client.cookies.set("upstream", value)
        assert api.client.get("/api/v1/me").status_code == 401
