"""What happens to customers, people and sessions. Tags and fields are the storage format."""

from typing import Literal
from uuid import UUID

from upstream.domain.identity.roles import Role
from upstream.domain.messages import Event

Channel = Literal["api", "console"]
RefusedFor = Literal["wrong_credentials", "too_many_attempts"]


class CustomerRegistered(Event, tag="identity.customer_registered.v1"):
    slug: str
    name: str
    time_zone: str
    """IANA name; "the end of that day" and "this week" mean this zone."""


class PersonRegistered(Event, tag="identity.person_registered.v1"):
    """Somebody who may sign in. Lives in the platform's log: people belong to no customer."""

    email: str
    name: str
    administrator: bool = False


class MemberAdded(Event, tag="identity.member_added.v1"):
    person_id: UUID
    role: Role


class MemberRoleChanged(Event, tag="identity.member_role_changed.v1"):
    person_id: UUID
    before: Role
    after: Role


class SignedIn(Event, tag="identity.signed_in.v1"):
    """Told to the platform's log and to the log of every customer the person belongs to."""

    person_id: UUID
    channel: Channel


class SignedOut(Event, tag="identity.signed_out.v1"):
    person_id: UUID


class SessionRevoked(Event, tag="identity.session_revoked.v1"):
    """Ended by us: somebody used a refresh token a second time, so it may have been stolen."""

    person_id: UUID
    reason: Literal["refresh_token_reused"]


class SignInRefused(Event, tag="identity.sign_in_refused.v1"):
    person_id: UUID | None
    """None where nobody has that address, which is not kept."""
    reason: RefusedFor


class AdministratorEntered(Event, tag="identity.administrator_entered.v1"):
    """A platform administrator reached into this customer's data; the commit holds the reason."""

    person_id: UUID
    operation: str
    """The route that was called, e.g. `claims.detail`; `console.enter` opens the console's door."""


class AdministratorLeft(Event, tag="identity.administrator_left.v1"):
    """A platform administrator closed the console's door behind them before it fell shut."""

    person_id: UUID


class CustomersListed(Event, tag="identity.customers_listed.v1"):
    """A platform administrator looked at the list of customers. Lives in the platform's log."""

    person_id: UUID
    customers: int


MembershipEvent = MemberAdded | MemberRoleChanged
SessionEvent = SignedIn | SignedOut | SessionRevoked
IdentityEvent = (
    CustomerRegistered
    | PersonRegistered
    | MembershipEvent
    | SessionEvent
    | SignInRefused
    | AdministratorEntered
    | AdministratorLeft
    | CustomersListed
)
