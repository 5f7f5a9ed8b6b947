"""A session opens once, ends once and never reopens."""

from uuid import UUID

import pytest

from upstream.domain.identity.commands import SignIn, SignOut
from upstream.domain.identity.events import SessionRevoked, SignedIn, SignedOut
from upstream.domain.identity.refusals import SessionOver
from upstream.domain.identity.session import decide, decider

ANNA = UUID("5f1e1f5c-7a34-4a39-9a0e-0c4c3b8c8a11")
SIGN_IN = SignIn(person_id=ANNA, channel="console")
SIGNED_IN = SignedIn(person_id=ANNA, channel="console")
SIGNED_OUT = SignedOut(person_id=ANNA)
REVOKED = SessionRevoked(person_id=ANNA, reason="refresh_token_reused")


def test_signing_in_opens_a_session() -> None:
    assert decide(SIGN_IN, decider.initial) == (SIGNED_IN,)


def test_signing_in_to_an_open_session_is_not_news() -> None:
    assert decide(SIGN_IN, decider.fold([SIGNED_IN])) == ()


def test_signing_out_ends_it() -> None:
    assert decide(SignOut(), decider.fold([SIGNED_IN])) == (SIGNED_OUT,)


def test_a_token_used_twice_revokes_it() -> None:
    assert decide(SignOut(revoked=True), decider.fold([SIGNED_IN])) == (REVOKED,)


@pytest.mark.parametrize("end", [SIGNED_OUT, REVOKED])
@pytest.mark.parametrize("command", [SignOut(), SignOut(revoked=True)])
def test_what_is_over_does_not_end_again(end: SignedOut | SessionRevoked, command: SignOut) -> None:
    assert decide(command, decider.fold([SIGNED_IN, end])) == ()


def test_what_is_over_does_not_open_again() -> None:
    with pytest.raises(SessionOver):
        decide(SIGN_IN, decider.fold([SIGNED_IN, SIGNED_OUT]))


def test_nobody_signs_out_of_what_never_began() -> None:
    assert decide(SignOut(), decider.initial) == ()
