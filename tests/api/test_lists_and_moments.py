"""Lists go on where they ended, the past is one parameter away, and a question may wait."""

from datetime import date, timedelta
from uuid import uuid4

import msgspec
import pytest
from tests.api.conftest import Api, projected
from tests.support.claim_log import claim_stream, context_of, record_claims, recorded

from upstream.api.cursors import Cursor, Cursors, CursorUnreadable
from upstream.application.customers import find_customer
from upstream.domain.claims.events import ClaimDecided
from upstream.domain.units import CustomerId

CLAIMS = "/api/v1/customers/riverside/claims"
DASHBOARD = "/api/v1/customers/riverside/dashboard"


def riverside(api: Api) -> CustomerId:
    return find_customer(api.parts.database, "riverside").customer_id


@pytest.fixture(scope="module")
def claims(town: Api) -> Api:
    """Seven claims, one commit each; then the first of them was decided."""
    customer_id = riverside(town)
    record_claims(town.parts.log, customer_id, *(f"A-{n}" for n in range(7)))
    before = recorded("A-0").facts
    after = msgspec.structs.replace(before, outcome="DENIED", decided_on=date(2026, 2, 1))
    decided = ClaimDecided(before=before, after=after, upload_id=recorded().upload_id, line=9)
    town.parts.log.append(
        context_of(customer_id), claim_stream(customer_id, "A-0", decided, after_version=1)
    )
    projected(town)
    return town


@pytest.mark.feature("API-5")
def test_a_list_goes_on_where_it_ended_at_the_position_it_began(claims: Api) -> None:
    first = claims.get(f"{CLAIMS}?limit=3")
    record_claims(claims.parts.log, riverside(claims), uuid4().hex, uuid4().hex)
    projected(claims)
    pages, seen = [first], [item["id"] for item in first.json()["items"]]
    while pages[-1].json()["next"]:
        cursor = pages[-1].json()["next"]
        pages.append(claims.get(f"{CLAIMS}?limit=3&cursor={cursor}"))
        seen += [item["id"] for item in pages[-1].json()["items"]]

    assert [len(page.json()["items"]) for page in pages] == [3, 3, 1]
    assert len(set(seen)) == 7
    assert {page.json()["position"] for page in pages} == {first.json()["position"]}
    assert {page.headers["upstream-position"] for page in pages} == {
        first.headers["upstream-position"]
    }
    linked = first.headers["link"].removeprefix("<").removesuffix('>; rel="next"')
    assert claims.get(linked).json() == pages[1].json()
    assert "link" not in pages[-1].headers


@pytest.mark.feature("API-5")
def test_a_cursor_belongs_to_its_list_its_filter_and_its_customer(claims: Api) -> None:
    cursor = claims.get(f"{CLAIMS}?limit=2&outcome=PENDING").json()["next"]
    assert claims.get(f"{CLAIMS}?limit=2&outcome=PENDING&cursor={cursor}").status_code == 200
    for path, who in (
        (f"{CLAIMS}?outcome=PAID&cursor={cursor}", "owner@riverside.example"),
        (f"{CLAIMS}?cursor={cursor}", "owner@riverside.example"),
        (f"/api/v1/customers/riverside/payers?cursor={cursor}", "owner@riverside.example"),
        (
            CLAIMS.replace("riverside", "lakeside") + f"?outcome=PENDING&cursor={cursor}",
            "owner@lakeside.example",
        ),
        (f"{CLAIMS}?outcome=PENDING&cursor={cursor[:-2]}AA", "owner@riverside.example"),
        (f"{CLAIMS}?outcome=PENDING&cursor=%00", "owner@riverside.example"),
    ):
        answer = claims.get(path, who)
        assert answer.status_code == 400, path
        assert answer.json()["code"] == "request.cursor_unreadable"


def test_a_cursor_cannot_be_made_up() -> None:
    ours, theirs = Cursors(b"k" * 32), Cursors(b"x" * 32)
    cursor = Cursor(position=7, after=(3, "b"), asked=b"q")

    assert ours.read(ours.written(cursor), asked=b"q") == cursor
    for text in (theirs.written(cursor), "", "é", "A" * 3_000, ours.written(cursor)[1:]):
        with pytest.raises(CursorUnreadable):
            ours.read(text, asked=b"q")


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "limit=x", "limit=1&limit=2"])
def test_a_page_has_one_to_two_hundred_items(claims: Api, query: str) -> None:
    answer = claims.get(f"{CLAIMS}?{query}")
    assert answer.status_code == 400
    assert answer.json()["code"] in {"request.invalid", "request.parameter_repeated"}


@pytest.mark.feature("RD-2", "RD-5")
def test_the_past_is_one_parameter_away(claims: Api) -> None:
    decided = claims.get(f"{CLAIMS}?outcome=DENIED").json()["items"][0]
    position = decided["known_since_position"] - 1
    before = claims.get(f"{CLAIMS}/{decided['id']}?as_of=position:{position}")

    assert decided["version"] == 2
    assert before.json()["outcome"] == "PENDING"
    assert before.json()["version"] == 1
    assert int(before.headers["upstream-position"]) == position
    assert before.json()["position"] == position
    unborn = claims.get(f"{CLAIMS}/{decided['id']}?as_of=position:0")
    assert unborn.status_code == 404
    assert unborn.json()["code"] == "claim.not_found"


@pytest.mark.feature("RD-2")
@pytest.mark.parametrize(
    ("as_of", "code"),
    [
        ("yesterday", "request.moment_unreadable"),
        ("2026-13-01", "request.moment_unreadable"),
        ("2026-01-01T00:00:00", "request.moment_unreadable"),
        ("position:-1", "request.moment_unreadable"),
        ("position:999999", "request.position_in_the_future"),
        ("2999-01-01T00:00:00Z", "request.moment_in_the_future"),
    ],
)
def test_a_moment_that_cannot_be_is_a_bad_request(claims: Api, as_of: str, code: str) -> None:
    for path in (CLAIMS, DASHBOARD):
        answer = claims.get(f"{path}?as_of={as_of}")
        assert answer.status_code == 400
        assert answer.json()["code"] == code


@pytest.mark.feature("RD-6")
def test_a_question_waits_for_what_was_just_written(claims: Api) -> None:
    (landed,) = record_claims(claims.parts.log, riverside(claims), uuid4().hex)
    behind = claims.get(f"{CLAIMS}?min_position={landed.last}")

    assert behind.status_code == 409
    assert behind.json()["code"] == "projection.behind"
    assert behind.json()["position"] < landed.last
    assert behind.elapsed < timedelta(seconds=8)
    projected(claims)
    answer = claims.get(f"{CLAIMS}?min_position={landed.last}")
    assert answer.status_code == 200
    assert answer.json()["position"] >= landed.last


@pytest.mark.feature("API-4")
def test_what_the_client_has_already_is_not_sent_again(claims: Api) -> None:
    claim_id = claims.get(f"{CLAIMS}?outcome=DENIED").json()["items"][0]["id"]
    first = claims.get(f"{CLAIMS}/{claim_id}")
    assert first.headers["etag"] == '"v2"'

    for known in ('"v2"', 'W/"v2"', '"v1", "v2"', "*"):
        again = claims.get(f"{CLAIMS}/{claim_id}", If_None_Match=known)
        assert again.status_code == 304
        assert again.content == b""
        assert again.headers["etag"] == '"v2"'
        assert again.headers["upstream-position"]
    assert claims.get(f"{CLAIMS}/{claim_id}", If_None_Match='"v1"').status_code == 200
