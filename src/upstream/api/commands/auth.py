"""Signing in and out, for programs: access tokens and the refresh tokens that renew them."""

from datetime import UTC, datetime
from uuid import UUID

import msgspec
from litestar import Router, post
from litestar.concurrency import sync_to_thread
from litestar.exceptions import NotAuthorizedException
from litestar.params import JSONBody

from upstream.api.access import PUBLIC, SIGNED_IN
from upstream.api.dependencies import AnyRequest, CallerGiven, PartsGiven
from upstream.api.requests import context_of
from upstream.application import identity
from upstream.application.identity import Doors
from upstream.infrastructure import entrance
from upstream.infrastructure.access_tokens import LIFETIME, TokenRefused


class Credentials(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    email: str
    password: str


class RefreshToken(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    refresh_token: str


class AccessToken(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    token: str


class Tokens(msgspec.Struct, frozen=True, kw_only=True):
    """`access_token` goes into `Authorization: Bearer …`; `expires_in` is in seconds."""

    access_token: str
    refresh_token: str
    expires_in: int
    token_type: str = "Bearer"  # noqa: S105  the name of a scheme


class Verified(msgspec.Struct, frozen=True, kw_only=True):
    active: bool
    person_id: UUID
    expires_at: datetime


@post("/token", operation_id="auth.token", status_code=200, opt=PUBLIC)
async def sign_in(data: JSONBody[Credentials], request: AnyRequest, parts: PartsGiven) -> Tokens:
    """Sign in with e-mail address and password; five wrong tries cost a quarter of an hour."""
    context = context_of(request, None, None, command="identity.sign_in")
    # Two threads of its own: a flood of sign-ins must not hold up everybody else.
    async with request.app.state.sign_in_turns:
        opened = await sync_to_thread(
            identity.sign_in, parts.doors, data.email, data.password, "api", context
        )
    return _tokens(parts.doors, opened.person_id, opened.session_id, opened.secret)


@post("/refresh", operation_id="auth.refresh", status_code=200, opt=PUBLIC, sync_to_thread=True)
def refresh(data: JSONBody[RefreshToken], request: AnyRequest, parts: PartsGiven) -> Tokens:
    """A new access token and a new refresh token; the old one is used up.

    A refresh token that is used a second time ends its session.
    """
    context = context_of(request, None, None, command="identity.renew")
    renewed = identity.renew(parts.doors, data.refresh_token, context)
    return _tokens(parts.doors, renewed.person_id, renewed.session_id, renewed.refresh_token)


@post("/verify", operation_id="auth.verify", status_code=200, opt=PUBLIC, sync_to_thread=True)
def verify(data: JSONBody[AccessToken], parts: PartsGiven) -> Verified:
    """Whether an access token is good right now: signed by us, not expired, session not ended."""
    try:
        claims = parts.doors.tokens.verified(data.token)
    except TokenRefused:
        raise _not_good() from None
    if entrance.by_session(parts.database, claims.sid, None) is None:
        raise _not_good()
    return Verified(
        active=True, person_id=claims.sub, expires_at=datetime.fromtimestamp(claims.exp, UTC)
    )


@post("/logout", operation_id="auth.logout", status_code=204, opt=SIGNED_IN, sync_to_thread=True)
def sign_out(request: AnyRequest, parts: PartsGiven, caller: CallerGiven) -> None:
    """End the session: its access tokens and its refresh token are refused from now on."""
    context = context_of(request, caller, None, command="identity.sign_out")
    identity.sign_out(parts.doors, caller.session_id, caller.person_id, context)


def _tokens(doors: Doors, person_id: UUID, session_id: UUID, refresh_token: str) -> Tokens:
    return Tokens(
        access_token=doors.tokens.issue(person_id, session_id, datetime.now(UTC)),
        refresh_token=refresh_token,
        expires_in=int(LIFETIME.total_seconds()),
    )


def _not_good() -> NotAuthorizedException:
    return NotAuthorizedException(headers={"WWW-Authenticate": 'Bearer error="invalid_token"'})


auth_router = Router(
    "/api/v1/auth", route_handlers=[sign_in, refresh, verify, sign_out], tags=["Signing in"]
)
