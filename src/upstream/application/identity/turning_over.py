"""A refresh token is used once and becomes the next; used twice, its whole session ends."""

from uuid import UUID

import msgspec
from sqlalchemy import Connection

from upstream.application.identity.doors import Doors
from upstream.application.identity.telling import tell_session
from upstream.domain.context import Context
from upstream.domain.identity.commands import SignOut
from upstream.domain.identity.refusals import SessionOver
from upstream.infrastructure import sessions

_OVER = "This session is over; sign in again."


class Renewed(msgspec.Struct, frozen=True, kw_only=True):
    person_id: UUID
    session_id: UUID
    refresh_token: str


def renew(doors: Doors, refresh_token: str, context: Context) -> Renewed:
    """The successor of a refresh token. Raises SessionOver; a second use ends the session."""
    successor = doors.successor(refresh_token)
    with doors.database.control() as connection:
        turned = sessions.turn_over(connection, refresh_token, successor)
    if turned is None:
        raise SessionOver(_OVER)
    if turned.turn == "reused":
        _revoke(doors, turned, context)
        raise SessionOver(_OVER)
    return Renewed(
        person_id=turned.person_id, session_id=turned.session_id, refresh_token=successor
    )


def _revoke(doors: Doors, turned: sessions.Turned, context: Context) -> None:
    def along(connection: Connection) -> None:
        sessions.end_session(connection, turned.session_id)

    context = msgspec.structs.replace(context, command="identity.revoke_session")
    command = SignOut(revoked=True)
    tell_session(doors, turned.session_id, turned.person_id, command, context, along=along)
