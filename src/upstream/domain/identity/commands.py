"""What can be asked about customers, people and sessions."""

from uuid import UUID

from upstream.domain.identity.events import Channel
from upstream.domain.identity.roles import Role
from upstream.domain.messages import Command


class RegisterCustomer(Command):
    slug: str
    name: str
    time_zone: str


class RegisterPerson(Command):
    email: str
    name: str
    administrator: bool = False


class GiveRole(Command):
    """Make a person a member, or change what the member is."""

    person_id: UUID
    role: Role


class SignIn(Command):
    person_id: UUID
    channel: Channel


class SignOut(Command):
    """Ends the session; `revoked` when a refresh token came twice."""

    revoked: bool = False


SessionCommand = SignIn | SignOut
