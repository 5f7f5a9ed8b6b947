"""A refresh token is good for one turn; a copy that is used later ends the session for both."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import psycopg
import pytest
from tests.application.identity.conftest import PASSWORD

from upstream.application import identity
from upstream.application.customers import Customer
from upstream.application.identity import Doors, SignedInAs
from upstream.domain.context import Context
from upstream.domain.identity.events import SessionRevoked
from upstream.domain.identity.refusals import SessionOver
from upstream.domain.streams import stream_of
from upstream.infrastructure import entrance
from upstream.infrastructure.sessions import LIFETIMES


@pytest.fixture
def opened(doors: Doors, anna: UUID, context: Context) -> SignedInAs:
    return identity.sign_in(doors, "anna@riverside.example", PASSWORD, "api", context)


def let_pass(admin_url: str, time: timedelta) -> None:
    """Everything stored so far happened that much earlier."""
    with psycopg.connect(admin_url) as connection:
        connection.execute("UPDATE session_secrets SET used_at = used_at - %s", [time])
        connection.execute("UPDATE sessions SET expires_at = expires_at - %s", [time])


@pytest.mark.feature("ID-4")
def test_each_token_gives_the_next(doors: Doors, opened: SignedInAs, context: Context) -> None:
    token, seen = opened.secret, {opened.secret}
    for _ in range(5):
        renewed = identity.renew(doors, token, context)
        assert (renewed.person_id, renewed.session_id) == (opened.person_id, opened.session_id)
        assert renewed.refresh_token not in seen
        token = renewed.refresh_token
        seen.add(token)


def test_an_answer_that_got_lost_is_given_again(
    doors: Doors, opened: SignedInAs, context: Context
) -> None:
    first = identity.renew(doors, opened.secret, context)
    assert identity.renew(doors, opened.secret, context) == first
    assert identity.renew(doors, first.refresh_token, context).session_id == opened.session_id


def test_two_tabs_that_renew_at_once_get_the_same_token(
    doors: Doors, opened: SignedInAs, context: Context
) -> None:
    with ThreadPoolExecutor(8) as pool:
        renewed = list(pool.map(lambda _: identity.renew(doors, opened.secret, context), range(8)))

    assert len({one.refresh_token for one in renewed}) == 1


@pytest.mark.feature("ID-4")
def test_a_copy_used_later_ends_the_session_for_both(
    doors: Doors, riverside: Customer, opened: SignedInAs, context: Context, admin_url: str
) -> None:
    renewed = identity.renew(doors, opened.secret, context)
    let_pass(admin_url, timedelta(seconds=11))

    with pytest.raises(SessionOver):
        identity.renew(doors, opened.secret, context)
    with pytest.raises(SessionOver):
        identity.renew(doors, renewed.refresh_token, context)
    assert entrance.by_session(doors.database, opened.session_id, None) is None
    history = doors.log.read(
        riverside.customer_id,
        stream_of(riverside.customer_id, "session", str(opened.session_id)),
    )
    assert history[-1].event == SessionRevoked(
        person_id=opened.person_id, reason="refresh_token_reused"
    )


def test_a_token_whose_successor_was_used_is_a_copy_however_soon(
    doors: Doors, opened: SignedInAs, context: Context
) -> None:
    renewed = identity.renew(doors, opened.secret, context)
    identity.renew(doors, renewed.refresh_token, context)
    with pytest.raises(SessionOver):
        identity.renew(doors, opened.secret, context)


@pytest.mark.feature("ID-4")
def test_after_signing_out_no_token_is_worth_anything(
    doors: Doors, opened: SignedInAs, context: Context
) -> None:
    identity.sign_out(doors, opened.session_id, opened.person_id, context)
    with pytest.raises(SessionOver):
        identity.renew(doors, opened.secret, context)


def test_a_session_ends_by_itself(
    doors: Doors, opened: SignedInAs, context: Context, admin_url: str
) -> None:
    let_pass(admin_url, LIFETIMES["api"])
    with pytest.raises(SessionOver):
        identity.renew(doors, opened.secret, context)
    assert entrance.by_session(doors.database, opened.session_id, None) is None


@pytest.mark.parametrize("token", ["", "guess", "x" * 100_000])
def test_a_token_nobody_gave_out_is_worth_nothing(
    doors: Doors, context: Context, token: str
) -> None:
    with pytest.raises(SessionOver):
        identity.renew(doors, token, context)


def test_a_cookie_is_no_refresh_token_and_a_refresh_token_no_cookie(
    doors: Doors, opened: SignedInAs, context: Context
) -> None:
    console = identity.sign_in(doors, "anna@riverside.example", PASSWORD, "console", context)

    with pytest.raises(SessionOver):
        identity.renew(doors, console.secret, context)
    assert entrance.by_cookie(doors.database, opened.secret, None) is None
    entry = entrance.by_cookie(doors.database, console.secret, "riverside")
    assert entry is not None
    assert entry.session_id == console.session_id
