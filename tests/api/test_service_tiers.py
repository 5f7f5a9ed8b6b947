"""The platform puts a customer into a service tier; nobody else can, and the audit says why."""

import pytest
from tests.api.at_work import RIVERSIDE
from tests.api.conftest import OWNER, Api, projected

from upstream.domain.identity.roles import ROLES, Role

ADMIN, COMPLIANCE = "admin@upstream.example", "compliance@riverside.example"
WHY = "Contract of November"
pytestmark = [pytest.mark.feature("ID-10"), pytest.mark.usefixtures("population")]


def put(api: Api, tier: object, who: str = ADMIN, **headers: str) -> tuple[int, dict[str, object]]:
    """By the administrator with the reason that is asked of them."""
    known = {"X_Access_Reason": WHY} if who == ADMIN else {}
    told = api.headers(who, **known, **headers)
    answer = api.client.put(f"{RIVERSIDE}/tier", json={"tier": tier}, headers=told)
    projected(api)
    return answer.status_code, answer.json()


def backfill(api: Api) -> int:
    asked = {"from": "2026-01-01", "to": "2026-09-30", "products": ["driftwatch"]}
    return api.post(f"{RIVERSIDE}/drift-backfills", asked).status_code


def test_a_tier_bounds_what_the_customer_asks_for(api: Api) -> None:
    projected(api)
    usual = api.get(f"{RIVERSIDE}/settings").json()["tier"]
    status, done = put(api, "trial")
    small = backfill(api)
    shown = api.get(f"{RIVERSIDE}/settings").json()
    put(api, "standard")

    assert (usual, status, done["version"]) == ("standard", 201, 1)
    assert (shown["tier"], shown["quota"]["backfill_weeks"]) == ("trial", 13)
    assert (small, backfill(api)) == (429, 202)


def test_the_audit_says_who_why_and_what_was_before(api: Api) -> None:
    _, done = put(api, "enterprise")
    path = f"{RIVERSIDE}/audit/entities/settings/{done['id']}"
    (step,) = api.get(path, COMPLIANCE).json()["steps"]
    me = api.get("/api/v1/me", who=ADMIN).json()["id"]

    assert (step["actor"], step["reason"]) == (f"person:{me}", WHY)
    assert step["action"] == "settings.tier_given.v1"
    (change,) = [one for one in step["changes"] if one["field"] == "tier"]
    assert change["after"] == "enterprise"


@pytest.mark.feature("ID-8")
@pytest.mark.parametrize("role", ROLES)
def test_no_member_gives_a_tier(api: Api, role: Role) -> None:
    status, problem = put(api, "enterprise", f"{role}@riverside.example")
    assert (status, problem["code"]) == (403, "access.not_allowed")
    assert put(api, "enterprise", "owner@lakeside.example")[0] == 404
    assert api.get(f"{RIVERSIDE}/settings", OWNER).json()["tier"] == "standard"


@pytest.mark.feature("ID-3")
def test_without_a_reason_it_is_refused_and_a_stale_version_too(api: Api) -> None:
    bare = api.client.put(f"{RIVERSIDE}/tier", json={"tier": "trial"}, headers=api.headers(ADMIN))
    put(api, "trial")
    late = put(api, "enterprise", If_Match='"v7"')

    assert (bare.status_code, bare.json()["code"]) == (403, "access.reason_missing")
    assert (late[0], late[1]["code"]) == (412, "log.conflict")
    assert put(api, "platinum")[1]["code"] == "request.invalid"


def test_the_customer_cannot_give_it_to_itself_among_its_settings(api: Api) -> None:
    answer = api.client.put(
        f"{RIVERSIDE}/settings", json={"tier": "enterprise"}, headers=api.headers(OWNER)
    )
    assert (answer.status_code, answer.json()["code"]) == (400, "request.invalid")
