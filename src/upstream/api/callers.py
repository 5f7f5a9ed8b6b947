"""Who is calling: the bearer of an access token, or the owner of a console's cookie."""

from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec
from litestar.connection import Request
from litestar.datastructures import Cookie, State

from upstream.application.identity import Doors
from upstream.domain.identity.roles import Role
from upstream.infrastructure import entrance
from upstream.infrastructure.access_tokens import TokenRefused
from upstream.infrastructure.entrance import Entry
from upstream.infrastructure.sessions import LIFETIMES

_COOKIE: Final = "upstream"
_BEARER: Final = "bearer "

Connection = Request[object, object, State]


class Caller(msgspec.Struct, frozen=True, kw_only=True):
    """A person in a living session. `role` is what the person is at the customer of the request.

    `reason` is what a platform administrator gave as the reason to reach into a customer's data.
    """

    person_id: UUID
    session_id: UUID
    administrator: bool
    role: Role | None = None
    reason: str | None = None
    inside_until: datetime | None = None
    """When the console's door falls shut, where that is how the administrator came in."""

    @property
    def actor(self) -> str:
        return f"person:{self.person_id}"


def entry_of(connection: Connection, doors: Doors, customer: str | None) -> Entry | None:
    """None where nobody is signed in. A bad token is not made good by a good cookie."""
    authorization = connection.headers.get("authorization")
    if authorization is not None:
        return _by_token(authorization, doors, customer)
    cookie = connection.cookies.get(cookie_name(connection))
    return entrance.by_cookie(doors.database, cookie, customer) if cookie else None


def cookie_name(connection: Connection) -> str:
    """Over TLS the prefix binds the cookie to this host; plain HTTP (localhost) has no such way."""
    return f"__Host-{_COOKIE}" if connection.scope["scheme"] == "https" else _COOKIE


def session_cookie(connection: Connection, secret: str) -> Cookie:
    """The cookie of a new console session."""
    return Cookie(
        key=cookie_name(connection),
        value=secret,
        max_age=int(LIFETIMES["console"].total_seconds()),
        path="/",
        secure=connection.scope["scheme"] == "https",
        httponly=True,
        samesite="strict",
    )


def no_cookie(connection: Connection) -> Cookie:
    """Takes the cookie away again, after signing out."""
    return Cookie(key=cookie_name(connection), value="", max_age=0, path="/", samesite="strict")


def _by_token(authorization: str, doors: Doors, customer: str | None) -> Entry | None:
    if not authorization.lower().startswith(_BEARER):
        return None
    try:
        claims = doors.tokens.verified(authorization[len(_BEARER) :].strip())
    except TokenRefused:
        return None
    return entrance.by_session(doors.database, claims.sid, customer)
