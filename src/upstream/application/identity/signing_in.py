"""Signing in and out: the throttle first, the password second, the session last."""

from secrets import token_urlsafe
from typing import Final
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import Connection

from upstream.application.identity.doors import Doors
from upstream.application.identity.telling import tell_refusal, tell_session
from upstream.domain.context import Context
from upstream.domain.identity.commands import SignIn, SignOut
from upstream.domain.identity.email import normalised
from upstream.domain.identity.events import Channel
from upstream.domain.identity.refusals import EmailInvalid, TooManyAttempts, WrongCredentials
from upstream.domain.units import PLATFORM
from upstream.infrastructure import accounts, sessions, sign_in_throttle

SECRET_BYTES: Final = 32


class SignedInAs(msgspec.Struct, frozen=True, kw_only=True):
    """A new session. `secret` is its refresh token or its cookie, and exists only here."""

    person_id: UUID
    session_id: UUID
    secret: str


def sign_in(
    doors: Doors, email: str, password: str, channel: Channel, context: Context
) -> SignedInAs:
    """Raises WrongCredentials, or TooManyAttempts with `retry_after` seconds in its facts."""
    context = msgspec.structs.replace(context, customer_id=PLATFORM, command="identity.sign_in")
    email = _as_key(email)
    buckets = doors.bucket("account", email), doors.bucket("address", context.address or "")
    with doors.database.customer(PLATFORM) as connection:
        attempt = sign_in_throttle.take(connection, *buckets)
        account = accounts.account_of(connection, email)
    if attempt.retry_after is not None:
        if attempt.first_too_many:
            tell_refusal(doors, account, "too_many_attempts", context)
        raise TooManyAttempts(
            "Too many attempts to sign in; wait before the next.", retry_after=attempt.retry_after
        )
    if account is None:
        doors.passwords.matches(None, password)
    if account is None or not doors.passwords.matches(account.password_hash, password):
        tell_refusal(doors, account, "wrong_credentials", context)
        raise WrongCredentials("The e-mail address or the password is wrong.")
    return _open(doors, account, password, channel, buckets, context)


def _open(
    doors: Doors,
    account: accounts.Account,
    password: str,
    channel: Channel,
    buckets: tuple[bytes, bytes],
    context: Context,
) -> SignedInAs:
    opened = SignedInAs(
        person_id=account.person_id, session_id=uuid4(), secret=token_urlsafe(SECRET_BYTES)
    )
    stale = doors.passwords.outdated(account.password_hash)
    fresh_hash = doors.passwords.hashed(password) if stale else None

    def along(connection: Connection) -> None:
        sign_in_throttle.give_back(connection, *buckets)
        sessions.open_session(
            connection, opened.session_id, opened.person_id, channel, opened.secret
        )
        if fresh_hash:
            accounts.rehash(connection, opened.person_id, fresh_hash)

    command = SignIn(person_id=opened.person_id, channel=channel)
    actor = f"person:{opened.person_id}"
    context = msgspec.structs.replace(context, actor=actor)
    tell_session(doors, opened.session_id, opened.person_id, command, context, along=along)
    return opened


def sign_out(doors: Doors, session_id: UUID, person_id: UUID, context: Context) -> None:
    """End the session everywhere at once; what is over already stays over."""

    def along(connection: Connection) -> None:
        sessions.end_session(connection, session_id)

    context = msgspec.structs.replace(context, command="identity.sign_out")
    tell_session(doors, session_id, person_id, SignOut(), context, along=along)


def _as_key(email: str) -> str:
    try:
        return normalised(email)
    except EmailInvalid:
        # Nobody has such an address; it is looked up all the same, so that it takes as long.
        return email[:254]
