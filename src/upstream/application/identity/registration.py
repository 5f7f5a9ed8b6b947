"""Customers, people and members come into being."""

from uuid import UUID, uuid4

import msgspec
from sqlalchemy import Connection

from upstream.application.customers import Customer, find_customer, open_customer
from upstream.application.transact import transact
from upstream.domain.context import Context
from upstream.domain.identity import customer, member, person
from upstream.domain.identity.commands import GiveRole, RegisterCustomer, RegisterPerson
from upstream.domain.identity.email import normalised
from upstream.domain.identity.refusals import EmailTaken
from upstream.domain.identity.roles import Role
from upstream.domain.streams import stream_of
from upstream.domain.units import PLATFORM, CustomerId
from upstream.infrastructure import accounts
from upstream.infrastructure.log import AlreadyReserved, Answer, EventLog, reserve
from upstream.infrastructure.passwords import Passwords


def register_customer(log: EventLog, command: RegisterCustomer, context: Context) -> Customer:
    """Put a customer in the directory and begin its log. The same again changes nothing.

    `context` is the caller's; its customer is replaced by the new one. Raises SlugInvalid,
    SlugTaken (another customer has it), TimeZoneUnknown.
    """
    customer.decide(command, customer.Customer())
    opened = open_customer(
        log.database, slug=command.slug, name=command.name, time_zone=command.time_zone
    )
    stream_id = stream_of(opened.customer_id, "customer", "self")
    here = _for(context, opened.customer_id, "identity.register_customer")
    transact(log, customer.decider, stream_id, command, here)
    return find_customer(log.database, opened.customer_id)


def register_person(
    log: EventLog,
    passwords: Passwords,
    command: RegisterPerson,
    password: str,
    context: Context,
) -> UUID:
    """Somebody who may sign in; the answer is the person's id. Raises EmailTaken, EmailInvalid."""
    person_id = uuid4()
    command = msgspec.structs.replace(command, email=normalised(command.email))
    (registered,) = person.decide(command, person.Person())
    password_hash = passwords.hashed(password)

    def along(connection: Connection) -> None:
        reserve(connection, PLATFORM, scope="email", key=command.email, stream_id=person_id)
        accounts.add_person(connection, person_id, registered, password_hash)

    here = _for(context, PLATFORM, "identity.register_person")
    try:
        transact(log, person.decider, person_id, command, here, along=along)
    except AlreadyReserved as taken:
        raise EmailTaken("Somebody is registered with that e-mail address.") from taken
    return person_id


def add_member(
    log: EventLog, customer_id: CustomerId, person_id: UUID, role: Role, context: Context
) -> Answer:
    """Make a person a member of a customer, or give the member another role, from now on."""

    def along(connection: Connection) -> None:
        accounts.give_role(connection, customer_id, person_id, role)

    stream_id = stream_of(customer_id, "member", str(person_id))
    here = _for(context, customer_id, "identity.add_member")
    command = GiveRole(person_id=person_id, role=role)
    return transact(log, member.decider, stream_id, command, here, along=along)


def _for(context: Context, customer_id: CustomerId, command: str) -> Context:
    return msgspec.structs.replace(context, customer_id=customer_id, command=command)
