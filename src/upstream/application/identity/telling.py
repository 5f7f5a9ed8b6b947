"""Sessions are told to the platform's log and to the log of every customer of the person."""

from uuid import UUID, uuid4

import msgspec

from upstream.application.identity.doors import Doors
from upstream.application.transact import transact
from upstream.domain.context import Context
from upstream.domain.identity import session
from upstream.domain.identity.commands import SessionCommand
from upstream.domain.identity.events import RefusedFor, SignInRefused
from upstream.domain.streams import stream_of
from upstream.domain.units import PLATFORM, CustomerId, StreamId
from upstream.infrastructure import accounts
from upstream.infrastructure.log import Along, StreamEvents


def tell_session(
    doors: Doors,
    session_id: UUID,
    person_id: UUID,
    command: SessionCommand,
    context: Context,
    *,
    along: Along,
) -> None:
    """The platform's log decides, together with `along`; the customers' logs repeat it."""
    for customer_id in (PLATFORM, *_customers(doors, person_id)):
        here = msgspec.structs.replace(context, customer_id=customer_id)
        stream_id = stream_of(customer_id, "session", str(session_id))
        if customer_id == PLATFORM:
            transact(doors.log, session.decider, stream_id, command, here, along=along)
        else:
            transact(doors.log, session.decider, stream_id, command, here)


def tell_refusal(
    doors: Doors, account: accounts.Account | None, reason: RefusedFor, context: Context
) -> None:
    """A refused attempt is a stream of its own: attempts have no common fate."""
    person_id = account.person_id if account else None
    customers = _customers(doors, person_id) if person_id else []
    refused = SignInRefused(person_id=person_id, reason=reason)
    for customer_id in (PLATFORM, *customers):
        here = msgspec.structs.replace(context, customer_id=customer_id)
        attempt = StreamEvents(stream_id=StreamId(uuid4()), after_version=0, events=(refused,))
        doors.log.append(here, attempt)


def _customers(doors: Doors, person_id: UUID) -> list[CustomerId]:
    with doors.database.control() as connection:
        return accounts.customers_of(connection, person_id)
