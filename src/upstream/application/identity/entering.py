"""A platform administrator reaches into a customer's data: said in that customer's own history."""

from uuid import UUID, uuid4

from sqlalchemy import Connection

from upstream.domain.context import Context
from upstream.domain.identity.events import (
    AdministratorEntered,
    AdministratorLeft,
    CustomersListed,
)
from upstream.domain.messages import Event
from upstream.domain.units import StreamId
from upstream.infrastructure import console_entries
from upstream.infrastructure.log import Along, Appended, EventLog, StreamEvents, nothing


def note_administrator(
    log: EventLog, person_id: UUID, operation: str, context: Context
) -> Appended:
    """One event per access, before anything is shown; the commit carries the reason."""
    return _noted(log, AdministratorEntered(person_id=person_id, operation=operation), context)


def enter_console(log: EventLog, session_id: UUID, person_id: UUID, context: Context) -> Appended:
    """Open the console's door at `context`'s customer, for its reason; in one transaction."""
    reason = context.reason
    assert reason

    def along(connection: Connection) -> None:
        console_entries.enter(connection, session_id, context.customer_id, reason)

    entered = AdministratorEntered(person_id=person_id, operation="console.enter")
    return _noted(log, entered, context, along=along)


def leave_console(log: EventLog, session_id: UUID, person_id: UUID, context: Context) -> None:
    """Close it; one that fell shut already is no news."""

    def along(connection: Connection) -> None:
        console_entries.leave(connection, session_id, context.customer_id)

    with log.database.control() as connection:
        is_open = context.customer_id in console_entries.open_doors(connection, session_id)
    if is_open:
        _noted(log, AdministratorLeft(person_id=person_id), context, along=along)


def note_listing(log: EventLog, person_id: UUID, customers: int, context: Context) -> Appended:
    """Said in the platform's own log: figures of running it were shown, of nobody's claims."""
    return _noted(log, CustomersListed(person_id=person_id, customers=customers), context)


def _noted(log: EventLog, event: Event, context: Context, *, along: Along = nothing) -> Appended:
    """A stream of its own: accesses have no common fate."""
    access = StreamEvents(stream_id=StreamId(uuid4()), after_version=0, events=(event,))
    return log.append(context, access, along=along)
