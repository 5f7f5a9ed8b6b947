"""A platform administrator reaches into a customer's data: said in that customer's own history."""

from uuid import UUID, uuid4

from upstream.domain.context import Context
from upstream.domain.identity.events import AdministratorEntered
from upstream.domain.units import StreamId
from upstream.infrastructure.log import Appended, EventLog, StreamEvents


def note_administrator(
    log: EventLog, person_id: UUID, operation: str, context: Context
) -> Appended:
    """One event per access, before anything is shown; the commit carries the reason."""
    entered = AdministratorEntered(person_id=person_id, operation=operation)
    access = StreamEvents(stream_id=StreamId(uuid4()), after_version=0, events=(entered,))
    return log.append(context, access)
